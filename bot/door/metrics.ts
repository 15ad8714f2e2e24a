import { AsyncLocalStorage } from 'node:async_hooks';
import type { Clock } from '../../services/time/clock.ts';
import type { FaultyStore } from '../faulty-store.ts';
import type { Route } from './route.ts';

interface Tally {
  turns: number;
  readonly calls: Map<string, number>;
}

/**
 * Counts what turns ask of the store, the queue and the directory themselves, apart from the effects that follow; for the
 * sandbox alone.
 */
export class TurnMeter {
  readonly #turn = new AsyncLocalStorage<Tally | undefined>();
  readonly #tallies = new Map<string, Tally>();

  /** Carries a turn out; what it calls is counted under its kind: `message`, `invoke`. */
  async turn<T>(kind: string, run: () => Promise<T>): Promise<T> {
    const tally = this.#tallies.get(kind) ?? { turns: 0, calls: new Map() };
    this.#tallies.set(kind, tally);
    tally.turns += 1;
    return await this.#turn.run(tally, run);
  }

  /** The same part; a call inside a turn is counted as `<name>.<method>`. */
  counted<P extends object>(part: P, name: string): P {
    // Made once for each method, so that counting costs a turn next to nothing.
    const made = new Map<unknown, (...args: unknown[]) => unknown>();
    return new Proxy(part, {
      get: (target, method) => {
        const value: unknown = Reflect.get(target, method, target);
        if (typeof value !== 'function') return value;
        const known = made.get(value);
        if (known) return known;
        const call = `${name}.${String(method)}`;
        const counting = (...args: unknown[]) => {
          this.#count(call);
          return value.apply(target, args);
        };
        made.set(value, counting);
        return counting;
      },
    });
  }

  /** The same clock; what it runs belongs to no turn, even where a turn has set it. */
  apart(clock: Clock): Clock {
    return {
      now: () => clock.now(),
      schedule: (when, task) => clock.schedule(when, () => this.#turn.run(undefined, task)),
    };
  }

  /** As OpenMetrics text. */
  lines(): string[] {
    const tallies = [...this.#tallies];
    return [
      '# TYPE labdesk_turns counter',
      ...tallies.map(([kind, { turns }]) => `labdesk_turns_total{turn="${kind}"} ${turns}`),
      '# TYPE labdesk_turn_calls counter',
      ...tallies.flatMap(([kind, { calls }]) =>
        [...calls].map(([call, count]) => `labdesk_turn_calls_total{turn="${kind}",call="${call}"} ${count}`),
      ),
    ];
  }

  #count(call: string): void {
    const calls = this.#turn.getStore()?.calls;
    calls?.set(call, (calls.get(call) ?? 0) + 1);
  }
}

/** `GET /metrics` of the sandbox: what the store was asked in all, and what turns asked of what they stand on. */
export function metricsRoute(store: FaultyStore, meter: TurnMeter): Route {
  return {
    method: 'GET',
    path: '/metrics',
    async handler() {
      const operations = Object.entries(store.counts).map(
        ([operation, count]) => `labdesk_store_operations_total{operation="${operation}"} ${count}`,
      );
      const lines = ['# TYPE labdesk_store_operations counter', ...operations, ...meter.lines(), '# EOF'];
      return {
        status: 200,
        headers: { 'content-type': 'application/openmetrics-text; version=1.0.0; charset=utf-8' },
        body: `${lines.join('\n')}\n`,
      };
    },
  };
}
