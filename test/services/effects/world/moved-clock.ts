import type { Clock } from '../../../../services/time/clock.ts';

interface Entry {
  readonly at: number;
  readonly task: () => Promise<void>;
  cancel: () => void;
}

/** A clock that goes like another one and can be moved forward beside it, as the sandbox's can. */
export class MovedClock implements Clock {
  readonly #base: Clock;
  readonly #entries = new Set<Entry>();
  #offsetInMs = 0;

  constructor(base: Clock) {
    this.#base = base;
  }

  now(): Date {
    return new Date(this.#base.now().getTime() + this.#offsetInMs);
  }

  schedule(when: Date, task: () => Promise<void>): () => void {
    const entry: Entry = { at: when.getTime(), task, cancel: () => {} };
    this.#entries.add(entry);
    this.#arm(entry);
    return () => {
      this.#entries.delete(entry);
      entry.cancel();
    };
  }

  move(seconds: number): void {
    this.#offsetInMs += seconds * 1000;
    for (const entry of this.#entries) {
      entry.cancel();
      this.#arm(entry);
    }
  }

  #arm(entry: Entry): void {
    entry.cancel = this.#base.schedule(new Date(entry.at - this.#offsetInMs), () => {
      this.#entries.delete(entry);
      return entry.task();
    });
  }
}
