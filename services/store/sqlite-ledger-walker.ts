import type { Logger } from 'pino';
import type { Clock } from '../clock.ts';
import { type LedgerWalker, type Segment, type Walked, walkSegment } from '../ledger-walk.ts';
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
  readonly #waiting: (() => void)[] = [];
  #busy = 0;
  readonly #idle: SqliteLedgerThread[] = [];
  #restsUntil = 0;
  #stayIdle: () => void = () => {};

  constructor(options: SqliteLedgerWalkerOptions) {
    this.#options = options;
    this.worthFrom = options.worthFrom ?? 20_000;
    this.segmentSize = options.segmentSize ?? 5000;
    this.atOnce = options.threads * 2;
    this.#idleInMs = (options.idleSeconds ?? 10) * 1000;
  }

  async walk(segment: Segment): Promise<Walked> {
    const { clock, log, store } = this.#options;
    await this.#begin();
    try {
      if (clock.now().getTime() >= this.#restsUntil) return await this.#walkInThread(segment);
    } catch (error) {
      this.#restsUntil = clock.now().getTime() + restInMs;
      log.warn({ err: error }, 'A thread that verifies a ledger failed; it is verified without.');
    } finally {
      this.#end();
    }
    return await walkSegment(store, segment);
  }

  /** Ends the threads that have nothing to do. */
  async rest(): Promise<void> {
    this.#stayIdle();
    await Promise.all(this.#idle.splice(0).map((thread) => thread.end()));
  }

  async #walkInThread(segment: Segment): Promise<Walked> {
    const { path, clock } = this.#options;
    const idle = this.#idle.pop();
    const thread = idle && !idle.hasEnded ? idle : new SqliteLedgerThread(path);
    const walked = await thread.walk({ segment, now: clock.now().getTime() });
    this.#idle.push(thread);
    return walked;
  }

  async #begin(): Promise<void> {
    this.#stayIdle();
    if (this.#busy === this.#options.threads) {
      // Whoever ends gives the place on.
      await new Promise<void>((go) => this.#waiting.push(go));
      return;
    }
    this.#busy += 1;
  }

  #end(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#busy -= 1;
    if (this.#busy > 0) return;
    const { clock } = this.#options;
    this.#stayIdle = clock.schedule(new Date(clock.now().getTime() + this.#idleInMs), () => this.rest());
  }
}
