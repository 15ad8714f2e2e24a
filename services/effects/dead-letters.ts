import { hash } from 'node:crypto';
import type { Address, Aggregate, DeadLetter } from '../change/aggregate.ts';
import type { Changes } from '../change/change.ts';
import { readAggregate } from '../change/read-aggregate.ts';
import { WorkspaceError } from '../errors.ts';
import { actorOf, type Caller } from '../people/people.ts';
import type { PersonCommand } from '../people/person-command.ts';
import { requireAdmin } from '../policy.ts';
import { type Document, type Store, type Stored, WriteConflict } from '../store/store.ts';
import type { Clock } from '../time/clock.ts';
import { nameOf, type Pending } from './pending.ts';
import type { Repertoire } from './repertoires.ts';
import { Slots } from './slots.ts';

/** Says that a document may hold dead letters. The document alone says which. */
interface Pointer extends Document {
  readonly kind: 'dead-letters';
  readonly of: Pending;
  /** When the newest was about to be written. */
  readonly at: string;
}

/** A dead letter and where it lies. */
export interface FoundLetter extends DeadLetter {
  /** What {@link DeadLetters.retry} takes: which document, which letter. */
  readonly name: string;
  /** Of the workspace that it belongs to, where it belongs to one. */
  readonly workspace?: string;
  /** The document's id: `request/42`. */
  readonly document: string;
  /** False where what followed from giving up was done and told, so that trying again would come too late. */
  readonly retriable: boolean;
}

export interface FoundLetters {
  /** Newest first. */
  readonly letters: readonly FoundLetter[];
  /** True where there are more documents with dead letters than were looked at. */
  readonly hasMore: boolean;
}

export interface DeadLettersParts {
  readonly store: Store;
  readonly changes: Changes;
  readonly clock: Clock;
  readonly effects: { repertoire(kind: string): Repertoire | undefined };
}

const partition = 'dead-letters';
const kind = 'dead-letters';
const keptInMs = 400 * 86_400_000;
/** After so long a write that was announced has landed, or never will. */
const graceInMs = 10 * 60_000;
const mostDocuments = 50;
const readAtOnce = 8;
const maxConflicts = 5;

/**
 * Finds dead letters without looking through every partition: before one is written into its document, a pointer to that document is
 * written here. A pointer to a document without any says nothing and goes after a while, so no crash between the two loses a letter.
 */
export class DeadLetterIndex {
  readonly #store: Store;
  readonly #clock: Clock;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** To be called before a dead letter is written. @throws {WorkspaceError} unavailable: then it must not be written */
  async expect({ partition: of, id, kind: type }: Aggregate): Promise<void> {
    const now = this.#clock.now();
    const pointer: Pointer = {
      id: pointerId({ partition: of, id }),
      ...{ partition, kind, schema: 1 },
      of: { partition: of, id, kind: type },
      at: now.toISOString(),
      expiresAt: new Date(now.getTime() + keptInMs).toISOString(),
      listing: { order: `${now.toISOString()}/${pointerId({ partition: of, id })}` },
    };
    for (let conflicts = 0; ; conflicts += 1) {
      const known = await this.#store.get<Pointer>(partition, pointer.id);
      try {
        await (known ? this.#store.replace(pointer, known.etag) : this.#store.create(pointer));
        return;
      } catch (error) {
        if (!(error instanceof WriteConflict) || conflicts >= maxConflicts) throw error;
      }
    }
  }
}

/** What was given up, for those who look after the place: listed, and tried again. */
export class DeadLetters {
  readonly #parts: DeadLettersParts;

  constructor(parts: DeadLettersParts) {
    this.#parts = parts;
  }

  /** One list and a read for each document with dead letters, at most fifty. @throws {WorkspaceError} forbidden, unavailable */
  async list(caller: Caller): Promise<FoundLetters> {
    requireAdmin(caller);
    const { store } = this.#parts;
    const page = await store.list<Pointer>({ partition, kind, by: {}, limit: mostDocuments });
    const slots = new Slots(readAtOnce);
    const found = await Promise.all(page.items.map((pointer) => slots.use(() => this.#lettersAt(pointer))));
    const letters = found.flat().sort((a, b) => (a.diedAt < b.diedAt ? 1 : -1));
    return { letters, hasMore: page.continuation !== undefined };
  }

  /**
   * Has a letter tried again, under its own id and on record; once, however often it is asked for.
   * @returns `due`, or `gone` where it was tried again before, or its document is gone
   * @throws {WorkspaceError} forbidden; conflict, where trying again would come too late; unavailable
   */
  async retry(caller: Caller, name: string, command: PersonCommand): Promise<'due' | 'gone'> {
    requireAdmin(caller);
    const { store, changes, effects } = this.#parts;
    const [pointerId = '', letterId = ''] = name.split('/');
    const of = (await store.get<Pointer>(partition, pointerId))?.document.of;
    const repertoire = of && effects.repertoire(of.kind);
    if (!of || !repertoire) return 'gone';
    const { outcome } = await changes.change(repertoire.type, of, {
      ...command,
      by: actorOf(caller, { id: workspaceOf(of) ?? '' }),
      what: 'effect.retry',
      decide: (current) => {
        const letter = current?.deadLetters.find(({ id }) => id === letterId);
        if (!letter) return undefined;
        if (!isRetriable(repertoire, letter)) throw tooLate();
        return { next: {}, revive: ({ id }) => id === letterId, detail: { step: letter.kind } };
      },
    });
    return outcome === 'unchanged' ? 'gone' : 'due';
  }

  async #lettersAt(pointer: Stored<Pointer>): Promise<FoundLetter[]> {
    const { store, effects } = this.#parts;
    const { id, of } = pointer.document;
    const repertoire = effects.repertoire(of.kind);
    const document = repertoire
      ? (await readAggregate(store, repertoire.type, of))?.document
      : (await store.get<Aggregate>(of.partition, of.id))?.document;
    if (!document?.deadLetters.length) {
      await this.#forget(pointer);
      return [];
    }
    const workspace = workspaceOf(of);
    return document.deadLetters.map((letter) => ({
      ...letter,
      name: `${id}/${letter.id}`,
      ...(workspace !== undefined && { workspace }),
      document: of.id,
      retriable: isRetriable(repertoire, letter),
    }));
  }

  /** Not by `delete`: it would take a pointer along that was renewed this moment. */
  async #forget({ document, etag }: Stored<Pointer>): Promise<void> {
    const { store, clock } = this.#parts;
    const now = clock.now();
    if (now.getTime() - Date.parse(document.at) < graceInMs) return;
    // Who comes next tries again.
    await store.replace({ ...document, expiresAt: now.toISOString() }, etag).catch(() => undefined);
  }
}

function isRetriable(repertoire: Repertoire | undefined, { kind: step }: DeadLetter): boolean {
  const handler = repertoire?.handlers.get(step);
  // What may be begun only once must not be begun again.
  return handler !== undefined && handler.onDead === undefined && handler.maxAttempts !== 1;
}

function workspaceOf({ partition: of }: Address): string | undefined {
  return /^(?:workspace|ledger)\/(.+)$/.exec(of)?.[1];
}

function pointerId(address: Address): string {
  return hash('sha256', nameOf(address)).slice(0, 32);
}

function tooLate(): WorkspaceError {
  const message = 'What followed from giving this up has been done and told already. Do it anew instead.';
  return new WorkspaceError('conflict', message);
}
