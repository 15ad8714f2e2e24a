import type { Clock } from '../time/clock.ts';
import type { PutMessage, WorkItem, WorkQueue } from './work-queue.ts';

/** A put message counts for a write that is tried within this time. */
const freshForInMs = 5000;
/** Before this time no reader gives a message up whose write is still to come (see WatchdogReader). */
const patienceInMs = 60_000;

/**
 * The promise in the work queue that somebody looks after the effects of one write. It is given before the write, so that no
 * crash can come between the two; a promise without a write finds nothing to do.
 */
export class Watchdog {
  readonly #queue: WorkQueue;
  readonly #clock: Clock;
  readonly #item: WorkItem;
  readonly #delaySeconds: number;
  #putAt: number | undefined;
  readonly #messages: PutMessage[] = [];
  #isNeeded = false;

  constructor(queue: WorkQueue, clock: Clock, item: WorkItem, delaySeconds: number) {
    this.#queue = queue;
    this.#clock = clock;
    this.#item = item;
    this.#delaySeconds = delaySeconds;
  }

  /** To be called before every try of the write. @throws {WorkspaceError} unavailable: then nothing may be written. */
  async beforeWrite(): Promise<void> {
    if (this.#age() > freshForInMs) await this.#put();
  }

  /** To be called when the write has landed: one that took very long may have outlived its message. */
  async afterWrite(): Promise<void> {
    if (this.#putAt === undefined || this.#age() < patienceInMs) return;
    // Landed is landed; this process works on the effects in any case.
    await this.#put().catch(() => undefined);
  }

  /** Nobody knows whether the write is there: then the message stays. */
  stay(): void {
    this.#isNeeded = true;
  }

  /**
   * To be called where somebody else was faster, so that no write of this one can land any more: a message about nothing would be
   * looked at for minutes. Nobody waits for it, and one that cannot be taken back finds nothing to do.
   */
  takeBack(): void {
    if (this.#isNeeded) return;
    for (const message of this.#messages.splice(0)) this.#queue.delete(message).catch(() => undefined);
  }

  #age(): number {
    return this.#putAt === undefined ? Number.POSITIVE_INFINITY : this.#clock.now().getTime() - this.#putAt;
  }

  async #put(): Promise<void> {
    const at = this.#clock.now().getTime();
    const message = await this.#queue.put(this.#item, this.#delaySeconds);
    if (message) this.#messages.push(message);
    this.#putAt = at;
  }
}
