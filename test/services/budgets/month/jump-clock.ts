import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../../../services/time/clock.ts';

interface Entry {
  readonly at: number;
  readonly task: () => Promise<void>;
}

/** Turns of the event loop without anything due after which nothing more follows by itself. */
const quietTurns = 12;

/** Time that jumps, as a sandbox's does when its clock is moved: what became due on the way is late. */
export class JumpClock implements Clock {
  readonly #entries = new Set<Entry>();
  #now: number;

  constructor(start: string) {
    this.#now = Date.parse(start);
  }

  now(): Date {
    return new Date(this.#now);
  }

  schedule(when: Date, task: () => Promise<void>): () => void {
    const entry = { at: when.getTime(), task };
    this.#entries.add(entry);
    return () => this.#entries.delete(entry);
  }

  /** Resolves when what is due by then, and what follows from it at once, has run. */
  async jump(minutes: number): Promise<void> {
    this.#now += minutes * 60_000;
    for (let quiet = 0; quiet < quietTurns; quiet += 1) {
      const due = [...this.#entries].filter(({ at }) => at <= this.#now).sort((a, b) => a.at - b.at);
      for (const entry of due) {
        this.#entries.delete(entry);
        void entry.task();
        quiet = 0;
      }
      await setImmediate();
    }
  }
}
