import { randomUUID } from 'node:crypto';
import { location, subscriptionId } from '../seed.ts';
import { armError } from './arm-errors.ts';
import type { BotClock } from './control.ts';
import { asObject, type JsonObject, jsonBody, type Reply, type RoutedCall } from './http.ts';
import { machineId } from './machine-model.ts';
import { pageOf } from './paging.ts';
import type { ResourceGroups } from './resource-groups.ts';
import type { Router } from './router.ts';
import type { CostRecord, State } from './state.ts';

export interface CostsOptions {
  readonly origin: string;
  readonly state: State;
  readonly groups: ResourceGroups;
  readonly clock: BotClock;
  readonly pageSize: number;
}

interface Entry extends CostRecord {
  readonly group: string;
  readonly resourceId: string;
}

/** The value of a dimension that a query can group by. */
const dimensions: Readonly<Record<string, (entry: Entry) => string>> = {
  resourcegroup: ({ group }) => group,
  resourcegroupname: ({ group }) => group,
  resourceid: ({ resourceId }) => resourceId.toLowerCase(),
  resourcelocation: () => location,
  servicename: () => 'Virtual Machines',
  subscriptionid: () => subscriptionId,
};

function month(moment: Date): string {
  return moment.toISOString().slice(0, 7);
}

/** Microsoft.CostManagement/query over the costs that were set. Months are those of the bot's clock. */
export class Costs {
  readonly #options: CostsOptions;

  constructor(options: CostsOptions) {
    this.#options = options;
  }

  /** The month-to-date cost of a group from now on. */
  set(group: string, cost: CostRecord): void {
    const { state, clock } = this.#options;
    const costs = state.data.costs[group.toLowerCase()] ?? {};
    state.data.costs[group.toLowerCase()] = { ...costs, [month(clock.now())]: cost };
    state.save();
  }

  register(router: Router): void {
    const query = 'providers/Microsoft.CostManagement/query';
    const answer = (call: RoutedCall) => this.#query(call);
    router
      .add('POST', `/subscriptions/{subscription}/${query}`, answer)
      .add('POST', `/subscriptions/{subscription}/resourceGroups/{group}/${query}`, answer);
  }

  #query(call: RoutedCall): Reply {
    const body = jsonBody(call);
    const dataset = asObject(body?.dataset);
    if (!body || !dataset || typeof body.timeframe !== 'string') {
      return armError(400, 'BadRequest', 'Invalid query definition: Missing dataset or timeframe.');
    }
    const grouping = Array.isArray(dataset.grouping)
      ? dataset.grouping.map((item) => String(asObject(item)?.name))
      : [];
    const unknown = grouping.find((name) => !(name.toLowerCase() in dimensions));
    if (unknown)
      return armError(400, 'BadRequest', `Invalid dataset grouping: '${unknown}'; valid values are dimensions.`);
    const [measure] = Object.values(asObject(dataset.aggregation) ?? {});
    const name = String(asObject(measure)?.name ?? 'PreTaxCost');
    const rows = this.#rows(this.#entries(call, body), grouping);
    const { origin, pageSize } = this.#options;
    const page = pageOf(call, origin, rows, pageSize, '$skiptoken');
    const id = randomUUID();
    return {
      status: 200,
      body: {
        id: `subscriptions/${subscriptionId}/providers/Microsoft.CostManagement/Query/${id}`,
        name: id,
        type: 'microsoft.costmanagement/Query',
        properties: {
          nextLink: page.next ?? null,
          columns: [
            { name, type: 'Number' },
            ...grouping.map((column) => ({ name: column, type: 'String' })),
            { name: 'Currency', type: 'String' },
          ],
          rows: page.items,
        },
      },
    };
  }

  #entries(call: RoutedCall, body: JsonObject): Entry[] {
    const { state, groups } = this.#options;
    const only = call.params.group?.toLowerCase();
    return groups.list().flatMap(({ name }) => {
      if (only !== undefined && name.toLowerCase() !== only) return [];
      const cost = this.#cost(name, body);
      if (!cost) return [];
      const machines = state.data.machines.filter(({ resourceGroup }) => resourceGroup === name);
      // What a group costs is spread evenly over its machines, as far as cents go.
      const share = Math.floor((cost.amount * 100) / Math.max(machines.length, 1)) / 100;
      const ids =
        machines.length > 0 ? machines.map(machineId) : [`/subscriptions/${subscriptionId}/resourceGroups/${name}`];
      return ids.map((resourceId, index) => ({
        group: name,
        resourceId,
        currency: cost.currency,
        amount: index === 0 ? Number((cost.amount - share * (ids.length - 1)).toFixed(6)) : share,
      }));
    });
  }

  /** What was last set for the months asked for; the current month keeps the last amount until another is set. */
  #cost(group: string, body: JsonObject): CostRecord | undefined {
    const byMonth = this.#options.state.data.costs[group.toLowerCase()] ?? {};
    const current = month(this.#options.clock.now());
    const latest = Object.keys(byMonth).sort().at(-1);
    const period = asObject(body.timePeriod);
    const lastMonth = month(new Date(Date.parse(`${current}-01T00:00:00Z`) - 1));
    const previous = /^TheLast/.test(String(body.timeframe));
    const last = previous ? lastMonth : String(period?.to ?? current).slice(0, 7);
    if (last >= current) return latest === undefined ? undefined : byMonth[latest];
    return byMonth[last];
  }

  #rows(entries: readonly Entry[], grouping: readonly string[]): (string | number)[][] {
    const sums = new Map<string, { amount: number; columns: string[] }>();
    for (const entry of entries) {
      const columns = [...grouping.map((name) => dimensions[name.toLowerCase()]?.(entry) ?? ''), entry.currency];
      const key = columns.join('\n');
      const amount = (sums.get(key)?.amount ?? 0) + entry.amount;
      sums.set(key, { amount, columns });
    }
    return [...sums.values()].map(({ amount, columns }) => [Number(amount.toFixed(6)), ...columns]);
  }
}
