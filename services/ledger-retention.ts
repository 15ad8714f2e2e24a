import { type Aggregate, defineAggregate, system } from './aggregate.ts';
import type { Changes } from './change.ts';
import type { Clock } from './clock.ts';
import type { EffectContext, EffectOutcome } from './effect-handler.ts';
import type { Effects } from './effects.ts';
import { entryId, erased, type LedgerEntry, ledgerKind, ledgerPartition, sealedPart } from './ledger-entry.ts';
import { putEntries, readHead } from './ledger-head.ts';
import { type Document, type Store, WriteConflict } from './store/store.ts';
import type { Workspace } from './workspaces.ts';

export interface LedgerRetentionParts {
  readonly store: Store;
  readonly changes: Changes;
  readonly clock: Clock;
  readonly workspaces: { all(): Promise<readonly Workspace[]> };
  /** How long names and reasons are kept; default 3650, ten years. */
  readonly retentionDays?: number;
}

/** The one document that says when names are removed next, and whose. */
type Retention = Aggregate<'on'>;

/** How far a workspace's ledger was swept. */
interface Swept extends Document {
  readonly kind: 'ledger-swept';
  /** The names of this many entries, from the first on, are gone. */
  readonly count: number;
}

const retention = defineAggregate<Retention>({
  kind: 'ledger-retention',
  schema: 1,
  initial: 'on',
  transitions: { on: [] },
});

const address = { partition: 'system', id: 'ledger-retention' } as const;
const dayInMs = 86_400_000;
const defaultDays = 3650;
/** A sweep never ends; an effect has to name a time. */
const forever = new Date('9999-01-01T00:00:00.000Z');
const tireless = Number.MAX_SAFE_INTEGER;
/** What one attempt does before it writes down how far it is. */
const batch = 300;
const personBatch = 100;

/**
 * Removes names and reasons from the ledgers: of everybody once they are older than the retention period, and of one person
 * on demand. The chains and what was signed stay as they are. One instance at a time; what it has not done when it dies,
 * another goes on with.
 */
export class LedgerRetention {
  readonly #parts: LedgerRetentionParts;

  constructor(parts: LedgerRetentionParts) {
    this.#parts = parts;
  }

  register(effects: Effects): void {
    effects.register(retention, 'ledger.sweep', {
      maxAttempts: tireless,
      handle: async (_effect, _document, context) => await this.#sweep(context),
    });
    effects.register(retention, 'ledger.forget', {
      maxAttempts: tireless,
      handle: async ({ data }, _document, context) => await this.#forget(`${data.person}`, context),
    });
  }

  /** Has the daily sweep begin, where it has not yet. */
  async start(): Promise<void> {
    await this.#write('begin', (current) => (current ? undefined : { kind: 'ledger.sweep', deadline: forever }));
  }

  /** Has the person's name and reasons removed from every ledger; it goes on by itself. `key` as in Command. */
  async pseudonymise(aadObjectId: string, key: string): Promise<void> {
    if (aadObjectId === system.aadObjectId) return;
    await this.#write(`forget/${key}`, () => ({
      kind: 'ledger.forget',
      deadline: forever,
      data: { person: aadObjectId },
    }));
  }

  async #write(
    key: string,
    effectOf: (
      current: Retention | undefined,
    ) => { kind: string; deadline: Date; data?: Record<string, string> } | undefined,
  ): Promise<void> {
    await this.#parts.changes.change(retention, address, {
      key,
      by: system,
      via: 'system',
      what: 'ledger.retention',
      decide: (current) => {
        const effect = effectOf(current);
        return effect && { next: {}, effects: [effect] };
      },
    });
  }

  async #sweep({ now, signal }: EffectContext): Promise<EffectOutcome<Retention>> {
    const until = new Date(now.getTime() - (this.#parts.retentionDays ?? defaultDays) * dayInMs).toISOString();
    for (const { id } of await this.#parts.workspaces.all()) {
      if (await this.#sweepWorkspace(id, until, signal)) return { again: now };
    }
    return { again: new Date(now.getTime() + dayInMs) };
  }

  /** True where there is more to do. */
  async #sweepWorkspace(workspace: string, until: string, signal: AbortSignal): Promise<boolean> {
    const { store } = this.#parts;
    const partition = ledgerPartition(workspace);
    const swept = await store.get<Swept>(partition, 'swept');
    let count = swept?.document.count ?? 0;
    const first = count;
    let isOver = false;
    while (!isOver && count < first + batch && !signal.aborted) {
      const stored = await store.get<LedgerEntry>(partition, entryId(count + 1));
      // Nothing comes into the ledger before what came earlier.
      isOver = !stored || sealedPart(stored.document).entry.sealedAt > until;
      if (isOver) break;
      await this.#erase(partition, entryId(count + 1));
      count += 1;
    }
    if (count > first) {
      await this.#letGo(workspace);
      const next: Swept = { id: 'swept', partition, kind: 'ledger-swept', schema: 1, count };
      await (swept ? store.replace(next, swept.etag) : store.create(next));
    }
    return !isOver;
  }

  async #forget(person: string, { now, signal }: EffectContext): Promise<EffectOutcome<Retention>> {
    let left = personBatch;
    for (const { id } of await this.#parts.workspaces.all()) {
      await this.#letGo(id);
      for await (const entry of this.#entriesOf(id, person)) {
        if (left === 0 || signal.aborted) return { again: now };
        await this.#erase(entry.partition, entry.id);
        left -= 1;
      }
    }
    return { done: true };
  }

  /** An entry without its open part is in no list of a person's any more. */
  async *#entriesOf(workspace: string, person: string): AsyncGenerator<LedgerEntry> {
    const query = { partition: ledgerPartition(workspace), kind: ledgerKind, by: { person }, limit: personBatch };
    let continuation: string | undefined;
    do {
      const page = await this.#parts.store.list<LedgerEntry>({ ...query, continuation });
      for (const { document } of page.items) yield document;
      continuation = page.continuation;
    } while (continuation);
  }

  async #erase(partition: string, id: string): Promise<void> {
    const { store, clock } = this.#parts;
    for (;;) {
      const stored = await store.get<LedgerEntry>(partition, id);
      if (!stored?.document.open || stored.document.open.aadObjectId === system.aadObjectId) return;
      try {
        await store.replace(erased(stored.document, clock.now()), stored.etag);
        return;
      } catch (error) {
        if (!(error instanceof WriteConflict)) throw error;
      }
    }
  }

  /** The newest block stands in the head, too. */
  async #letGo(workspace: string): Promise<void> {
    for (;;) {
      const stored = await readHead(this.#parts.store, workspace);
      if (!stored || stored.document.tail.length === 0) return;
      await putEntries(this.#parts.store, stored.document.tail);
      try {
        await this.#parts.store.replace({ ...stored.document, tail: [] }, stored.etag);
        return;
      } catch (error) {
        if (!(error instanceof WriteConflict)) throw error;
      }
    }
  }
}
