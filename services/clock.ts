/** Time as the rules see it. Tokens, signatures and TLS keep to real time; everything else asks this port. */
export interface Clock {
  now(): Date;
  /** Runs `task` once at `when` (at once where that has passed); the returned function cancels it. */
  schedule(when: Date, task: () => Promise<void>): () => void;
}

interface Entry {
  at: number;
  task: () => Promise<void>;
}

/** Longest delay that setTimeout takes; longer ones are re-armed. */
const longestDelayInMs = 2 ** 31 - 1;

/** The system's clock, which the sandbox can move forward. Timers never keep the process alive. */
export class SystemClock implements Clock {
  readonly #entries = new Set<Entry>();
  #offsetInMs = 0;
  #timer: NodeJS.Timeout | undefined;

  now(): Date {
    return new Date(Date.now() + this.#offsetInMs);
  }

  schedule(when: Date, task: () => Promise<void>): () => void {
    const entry = { at: when.getTime(), task };
    this.#entries.add(entry);
    this.#arm();
    return () => {
      this.#entries.delete(entry);
    };
  }

  /** Moves the clock to `target` and resolves when everything that is due by then, and what follows from it, has run. */
  async moveTo(target: Date): Promise<void> {
    this.#offsetInMs = target.getTime() - Date.now();
    await this.#runDue();
  }

  #arm(): void {
    clearTimeout(this.#timer);
    const next = Math.min(...[...this.#entries].map((entry) => entry.at));
    if (next === Number.POSITIVE_INFINITY) return;
    const delay = Math.min(Math.max(next - this.now().getTime(), 0), longestDelayInMs);
    this.#timer = setTimeout(() => void this.#runDue(), delay);
    this.#timer.unref();
  }

  async #runDue(): Promise<void> {
    for (;;) {
      const now = this.now().getTime();
      const due = [...this.#entries].filter((entry) => entry.at <= now).sort((a, b) => a.at - b.at);
      if (due.length === 0) break;
      for (const entry of due) this.#entries.delete(entry);
      await Promise.all(due.map((entry) => entry.task()));
    }
    this.#arm();
  }
}
