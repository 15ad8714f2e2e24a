/** One of Teams' limits: at most `calls` in any `seconds`. */
interface Limit {
  readonly calls: number;
  readonly seconds: number;
}

/** What one bot may send to one thread (Microsoft's "Rate limiting for agents"). */
const perThread: readonly Limit[] = [
  { calls: 7, seconds: 1 },
  { calls: 8, seconds: 2 },
  { calls: 60, seconds: 30 },
  { calls: 1800, seconds: 3600 },
];
/** What one app may call in one tenant. */
const perTenant: readonly Limit[] = [{ calls: 50, seconds: 1 }];

/** Counts calls as Teams does, or takes `scale` times as many; a refused call is not counted. */
export class ConnectorLimits {
  readonly #perThread: readonly Limit[];
  readonly #perTenant: readonly Limit[];
  readonly #threads = new Map<string, number[]>();
  readonly #tenant: number[] = [];

  constructor(scale = 1) {
    const scaled = (limits: readonly Limit[]) => limits.map((limit) => ({ ...limit, calls: limit.calls * scale }));
    this.#perThread = scaled(perThread);
    this.#perTenant = scaled(perTenant);
  }

  /** Undefined where the call may pass, else the seconds until it may. */
  take(conversationId: string, nowInMs: number): number | undefined {
    // A channel's threads count one by one, as their ids differ.
    const thread = this.#threads.get(conversationId) ?? [];
    this.#threads.set(conversationId, thread);
    const waitInMs = Math.max(wait(thread, this.#perThread, nowInMs), wait(this.#tenant, this.#perTenant, nowInMs));
    if (waitInMs > 0) return Math.ceil(waitInMs / 1000);
    thread.push(nowInMs);
    this.#tenant.push(nowInMs);
    if (this.#tenant.length > 10_000) this.#tenant.splice(0, 5000);
    return undefined;
  }
}

/** Milliseconds until one more call fits into every limit. */
function wait(times: readonly number[], limits: readonly Limit[], nowInMs: number): number {
  const waits = limits.map(({ calls, seconds }) => {
    const oldest = times.at(-calls);
    return oldest === undefined ? 0 : oldest + seconds * 1000 - nowInMs;
  });
  return Math.max(0, ...waits);
}
