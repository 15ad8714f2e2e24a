import { setTimeout as delay } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import { type Limit, Pace } from './pace.ts';
import { TeamsError } from './teams-error.ts';

export interface ThrottleLimits {
  readonly perThread: readonly Limit[];
  readonly perTenant: readonly Limit[];
}

/** Windows are a little longer than Teams counts, since what leaves evenly may arrive bunched. */
const slackInMs = 100;
/** Less where an announcement to thousands takes as much longer as its windows are. */
const tenantSlackInMs = 50;
const within = (count: number, seconds: number, slack = slackInMs): Limit => ({
  count,
  perMs: seconds * 1_000 + slack,
});

/** What a bot may send (Teams, "Rate limiting for agents"): a conversation's limits, and those of the app in a tenant. */
export const teamsLimits: ThrottleLimits = {
  perThread: [within(7, 1), within(8, 2), within(60, 30), within(1_800, 3_600)],
  perTenant: [within(50, 1, tenantSlackInMs)],
};

/** For measuring alone: the same work for every message, and limits that nobody reaches. */
export const noLimits: ThrottleLimits = { perThread: [within(2_000, 1)], perTenant: [within(50_000, 1)] };

/** Nobody waits longer than this; what would have to is refused at once. */
const longestWaitInMs = 35_000;
const waitingPerThread = 100;
const waitingInAll = 5_000;
/** Conversations that are remembered, the least recently used forgotten first: far more than can be busy under the tenant's limit. */
const remembered = 2_000;

interface Thread {
  readonly pace: Pace;
  waiting: number;
  /** Settles when the last one in line was let through. */
  tail: Promise<void>;
}

/** Lets messages leave no faster than Teams takes them, in order within a conversation. Where nothing waits it costs a look-up. */
export class Throttle {
  readonly #limits: ThrottleLimits;
  readonly #tenant: Pace;
  readonly #threads = new LRUCache<string, Thread>({ max: remembered });
  #waiting = 0;

  constructor(limits: ThrottleLimits = teamsLimits) {
    this.#limits = limits;
    this.#tenant = new Pace(limits.perTenant);
  }

  /**
   * Resolves (or returns, where it may leave now) when the next message of that conversation may leave.
   * @throws {TeamsError} throttled, where too many wait already or the wait would be too long
   */
  admit(conversationId: string): Promise<void> | undefined {
    const thread = this.#thread(conversationId);
    const now = performance.now();
    const when = this.#earliest(thread);
    if (thread.waiting === 0 && when <= now) {
      this.#note(thread, now);
      return undefined;
    }
    if (thread.waiting >= waitingPerThread || this.#waiting >= waitingInAll || when - now > longestWaitInMs) {
      throw new TeamsError('throttled', { retryAfterSeconds: Math.max(1, Math.ceil((when - now) / 1_000)) });
    }
    thread.waiting++;
    this.#waiting++;
    thread.tail = thread.tail.then(() => this.#wait(thread));
    return thread.tail;
  }

  /** Teams itself asked for a pause in that conversation. */
  pause(conversationId: string, seconds: number): void {
    this.#thread(conversationId).pace.block(performance.now() + seconds * 1_000);
  }

  async #wait(thread: Thread): Promise<void> {
    for (;;) {
      const now = performance.now();
      const when = this.#earliest(thread);
      if (when <= now) break;
      await delay(Math.ceil(when - now));
    }
    this.#note(thread, performance.now());
    thread.waiting--;
    this.#waiting--;
  }

  #earliest(thread: Thread): number {
    return Math.max(thread.pace.earliest(), this.#tenant.earliest());
  }

  #note(thread: Thread, now: number): void {
    thread.pace.note(now);
    this.#tenant.note(now);
  }

  #thread(conversationId: string): Thread {
    let thread = this.#threads.get(conversationId);
    if (!thread) {
      thread = { pace: new Pace(this.#limits.perThread), waiting: 0, tail: Promise.resolve() };
      this.#threads.set(conversationId, thread);
    }
    return thread;
  }
}
