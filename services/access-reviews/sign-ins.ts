import type { Clock } from '../time/clock.ts';

/**
 * Why the directory does not say when somebody signed in: the tenant lacks the licence, Labdesk the permission, or there was no
 * answer in time.
 */
export type SignInProblem = 'licence' | 'permission' | 'silent';

/** What the directory says of somebody's sign-ins, as far as it answered. */
export interface SignInAnswer {
  /** The last day (UTC, `2026-03-02`) on which each signed in successfully, by object id; missing where there is none on record. */
  readonly days: ReadonlyMap<string, string>;
  /** Why it did not answer for everybody. */
  readonly problem?: SignInProblem;
  /** Set where it is asked too much: after so many seconds it may be asked again. */
  readonly retryAfterSeconds?: number;
}

/** Asks the directory when people last signed in. Does not throw. */
export interface SignInClient {
  lastDays(aadObjectIds: readonly string[]): Promise<SignInAnswer>;
}

export interface SignInsParts {
  readonly client: SignInClient;
  readonly clock: Pick<Clock, 'now'>;
}

/**
 * When people last signed in, for whoever decides whether they stay. It is asked for each card and kept nowhere. While the directory
 * wants to be left alone nothing is asked.
 */
export class SignIns {
  readonly #parts: SignInsParts;
  #quietUntil = 0;

  constructor(parts: SignInsParts) {
    this.#parts = parts;
  }

  async lastDays(aadObjectIds: readonly string[]): Promise<SignInAnswer> {
    const { client, clock } = this.#parts;
    if (aadObjectIds.length === 0) return { days: new Map() };
    if (clock.now().getTime() < this.#quietUntil) return { days: new Map(), problem: 'silent' };
    const answer = await client.lastDays(aadObjectIds);
    const { retryAfterSeconds = 0 } = answer;
    if (retryAfterSeconds > 0) this.#quietUntil = clock.now().getTime() + retryAfterSeconds * 1000;
    return answer;
  }
}
