import type { Clock } from '../../services/time/clock.ts';

/** Nothing that follows from a change waits longer than this for turns: cards change and copies go within seconds. */
const longestWaitInMs = 1000;

/**
 * Lets what follows from changes begin when nobody waits for an answer. It costs many times what a turn does, and begun at once it
 * would stand between the next person and their answer.
 */
export class TurnsFirst {
  #answering = 0;
  #waiting: (() => void)[] = [];

  /** Carries a turn out. */
  async turn<T>(run: () => Promise<T>): Promise<T> {
    this.#answering += 1;
    try {
      return await run();
    } finally {
      this.#answering -= 1;
      if (this.#answering === 0) this.#release();
    }
  }

  /** The same clock; what it runs begins once no turn is being answered, at the latest a second after its time. */
  clock(clock: Clock): Clock {
    return {
      now: () => clock.now(),
      schedule: (when, task) =>
        clock.schedule(when, async () => {
          if (this.#answering > 0) await this.#quiet();
          await task();
        }),
    };
  }

  async #quiet(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const patience = setTimeout(resolve, longestWaitInMs);
    this.#waiting.push(resolve);
    await promise;
    clearTimeout(patience);
  }

  #release(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const go of waiting) go();
  }
}
