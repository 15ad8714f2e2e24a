import type { Lease } from '../change/aggregate.ts';
import type { Clock } from '../time/clock.ts';

interface Observation {
  readonly token: string;
  readonly since: number;
}

/**
 * Tells when a lease that somebody else holds has run out. It trusts no clock but its own: a lease is dead when it has been
 * seen unchanged for a lease's full length, whatever its `until` says, since the clocks of two machines may differ.
 */
export class LeaseWatch {
  readonly #steady: Clock;
  readonly #instance: string;
  readonly #leaseInMs: number;
  readonly #seen = new Map<string, Observation>();

  /** @param instance no other process has ever had it; the holder of this process's leases begins with it. */
  constructor(steady: Clock, instance: string, leaseInMs: number) {
    this.#steady = steady;
    this.#instance = instance;
    this.#leaseInMs = leaseInMs;
  }

  /** True where nobody is working under this lease any more; to be asked only while this process does not. */
  isDead(document: string, lease: Lease): boolean {
    if (lease.holder.startsWith(`${this.#instance}:`)) return true;
    const token = `${lease.holder} ${lease.until}`;
    const now = this.#steady.now().getTime();
    const observation = this.#seen.get(document);
    if (observation?.token === token) return now - observation.since >= this.#leaseInMs;
    this.#seen.set(document, { token, since: now });
    return false;
  }

  forget(document: string): void {
    this.#seen.delete(document);
  }
}
