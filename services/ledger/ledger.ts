import { type Aggregate, type AggregateType, type HistoryEntry, sealing } from '../change/aggregate.ts';
import { archiveIn, type Seal } from '../change/archive.ts';
import type { Changes } from '../change/change.ts';
import type { EffectHandler } from '../effects/effect-handler.ts';
import type { Effects } from '../effects/effects.ts';
import type { Store } from '../store/store.ts';
import type { Clock } from '../time/clock.ts';
import type { CheckpointStore, Signer } from './ledger-checkpoint.ts';
import { Checkpoints } from './ledger-checkpoints.ts';
import type { Unsealed } from './ledger-entry.ts';
import { type LedgerNote, ledgerNote, type Noted, writeNote } from './ledger-note.ts';
import { type Verification, verifyLedger } from './ledger-verify.ts';
import type { LedgerWalker } from './ledger-walk.ts';
import type { LedgerWriter } from './ledger-writer.ts';

export interface LedgerParts {
  readonly store: Store;
  readonly writer: LedgerWriter;
  readonly changes: Changes;
  readonly checkpoints: CheckpointStore;
  readonly signer: Signer;
  readonly clock: Clock;
  /** How long ledgers are verified; default in place, one entry after the other. */
  readonly walker?: LedgerWalker;
  /** How long after an entry, at the latest, a checkpoint covers it; default 5. */
  readonly checkpointSeconds?: number;
}

/** What the ledger asks of a type of aggregate; give it the types themselves. */
export type LedgerType = Pick<AggregateType<Aggregate>, 'kind'> & { readonly ledger?: (document: never) => string };

/** The record waits for a store that is down as long as its effect's deadline allows, not for a number of attempts. */
const maxAttempts = 20_000;

/** The record of every workspace: what changed, sealed so that nobody can change it afterwards without that being seen. */
export class Ledger {
  readonly #parts: LedgerParts;
  readonly #signing: Checkpoints;
  readonly #patienceInMs: number;
  /** When a checkpoint comes that covers what is added before it, by workspace; an effect on record will make it. */
  readonly #planned = new Map<string, number>();

  constructor(parts: LedgerParts) {
    this.#parts = parts;
    this.#signing = new Checkpoints(parts);
    this.#patienceInMs = (parts.checkpointSeconds ?? 5) * 1000;
  }

  /** Has every change of these types sealed. Those without a ledger are left out. */
  register(effects: Effects, types: readonly LedgerType[]): void {
    for (const each of types) {
      // A handler is only ever given documents of its own type.
      const type = each as unknown as AggregateType<Aggregate>;
      if (type.ledger) effects.register(type, sealing, this.#handler(type.ledger, ofHistory));
    }
    effects.register(
      ledgerNote,
      sealing,
      this.#handler<LedgerNote>(({ workspace }) => workspace, ofNote),
    );
  }

  /** Puts something on record that is in no document's history, once per key. @throws {WorkspaceError} unavailable */
  async note(workspace: string, noted: Noted): Promise<void> {
    await writeNote(this.#parts.changes, this.#parts.clock, workspace, noted);
  }

  /** Recomputes the workspace's ledger. @throws {WorkspaceError} unavailable, where something cannot be read */
  async verify(workspace: string): Promise<Verification> {
    return await verifyLedger(this.#parts, workspace);
  }

  #handler<A extends Aggregate>(
    workspaceOf: (document: A) => string,
    unsealedOf: (document: A) => Unsealed[],
  ): EffectHandler<A> {
    return {
      maxAttempts,
      handle: async ({ data }, document, { now }) => {
        const workspace = workspaceOf(document);
        if (data.step === 'sign') {
          // What is added from here on needs another one.
          this.#planned.delete(workspace);
          await this.#signing.make(workspace);
          return { done: true };
        }
        await this.#parts.writer.append(workspace, unsealedOf(document));
        if (this.#isPlanned(workspace, now)) return { done: true };
        const again = new Date(now.getTime() + this.#patienceInMs);
        this.#planned.set(workspace, again.getTime());
        return { again, data: { step: 'sign' } };
      },
    };
  }

  #isPlanned(workspace: string, now: Date): boolean {
    const left = (this.#planned.get(workspace) ?? 0) - now.getTime();
    return left > 0 && left <= this.#patienceInMs;
  }
}

/** Where history goes that leaves a document: into the ledger where its type has one, else into the archive. */
export function sealInto(writer: LedgerWriter, store: Store, types: readonly LedgerType[]): Seal {
  const archive = archiveIn(store);
  const ledgers = new Map(
    types.map(({ kind, ledger }) => [kind, ledger as ((document: Aggregate) => string) | undefined]),
  );
  return async (document, entries, first) => {
    const ledger = ledgers.get(document.kind);
    if (!ledger) return await archive(document, entries, first);
    await writer.append(ledger(document), numbered(document.id, entries, first));
  };
}

function ofHistory({ id, history, archived }: Aggregate): Unsealed[] {
  return numbered(id, history, archived);
}

function ofNote({ subject, history }: LedgerNote): Unsealed[] {
  return history.map((entry) => ({ subject, entry }));
}

function numbered(subject: string, entries: readonly HistoryEntry[], first: number): Unsealed[] {
  return entries.map((entry, place) => ({ subject, index: first + place, entry }));
}
