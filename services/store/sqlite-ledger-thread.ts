import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Segment, Walked } from '../ledger/ledger-walk.ts';

/** What a thread is asked; it answers with a {@link Walked}. */
export interface Errand {
  readonly segment: Segment;
  /** By which documents expire; in ms. */
  readonly now: number;
}

/** What a thread is started with. */
export interface ThreadData {
  readonly path: string;
}

const program = new URL('./sqlite-ledger-program.ts', import.meta.url);

/** A thread that walks ledgers over a connection of its own, one segment after the other. It keeps no process alive but while it walks. */
export class SqliteLedgerThread {
  readonly #worker: Worker;
  #hasEnded = false;

  constructor(path: string) {
    const workerData: ThreadData = { path };
    // Nothing in it asks for settings or secrets.
    this.#worker = new Worker(program, { name: 'ledger', workerData, env: {} });
    this.#worker.unref();
    this.#worker.once('exit', () => {
      this.#hasEnded = true;
    });
    // Whoever waits for it hears of it, too.
    this.#worker.on('error', () => undefined);
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** @throws {Error} where the thread has ended, or ends meanwhile */
  async walk(errand: Errand): Promise<Walked> {
    if (this.#hasEnded) throw new Error('The thread has ended.');
    const over = new AbortController();
    const { signal } = over;
    this.#worker.ref();
    try {
      const answer = once(this.#worker, 'message', { signal });
      const end = once(this.#worker, 'exit', { signal }).then(([code]) => {
        throw new Error(`The thread ended (${code}).`);
      });
      this.#worker.postMessage(errand);
      const [walked] = (await Promise.race([answer, end])) as [Walked];
      return walked;
    } finally {
      over.abort();
      this.#worker.unref();
    }
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }
}
