import type { Address, Aggregate, AggregateType, Lease } from '../change/aggregate.ts';
import { type Seal, trimHistory } from '../change/archive.ts';
import { readAggregate } from '../change/read-aggregate.ts';
import { type Store, WriteConflict } from '../store/store.ts';
import type { Clock } from '../time/clock.ts';
import { pause } from '../time/pause.ts';
import { Timers } from './timers.ts';

export interface LeasedDocumentOptions {
  readonly store: Store;
  /** Real time, which no test and no sandbox moves. */
  readonly steady: Clock;
  readonly type: AggregateType<Aggregate>;
  readonly address: Address;
  /** Unique to this object. */
  readonly holder: string;
  readonly leaseInMs: number;
  /** Where history goes that leaves the document. */
  readonly seal: Seal;
  /** Called before a write in which an effect is given up; where it throws, nothing is written. */
  readonly beforeDeath?: (document: Aggregate) => Promise<void>;
}

const maxConflicts = 20;
const maxDoubts = 6;

/** A document on which one process works alone while it holds the lease; commands may still change it meanwhile. */
export class LeasedDocument {
  readonly #options: LeasedDocumentOptions;
  /** When the newest lease that was written was asked for; nobody else can have counted from an earlier time. */
  #leasedAt = 0;

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
    const { store, type, address, leaseInMs } = this.#options;
    for (let conflicts = 0; ; conflicts += 1) {
      const stored = await readAggregate(store, type, address);
      const at = this.#now();
      const { next, result } = choose(stored?.document, this.#lease());
      if (!stored || !next) return result;
      try {
        await this.#announce(stored.document, next);
        await store.replace(next, stored.etag);
        this.#leasedAt = at;
        // A lease that took that long to be written may be somebody else's by now: the document says.
        if (this.#now() - at < leaseInMs / 2) return result;
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
   * Renews the lease until the returned function is called. `onLost` is called, at most once, where somebody else has it, or
   * might have it soon because it could not be renewed.
   */
  keep(onLost: () => void): () => void {
    const { steady, leaseInMs } = this.#options;
    const timers = new Timers(steady);
    const at = (time: number, fraction: number) => new Date(time + leaseInMs * fraction);
    const stop = () => timers.clear();
    const lose = async () => {
      stop();
      onLost();
    };
    const wait = () => {
      timers.set('lost', at(this.#leasedAt, 0.8), lose);
      timers.set('renew', at(this.#now(), 0.25), renew);
    };
    const renew = async () => {
      const asked = this.#now();
      const held = await this.#write((document) => ({ ...document, lease: this.#lease() }), 0).catch(() => undefined);
      if (!timers.isSet('lost')) return;
      if (held) this.#leasedAt = asked;
      if (held === false) await lose();
      else wait();
    };
    wait();
    return stop;
  }

  async #write(change: (document: Aggregate) => Aggregate, patience: number): Promise<boolean> {
    const { store, steady, type, address, holder, seal } = this.#options;
    let doubts = 0;
    for (let conflicts = 0; ; ) {
      try {
        const stored = await readAggregate(store, type, address);
        if (stored?.document.lease?.holder !== holder) return false;
        const next = await trimHistory(change(stored.document), seal);
        await this.#announce(stored.document, next);
        await store.replace(next, stored.etag);
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

  async #announce(before: Aggregate, after: Aggregate): Promise<void> {
    const known = new Set(before.deadLetters.map(({ id }) => id));
    if (after.deadLetters.some(({ id }) => !known.has(id))) await this.#options.beforeDeath?.(after);
  }

  #lease(): Lease {
    const { holder, leaseInMs } = this.#options;
    return { holder, until: new Date(this.#now() + leaseInMs).toISOString() };
  }

  #now(): number {
    return this.#options.steady.now().getTime();
  }
}
