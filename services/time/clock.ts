/** Time as the rules see it. Tokens, signatures and TLS keep to real time; everything else asks this port. */
export interface Clock {
  now(): Date;
  /** Runs `task` once at `when` (at once where that has passed); the returned function cancels it. */
  schedule(when: Date, task: () => Promise<void>): () => void;
}

interface Entry {
  readonly at: number;
  readonly task: () => Promise<void>;
}

/** Longest delay that setTimeout takes; longer ones are re-armed. */
const longestDelayInMs = 2 ** 31 - 1;

/** The system's clock, which the sandbox can move forward. Timers never keep the process alive. */
export class SystemClock implements Clock {
  /** The earliest last. */
  readonly #entries: Entry[] = [];
  readonly #running = new Set<Promise<void>>();
  #offsetInMs = 0;
  #timer: NodeJS.Timeout | undefined;
  #armedFor = Number.POSITIVE_INFINITY;

  now(): Date {
    return new Date(Date.now() + this.#offsetInMs);
  }

  schedule(when: Date, task: () => Promise<void>): () => void {
    const entry = { at: when.getTime(), task };
    this.#entries.splice(this.#placeOf(entry.at), 0, entry);
    this.#arm();
    return () => this.#cancel(entry);
  }

  /** Moves the clock to `target` and resolves when everything that is due by then, and what follows from it, has run. */
  async moveTo(target: Date): Promise<void> {
    this.#offsetInMs = target.getTime() - Date.now();
    do {
      this.#startDue();
      await Promise.all(this.#running);
    } while (this.#running.size > 0 || this.#isDue());
  }

  #startDue(): void {
    while (this.#isDue()) {
      const run = this.#entries.pop()!.task();
      this.#running.add(run);
      void run.finally(() => this.#running.delete(run));
    }
    this.#armedFor = Number.POSITIVE_INFINITY;
    this.#arm();
  }

  #isDue(): boolean {
    const next = this.#entries.at(-1);
    return next !== undefined && next.at <= this.now().getTime();
  }

  #arm(): void {
    const next = this.#entries.at(-1)?.at ?? Number.POSITIVE_INFINITY;
    if (next >= this.#armedFor) return;
    this.#armedFor = next;
    clearTimeout(this.#timer);
    const delay = Math.min(Math.max(next - this.now().getTime(), 0), longestDelayInMs);
    this.#timer = setTimeout(() => this.#startDue(), delay);
    this.#timer.unref();
  }

  #cancel(entry: Entry): void {
    // Entries of one time stand together.
    for (let place = this.#placeOf(entry.at); this.#entries[place]?.at === entry.at; place += 1)
      if (this.#entries[place] === entry) {
        this.#entries.splice(place, 1);
        return;
      }
  }

  /** Before all entries that are not later, so that of one time the first scheduled runs first. */
  #placeOf(at: number): number {
    let [low, high] = [0, this.#entries.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#entries[middle]!.at > at) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
