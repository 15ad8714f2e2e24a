import type { Address, Aggregate, AggregateType, Lease } from './aggregate.ts';
import { archiveIn, trimHistory } from './archive.ts';
import type { Clock } from './clock.ts';
import { pause } from './pause.ts';
import { readAggregate } from './read-aggregate.ts';
import { type Store, WriteConflict } from './store/store.ts';

export interface LeasedDocumentOptions {
  readonly store: Store;
  /** Real time, which no test and no sandbox moves. */
  readonly steady: Clock;
  readonly type: AggregateType<Aggregate>;
  readonly address: Address;
  /** Unique to this object. */
  readonly holder: string;
  readonly leaseInMs: number;
}

const maxConflicts = 20;
const maxDoubts = 6;

/** A document on which one process works alone while it holds the lease; commands may still change it meanwhile. */
export class LeasedDocument {
  readonly #options: LeasedDocumentOptions;

  constructor(options: LeasedDocumentOptions) {
    this.#options = options;
  }

  /**
   * Reads the document and writes what `choose` makes of it, under this object's lease or with none; undefined writes
   * nothing. Anew where somebody else wrote first. Rejects with what the store says.
   */
  async take<T>(
    choose: (document: Aggregate | undefined, lease: Lease) => { next?: Aggregate; result: T },
  ): Promise<T> {
    const { store, type, address } = this.#options;
    for (let conflicts = 0; ; conflicts += 1) {
      const stored = await readAggregate(store, type, address);
      const { next, result } = choose(stored?.document, this.#lease());
      if (!stored || !next) return result;
      try {
        await store.replace(next, stored.etag);
        return result;
      } catch (error) {
        if (!(error instanceof WriteConflict) || conflicts >= maxConflicts) throw error;
      }
    }
  }

  /** Changes the document and gives the lease back; false where it was lost, and then nothing is changed. Patient with the store. */
  release(change: (document: Aggregate) => Aggregate): Promise<boolean> {
    return this.#write((document) => change({ ...document, lease: undefined }), maxDoubts);
  }

  /**
   * Renews the lease until the returned function is called. `onLost` is called, once, where somebody else has it, or might
   * have it because the store has not answered for too long.
   */
  keep(onLost: () => void): () => void {
    const { steady, leaseInMs } = this.#options;
    const now = () => steady.now().getTime();
    let renewedAt = now();
    let cancel = () => {};
    let isOver = false;
    const renew = async () => {
      const at = now();
      const held = await this.#write((document) => ({ ...document, lease: this.#lease() }), 0).catch(() => undefined);
      if (isOver) return;
      if (held) renewedAt = at;
      if (held === false || now() - renewedAt > leaseInMs * 0.8) onLost();
      else schedule();
    };
    const schedule = () => {
      cancel = steady.schedule(new Date(now() + leaseInMs / 4), renew);
    };
    schedule();
    return () => {
      isOver = true;
      cancel();
    };
  }

  async #write(change: (document: Aggregate) => Aggregate, patience: number): Promise<boolean> {
    const { store, steady, type, address, holder } = this.#options;
    let doubts = 0;
    for (let conflicts = 0; ; ) {
      try {
        const stored = await readAggregate(store, type, address);
        if (stored?.document.lease?.holder !== holder) return false;
        await store.replace(await trimHistory(change(stored.document), archiveIn(store)), stored.etag);
        return true;
      } catch (error) {
        if (error instanceof WriteConflict) conflicts += 1;
        else doubts += 1;
        if (conflicts > maxConflicts || doubts > patience) throw error;
        // A write without an answer may be there; a lease that is gone will say so, and nothing is written twice.
        if (!(error instanceof WriteConflict)) await pause(steady, 100 * 2 ** doubts);
      }
    }
  }

  #lease(): Lease {
    const { holder, steady, leaseInMs } = this.#options;
    return { holder, until: new Date(steady.now().getTime() + leaseInMs).toISOString() };
  }
}
