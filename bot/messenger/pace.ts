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
  /** How many there were. */
  #count = 0;
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
      const last = this.#times[(this.#count - count) % this.#size]!;
      if (last + perMs > when) when = last + perMs;
    }
    return when;
  }

  /** One happens, then at the latest. @returns its number, for `correct` */
  note(atTheLatest: number): number {
    this.#times[this.#count % this.#size] = atTheLatest;
    return this.#count++;
  }

  /** The one of that number happened then, if not before. */
  correct(number: number, atTheLatest: number): void {
    if (number < this.#count - this.#size) return;
    const place = number % this.#size;
    this.#times[place] = Math.min(this.#times[place]!, atTheLatest);
  }

  /** None may happen before then. */
  block(until: number): void {
    this.#blockedUntil = Math.max(this.#blockedUntil, until);
  }
}
