/** At most `count` in any `perMs`. */
export interface Limit {
  readonly count: number;
  readonly perMs: number;
}

/**
 * Remembers when things happened, as far back as its limits reach, and says when the next may happen. The times of the last `count`
 * suffice: the next may come once the count-th last is out of the window.
 */
export class Pace {
  readonly #limits: readonly Limit[];
  readonly #size: number;
  readonly #times: number[] = [];
  #next = 0;
  #blockedUntil = 0;

  constructor(limits: readonly Limit[]) {
    this.#limits = limits;
    this.#size = Math.max(...limits.map((limit) => limit.count));
  }

  /** The earliest moment for the next one, in milliseconds; in the past where nothing stands against it. */
  earliest(): number {
    let when = this.#blockedUntil;
    const known = this.#times.length;
    for (const { count, perMs } of this.#limits) {
      if (known < count) continue;
      const last = this.#times[(this.#next - count + this.#size) % this.#size]!;
      if (last + perMs > when) when = last + perMs;
    }
    return when;
  }

  /** One happens now. */
  note(now: number): void {
    this.#times[this.#next] = now;
    this.#next = (this.#next + 1) % this.#size;
  }

  /** None may happen before then. */
  block(until: number): void {
    this.#blockedUntil = Math.max(this.#blockedUntil, until);
  }
}
