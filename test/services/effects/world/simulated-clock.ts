import { setImmediate } from 'node:timers/promises';
import type { Clock } from '../../../../services/time/clock.ts';

interface Entry {
  readonly at: number;
  readonly task: () => Promise<void>;
}

/** Time that passes when the test says so. What becomes due runs in its order, each thing until it waits for something. */
export class SimulatedClock implements Clock {
  readonly #entries = new Set<Entry>();
  #now: number;

  constructor(start = '2026-03-02T09:00:00Z') {
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

  /** When the next thing is due. */
  next(): Date | undefined {
    const at = Math.min(...[...this.#entries].map((entry) => entry.at));
    return at === Number.POSITIVE_INFINITY ? undefined : new Date(at);
  }

  async advance(seconds: number): Promise<void> {
    const end = this.#now + seconds * 1000;
    await setImmediate();
    for (let entry = this.#due(end); entry; entry = this.#due(end)) {
      this.#now = Math.max(this.#now, entry.at);
      this.#entries.delete(entry);
      void entry.task();
      await setImmediate();
    }
    this.#now = end;
  }

  /** The same without what comes in between: what was due meanwhile is late, and comes with the next {@link advance}. */
  leap(seconds: number): void {
    this.#now += seconds * 1000;
  }

  #due(end: number): Entry | undefined {
    let first: Entry | undefined;
    for (const entry of this.#entries) if (entry.at <= end && (!first || entry.at < first.at)) first = entry;
    return first;
  }
}
