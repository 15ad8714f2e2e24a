import { setTimeout as delay } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import { type Limit, Pace } from './pace.ts';
import { TeamsError } from './teams-error.ts';

export interface ThrottleLimits {
  readonly perThread: readonly Limit[];
  readonly perTenant: readonly Limit[];
}

/**
 * Teams counts what arrives, and what leaves evenly may arrive bunched. So a message counts as arrived when its answer is there, which
 * is never too early; but at most so long after it left, or a slow answer would slow down what follows.
 */
const longestOnTheWayInMs = 100;
const within = (count: number, seconds: number): Limit => ({ count, perMs: seconds * 1_000 });

/** What a bot may send (Teams, "Rate limiting for agents"): a conversation's limits, and those of the app in a tenant. */
export const teamsLimits: ThrottleLimits = {
  perThread: [within(7, 1), within(8, 2), within(60, 30), within(1_800, 3_600)],
  perTenant: [within(50, 1)],
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
  tail: Promise<unknown>;
}

/** A message that was let through. */
export interface Passage {
  /** Its answer is there: it arrived now at the latest. */
  answered(): void;
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
   * Resolves when the next message of that conversation may leave; returns its passage at once, where that is now.
   * @throws {TeamsError} throttled, where too many wait already or the wait would be too long
   */
  admit(conversationId: string): Promise<Passage> | Passage {
    const thread = this.#thread(conversationId);
    const now = performance.now();
    const when = this.#earliest(thread);
    if (thread.waiting === 0 && when <= now) return this.#note(thread, now);
    if (thread.waiting >= waitingPerThread || this.#waiting >= waitingInAll || when - now > longestWaitInMs) {
      throw new TeamsError('throttled', { retryAfterSeconds: Math.max(1, Math.ceil((when - now) / 1_000)) });
    }
    thread.waiting++;
    this.#waiting++;
    const passage = thread.tail.then(() => this.#wait(thread));
    thread.tail = passage;
    return passage;
  }

  /** Teams itself asked for a pause in that conversation. */
  pause(conversationId: string, seconds: number): void {
    this.#thread(conversationId).pace.block(performance.now() + seconds * 1_000);
  }

  async #wait(thread: Thread): Promise<Passage> {
    for (;;) {
      const now = performance.now();
      const when = this.#earliest(thread);
      if (when <= now) break;
      await delay(Math.ceil(when - now));
    }
    thread.waiting--;
    this.#waiting--;
    return this.#note(thread, performance.now());
  }

  #earliest(thread: Thread): number {
    return Math.max(thread.pace.earliest(), this.#tenant.earliest());
  }

  #note({ pace }: Thread, now: number): Passage {
    const tenant = this.#tenant;
    const ofThread = pace.note(now + longestOnTheWayInMs);
    const ofTenant = tenant.note(now + longestOnTheWayInMs);
    return {
      answered() {
        const then = performance.now();
        pace.correct(ofThread, then);
        tenant.correct(ofTenant, then);
      },
    };
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
