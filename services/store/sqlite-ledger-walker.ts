import type { Logger } from 'pino';
import { Slots } from '../effects/slots.ts';
import { type LedgerWalker, type Segment, type Walked, walkSegment } from '../ledger/ledger-walk.ts';
import type { Clock } from '../time/clock.ts';
import { SqliteLedgerThread } from './sqlite-ledger-thread.ts';
import type { Store } from './store.ts';

export interface SqliteLedgerWalkerOptions {
  /** The file of the store. */
  readonly path: string;
  /** The store itself: what no thread can walk is walked over it, in place. */
  readonly store: Pick<Store, 'list'>;
  readonly clock: Clock;
  readonly log: Logger;
  /** How many at most. */
  readonly threads: number;
  /** Of so many entries a ledger has to be; default 20,000. */
  readonly worthFrom?: number;
  /** How many entries a thread walks in one go; default 5000. */
  readonly segmentSize?: number;
  /** After so long without work the threads end; default 10. */
  readonly idleSeconds?: number;
}

/** After a thread has failed, ledgers are walked in place for so long. */
const restInMs = 60_000;

/** Walks ledgers in threads, each with a connection of its own, so that the process goes on with all else. */
export class SqliteLedgerWalker implements LedgerWalker {
  readonly worthFrom: number;
  readonly segmentSize: number;
  /** No thread waits for the next segment while an earlier one is still walked. */
  readonly atOnce: number;
  readonly #options: SqliteLedgerWalkerOptions;
  readonly #idleInMs: number;
  readonly #places: Slots;
  #walks = 0;
  readonly #idle: SqliteLedgerThread[] = [];
  #restsUntil = 0;
  #stayIdle: () => void = () => {};

  constructor(options: SqliteLedgerWalkerOptions) {
    this.#options = options;
    this.worthFrom = options.worthFrom ?? 20_000;
    this.segmentSize = options.segmentSize ?? 5000;
    this.atOnce = options.threads * 2;
    this.#places = new Slots(options.threads);
    this.#idleInMs = (options.idleSeconds ?? 10) * 1000;
  }

  async walk(segment: Segment): Promise<Walked> {
    this.#stayIdle();
    this.#walks += 1;
    const walked = await this.#places.use(async () => await this.#walkInThread(segment));
    this.#walks -= 1;
    if (this.#walks === 0) this.#restLater();
    return walked ?? (await walkSegment(this.#options.store, segment));
  }

  /** Ends the threads that have nothing to do. */
  async rest(): Promise<void> {
    this.#stayIdle();
    await Promise.all(this.#idle.splice(0).map((thread) => thread.end()));
  }

  /** Undefined where no thread can. */
  async #walkInThread(segment: Segment): Promise<Walked | undefined> {
    const { path, clock, log } = this.#options;
    const now = clock.now().getTime();
    if (now < this.#restsUntil) return undefined;
    try {
      const idle = this.#idle.pop();
      const thread = idle && !idle.hasEnded ? idle : new SqliteLedgerThread(path);
      const walked = await thread.walk({ segment, now });
      this.#idle.push(thread);
      return walked;
    } catch (error) {
      this.#restsUntil = clock.now().getTime() + restInMs;
      log.warn({ err: error }, 'A thread that verifies a ledger failed; it is verified without.');
      return undefined;
    }
  }

  #restLater(): void {
    const { clock } = this.#options;
    this.#stayIdle = clock.schedule(new Date(clock.now().getTime() + this.#idleInMs), () => this.rest());
  }
}
