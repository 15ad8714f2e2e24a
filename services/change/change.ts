import { WorkspaceError } from '../errors.ts';
import { type Store, WriteConflict } from '../store/store.ts';
import type { Clock } from '../time/clock.ts';
import { pause } from '../time/pause.ts';
import type { Actor, Address, Aggregate, AggregateType, Decision, HistoryEntry } from './aggregate.ts';
import { archiveIn, bytesOf, type Seal, trimHistory } from './archive.ts';
import { evolve, hasHappened } from './evolve.ts';
import { readAggregate } from './read-aggregate.ts';
import { Watchdog } from './watchdog.ts';
import type { WorkQueue } from './work-queue.ts';

/** Somebody wants something to be different. */
export interface Command<A extends Aggregate> {
  /** The same command again (a retry, a double click) has the same key, another command another. */
  readonly key: string;
  readonly by: Actor;
  readonly via: HistoryEntry['via'];
  /** What was done, as the history says it: `start`. */
  readonly what: string;
  readonly why?: string;
  /**
   * Decides on the document as it is (undefined where there is none); undefined where nothing needs to change. Runs again
   * where somebody else wrote first, so it has no effects of its own. What it throws goes to the caller.
   */
  decide(current: A | undefined): Decision<A> | undefined;
}

export type Changed<A extends Aggregate> =
  /** `repeated`: this command was carried out before; the document as it is now. */
  | { readonly outcome: 'changed' | 'repeated'; readonly document: A }
  | { readonly outcome: 'unchanged'; readonly document: A | undefined };

export interface ChangesOptions {
  readonly store: Store;
  readonly queue: WorkQueue;
  readonly clock: Clock;
  /** Where history goes that leaves a document; default the archive in the store. */
  readonly seal?: Seal;
  /** After how long another instance looks after the effects of a change; default 15. */
  readonly watchdogSeconds?: number;
}

const maxAttempts = 8;
const maxDoubts = 2;
const maxPuts = 2;
const maxBytes = 64 * 1024;
/** A move is never refused for what was written before it. */
const maxBytesOfMove = 2 * maxBytes;

/** The one way anything changes: read, decide, and one conditional write of state, history and effects together. */
export class Changes {
  readonly #store: Store;
  readonly #queue: WorkQueue;
  readonly #clock: Clock;
  readonly #seal: Seal;
  readonly #watchdogSeconds: number;
  readonly #listeners: ((document: Aggregate) => void)[] = [];

  constructor({ store, queue, clock, seal = archiveIn(store), watchdogSeconds = 15 }: ChangesOptions) {
    this.#store = store;
    this.#queue = queue;
    this.#clock = clock;
    this.#seal = seal;
    this.#watchdogSeconds = watchdogSeconds;
  }

  /** The document as it is, brought to the newest schema. */
  async get<A extends Aggregate>(type: AggregateType<A>, address: Address): Promise<A | undefined> {
    return (await readAggregate(this.#store, type, address))?.document;
  }

  /**
   * Carries the command out, at most once per key.
   * @throws {WorkspaceError} conflict (a move that the table does not know), busy (too many writers at once), unavailable
   * (store or queue do not answer, or a newer version of Labdesk wrote the document), invalid (too large), and what `decide` throws.
   * A queue that does not answer is asked twice, and the document is read again after each time: who was late reads what is true by then.
   */
  async change<A extends Aggregate>(
    type: AggregateType<A>,
    address: Address,
    command: Command<A>,
  ): Promise<Changed<A>> {
    const item = { partition: address.partition, id: address.id, kind: type.kind, key: command.key };
    const watchdog = new Watchdog(this.#queue, this.#clock, item, this.#watchdogSeconds);
    const changed = await this.#change(type, address, command, watchdog);
    if (changed.outcome === 'unchanged') watchdog.takeBack();
    return changed;
  }

  /** Calls the listener after every write that left something to follow. */
  onPending(listener: (document: Aggregate) => void): void {
    this.#listeners.push(listener);
  }

  async #change<A extends Aggregate>(
    type: AggregateType<A>,
    address: Address,
    command: Command<A>,
    watchdog: Watchdog,
  ): Promise<Changed<A>> {
    let doubts = 0;
    let failedPuts = 0;
    let failure: unknown;
    for (let attempt = 1; attempt <= maxAttempts; attempt += 1) {
      const stored = await readAggregate(this.#store, type, address);
      const current = stored?.document;
      if (current && hasHappened(current, command.key)) {
        this.#tell(current);
        return { outcome: doubts > 0 ? 'changed' : 'repeated', document: current };
      }
      const decision = command.decide(current);
      if (!decision) return { outcome: 'unchanged', document: current };
      if (failedPuts === maxPuts) throw failure;
      const evolved = evolve(type, address, current, { ...command, at: this.#clock.now(), decision });
      const isMove = current !== undefined && current.state !== evolved.state;
      const next = await this.#fit(evolved, isMove ? maxBytesOfMove : maxBytes);
      // Also where the record alone is to follow.
      try {
        if (next.watch === command.key) await watchdog.beforeWrite();
      } catch (error) {
        failure = error;
        failedPuts += 1;
        continue;
      }
      try {
        await (stored ? this.#store.replace(next, stored.etag) : this.#store.create(next));
        await watchdog.afterWrite();
        this.#tell(next);
        return { outcome: 'changed', document: next };
      } catch (error) {
        if (!(error instanceof WriteConflict)) watchdog.stay();
        if (error instanceof WriteConflict) await pause(this.#clock, attempt > 1 ? Math.random() * attempt * 8 : 0);
        else if (!mayHaveLanded(error)) throw error;
        // No answer, but perhaps a write: the history says, when it is read again.
        else doubts += 1;
        if (doubts > maxDoubts) throw error;
      }
    }
    throw new WorkspaceError('busy', 'Too many people are changing this at once. Try again in a moment.');
  }

  #tell(document: Aggregate): void {
    if (document.effects.length > 0) for (const listener of this.#listeners) listener(document);
  }

  async #fit<A extends Aggregate>(document: A, most: number): Promise<A> {
    const trimmed = await trimHistory(document, this.#seal);
    if (bytesOf(trimmed) <= most) return trimmed;
    throw new WorkspaceError('invalid', 'That is more than fits into one record. Please make it shorter.');
  }
}

/** True for an error after which nobody knows whether the write is there. */
function mayHaveLanded(error: unknown): boolean {
  return error instanceof WorkspaceError && (error.code === 'unavailable' || error.code === 'timeout');
}
