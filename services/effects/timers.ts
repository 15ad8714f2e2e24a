import type { Clock } from '../time/clock.ts';

interface Timer {
  readonly at: number;
  readonly cancel: () => void;
}

/** At most one task a name, each at its time. */
export class Timers {
  readonly #clock: Clock;
  readonly #timers = new Map<string, Timer>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Takes the place of what was set under that name. */
  set(name: string, when: Date, task: () => Promise<void>): void {
    this.#timers.get(name)?.cancel();
    const cancel = this.#clock.schedule(when, () => {
      this.#timers.delete(name);
      return task();
    });
    this.#timers.set(name, { at: when.getTime(), cancel });
  }

  /** True where a task is set under that name for then or earlier. */
  isSetBy(name: string, when: Date): boolean {
    const timer = this.#timers.get(name);
    return timer !== undefined && timer.at <= when.getTime();
  }

  isSet(name: string): boolean {
    return this.#timers.has(name);
  }

  clear(): void {
    for (const { cancel } of this.#timers.values()) cancel();
    this.#timers.clear();
  }
}
