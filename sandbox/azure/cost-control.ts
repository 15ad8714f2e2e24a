import type { Books } from './books.ts';
import type { BotClock } from './bot-clock.ts';
import { amountIn, jsonNumber } from './exact.ts';
import { asObject, jsonBody, type Reply, type RoutedCall } from './http.ts';
import type { Metrics } from './metrics.ts';
import type { ResourceGroups } from './resource-groups.ts';
import type { Router } from './router.ts';
import type { State } from './state.ts';
import type { Usage } from './usage.ts';

export interface CostControlOptions {
  readonly state: State;
  readonly groups: ResourceGroups;
  readonly books: Books;
  readonly usage: Usage | undefined;
  readonly metrics: Metrics;
  readonly clock: BotClock;
}

function refusal(status: number, message: string): Reply {
  return { status, body: { error: message } };
}

const example = 'A cost is { "amount": 812.4, "currency": "EUR" }.';

/** The tests' own hand on what things cost and what machines do. */
export class CostControl {
  readonly #options: CostControlOptions;

  constructor(options: CostControlOptions) {
    this.#options = options;
  }

  register(router: Router): void {
    router
      .add('PUT', '/costs', (call) => this.#setAll(call))
      .add('PUT', '/costs/{group}', (call) => this.#set(call))
      .add('GET', '/costs', (call) => this.#list(call))
      .add('PUT', '/metrics/{machine}', (call) => this.#setMetrics(call))
      .add('DELETE', '/metrics/{machine}', (call) => this.#change(call, undefined));
  }

  #set(call: RoutedCall): Reply {
    const reply = this.#put(call.params.group ?? '', jsonBody(call));
    this.#options.state.save();
    return reply;
  }

  /** Many at once, for those who measure. */
  #setAll(call: RoutedCall): Reply {
    for (const [group, cost] of Object.entries(jsonBody(call) ?? {})) {
      const reply = this.#put(group, asObject(cost));
      if (reply.status !== 200) return reply;
    }
    this.#options.state.save();
    return { status: 204 };
  }

  #put(name: string, body: Record<string, unknown> | undefined): Reply {
    const { groups, books, clock } = this.#options;
    const { amount: given, currency = 'EUR' } = body ?? {};
    const group = groups.find(name);
    if (!group) return refusal(404, `There is no resource group "${name}".`);
    const amount = amountIn(given);
    if (amount === undefined || typeof currency !== 'string' || !/^[A-Z]{3}$/.test(currency))
      return refusal(400, example);
    books.set(group.name, { amount, currency }, clock.now());
    return { status: 200, body: { resourceGroup: group.name, amount: jsonNumber(amount), currency } };
  }

  /** The books and the meter to the last digit; `billed` is what Azure tells of by now. */
  #list(call: RoutedCall): Reply {
    const { books, usage, clock, state } = this.#options;
    usage?.read();
    if (usage) state.save();
    const only = call.query.get('resourceGroup')?.toLowerCase();
    const lines = [...[...books.lines()].map((line) => ({ ...line, billed: true })), ...(usage?.lines() ?? [])];
    const rows = lines
      .filter(({ group }) => only === undefined || group === only)
      .map(({ group: resourceGroup, ...line }) => ({ resourceGroup, ...line }));
    return { status: 200, body: { now: clock.now().toISOString(), rows } };
  }

  #setMetrics(call: RoutedCall): Reply {
    const { cpu } = jsonBody(call) ?? {};
    if (cpu !== null && (typeof cpu !== 'number' || cpu < 0 || cpu > 100))
      return refusal(
        400,
        'What a machine does is { "cpu": 1.5 }, in percent, or { "cpu": null } where Azure shall not know.',
      );
    return this.#change(call, cpu);
  }

  #change(call: RoutedCall, cpu: number | null | undefined): Reply {
    const { metrics, state } = this.#options;
    const name = call.params.machine?.toLowerCase() ?? '';
    if (!state.data.machines.some((machine) => machine.name.toLowerCase() === name))
      return refusal(404, `There is no machine "${call.params.machine}".`);
    metrics.set(name, cpu);
    state.save();
    return { status: 204 };
  }
}
