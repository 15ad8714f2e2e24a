import { system } from '../change/aggregate.ts';
import { type Document, type Store, WriteConflict } from '../store/store.ts';
import type { Clock } from '../time/clock.ts';
import { entryId, erased, type LedgerEntry, ledgerKind, ledgerPartition, sealedPart } from './ledger-entry.ts';
import { putEntries, readHead } from './ledger-head.ts';

/** How far a workspace's ledger was swept. */
interface Swept extends Document {
  readonly kind: 'ledger-swept';
  /** The names of this many entries, from the first on, are gone. */
  readonly count: number;
}

/** What one call does before it writes down how far it is. */
const batch = 300;
const personBatch = 100;

/** Removes what stands open beside the entries of ledgers: the chains and what was signed stay as they are. */
export class LedgerErasure {
  readonly #store: Store;
  readonly #clock: Clock;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** Of everybody, where entries are older than `before` (ISO). True where there is no more to do. */
  async sweep(workspace: string, before: string, signal: AbortSignal): Promise<boolean> {
    const partition = ledgerPartition(workspace);
    const swept = await this.#store.get<Swept>(partition, 'swept');
    let count = swept?.document.count ?? 0;
    const first = count;
    let isOver = false;
    while (!isOver && count < first + batch && !signal.aborted) {
      const stored = await this.#store.get<LedgerEntry>(partition, entryId(count + 1));
      // Nothing comes into the ledger before what came earlier.
      isOver = !stored || sealedPart(stored.document).entry.sealedAt > before;
      if (isOver) break;
      await this.#erase(partition, entryId(count + 1));
      count += 1;
    }
    if (count > first) {
      await this.#letGo(workspace);
      const next: Swept = { id: 'swept', partition, kind: 'ledger-swept', schema: 1, count };
      await (swept ? this.#store.replace(next, swept.etag) : this.#store.create(next));
    }
    return isOver;
  }

  /** Of one person, some hundred entries. */
  async forget(
    workspace: string,
    person: string,
    signal: AbortSignal,
  ): Promise<{ readonly isOver: boolean; readonly count: number }> {
    await this.#letGo(workspace);
    let count = 0;
    for await (const entry of this.#entriesOf(workspace, person)) {
      if (count === personBatch || signal.aborted) return { isOver: false, count };
      await this.#erase(entry.partition, entry.id);
      count += 1;
    }
    return { isOver: true, count };
  }

  /** An entry without its open part is in no list of a person's any more. */
  async *#entriesOf(workspace: string, person: string): AsyncGenerator<LedgerEntry> {
    const query = { partition: ledgerPartition(workspace), kind: ledgerKind, by: { person }, limit: personBatch };
    let continuation: string | undefined;
    do {
      const page = await this.#store.list<LedgerEntry>({ ...query, continuation });
      for (const { document } of page.items) yield document;
      continuation = page.continuation;
    } while (continuation);
  }

  async #erase(partition: string, id: string): Promise<void> {
    for (;;) {
      const stored = await this.#store.get<LedgerEntry>(partition, id);
      if (!stored?.document.open || stored.document.open.aadObjectId === system.aadObjectId) return;
      try {
        await this.#store.replace(erased(stored.document, this.#clock.now()), stored.etag);
        return;
      } catch (error) {
        if (!(error instanceof WriteConflict)) throw error;
      }
    }
  }

  /** The newest block stands in the head, too. */
  async #letGo(workspace: string): Promise<void> {
    for (;;) {
      const stored = await readHead(this.#store, workspace);
      if (!stored || stored.document.tail.length === 0) return;
      await putEntries(this.#store, stored.document.tail);
      try {
        await this.#store.replace({ ...stored.document, tail: [] }, stored.etag);
        return;
      } catch (error) {
        if (!(error instanceof WriteConflict)) throw error;
      }
    }
  }
}
