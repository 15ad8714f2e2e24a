import { setTimeout as delay } from 'node:timers/promises';
import type { Route, RouteResponse } from './route.ts';

/** Resolves where the dependency answers, rejects where it does not. */
export type Check = () => Promise<unknown>;

const timeoutInMs = 2_000;
const freshForMs = 1_000;
const headers = { 'content-type': 'application/json', 'cache-control': 'no-store' };

/** Says whether this process lives and whether it can serve: `GET /healthz`, and `GET /readyz` with each dependency by name. */
export class Health {
  readonly #checks: Readonly<Record<string, Check>>;
  #draining = false;
  #answer: Promise<RouteResponse> | undefined;

  constructor(checks: Readonly<Record<string, Check>>) {
    this.#checks = checks;
  }

  /** From now on not ready, whatever the dependencies say. */
  drain(): void {
    this.#draining = true;
  }

  routes(): Route[] {
    return [
      { method: 'GET', path: '/healthz', handler: async () => ({ status: 200, headers, body: '{"status":"alive"}' }) },
      { method: 'GET', path: '/readyz', handler: () => this.#ready() },
    ];
  }

  async #ready(): Promise<RouteResponse> {
    if (this.#draining) return { status: 503, headers, body: '{"status":"draining"}' };
    if (!this.#answer) {
      const answer = this.#ask();
      this.#answer = answer;
      void answer.then(() => setTimeout(() => (this.#answer = undefined), freshForMs).unref());
    }
    return this.#answer;
  }

  async #ask(): Promise<RouteResponse> {
    const names = Object.keys(this.#checks);
    const results = await Promise.all(names.map((name) => answers(this.#checks[name]!)));
    const checks = Object.fromEntries(names.map((name, index) => [name, results[index] ? 'ok' : 'failed']));
    const ready = results.every(Boolean);
    return {
      status: ready ? 200 : 503,
      headers,
      body: JSON.stringify({ status: ready ? 'ready' : 'not ready', checks }),
    };
  }
}

async function answers(check: Check): Promise<boolean> {
  const patience = new AbortController();
  const late = delay(timeoutInMs, false, { signal: patience.signal, ref: false }).catch(() => false);
  const checked = Promise.resolve()
    .then(check)
    .then(
      () => true,
      () => false,
    );
  const result = await Promise.race([checked, late]);
  patience.abort();
  return result;
}
