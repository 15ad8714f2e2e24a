import { location, subscriptionId } from '../seed.ts';
import { armError } from './arm-errors.ts';
import type { BotClock } from './bot-clock.ts';
import { asStrings, type Call, type JsonObject, jsonBody, type Reply } from './http.ts';
import { machineId } from './machine-model.ts';
import { settle } from './machine-state.ts';
import type { MachineRecord, State } from './state.ts';
import type { Tokens } from './tokens.ts';

export interface MetricsOptions {
  readonly state: State;
  readonly tokens: Tokens;
  readonly clock: BotClock;
}

/** Azure Monitor takes no more resources at once, and answers with no more points for each. */
const mostResources = 50;
const mostPoints = 10_000;
const namespace = 'microsoft.compute/virtualmachines';
const metric = 'Percentage CPU';

/** Azure Monitor's batch of metrics (data plane, 2024-02-01), of which it knows what processors do. */
export class Metrics {
  readonly #options: MetricsOptions;

  constructor(options: MetricsOptions) {
    this.#options = options;
  }

  /** From now on a machine's processors do this much; null makes Azure say nothing of it, undefined is the usual. The caller saves the state. */
  set(machine: string, percent: number | null | undefined): void {
    const { processors } = this.#options.state.data;
    if (percent === undefined) delete processors[machine.toLowerCase()];
    else processors[machine.toLowerCase()] = percent;
  }

  handle(call: Call): Reply {
    const claims = this.#options.tokens.check(call.headers.authorization, ['https://metrics.monitor.azure.com']);
    if (typeof claims === 'string') return armError(401, 'InvalidAuthenticationToken', 'The access token is invalid.');
    const [, subscription] = /^\/subscriptions\/([^/]+)\//i.exec(call.path) ?? [];
    if (call.method !== 'POST' || subscription?.toLowerCase() !== subscriptionId)
      return armError(404, 'NotFound', 'The resource was not found.');
    const ids = asStrings(jsonBody(call)?.resourceids);
    const start = new Date(call.query.get('starttime') ?? '');
    const end = new Date(call.query.get('endtime') ?? this.#options.clock.now());
    const step = stepOf(call.query.get('interval') ?? 'PT1M', end.getTime() - start.getTime());
    const names = (call.query.get('metricnames') ?? '').split(',');
    const problem = !ids?.length
      ? 'The resource ids are missing.'
      : ids.length > mostResources
        ? `At most ${mostResources} resource ids can be asked for at once.`
        : Number.isNaN(start.getTime()) || Number.isNaN(end.getTime()) || !step
          ? 'The time span or the interval is invalid.'
          : call.query.get('metricnamespace')?.toLowerCase() !== namespace || names.some((name) => name !== metric)
            ? `Failed to find metric configuration. Valid metrics: ${metric}.`
            : undefined;
    if (problem || !ids || !step) return armError(400, 'BadRequest', problem ?? 'The request is invalid.');
    const times = timesFrom(start.getTime(), end.getTime(), step);
    const span = {
      starttime: start.toISOString(),
      endtime: end.toISOString(),
      interval: call.query.get('interval') ?? 'PT1M',
    };
    const values = ids.flatMap((id) => this.#valueOf(id, times).map((value) => ({ ...span, ...value })));
    return { status: 200, body: { values } };
  }

  /** None for a machine that is not there. */
  #valueOf(id: string, times: readonly number[]): JsonObject[] {
    const { data } = this.#options.state;
    const machine = data.machines.find((candidate) => machineId(candidate).toLowerCase() === id.toLowerCase());
    if (!machine) return [];
    settle(machine, Date.now());
    const percent = this.#percentOf(machine);
    const points = times.map((time, index) => ({
      timeStamp: `${new Date(time).toISOString().slice(0, 19)}Z`,
      // Of a machine that does not run Azure has points without a value.
      ...(percent !== undefined && { average: round(percent * (index % 2 ? 1 : 0.9)) }),
    }));
    if (percent !== undefined && points.length === 1) points[0]!.average = percent;
    return [
      {
        value: [
          {
            id: `${machineId(machine)}/providers/Microsoft.Insights/metrics/${metric}`,
            type: 'Microsoft.Insights/metrics',
            name: { value: metric, localizedValue: metric },
            displayDescription:
              'The percentage of allocated compute units that are currently in use by the Virtual Machine(s)',
            unit: 'Percent',
            timeseries: [{ metadatavalues: [], data: points }],
            errorCode: 'Success',
          },
        ],
        namespace,
        resourceregion: location,
        resourceid: machineId(machine),
      },
    ];
  }

  #percentOf({ name, power, vmId }: MachineRecord): number | undefined {
    const set = this.#options.state.data.processors[name.toLowerCase()];
    if (power !== 'running' || set === null) return undefined;
    // At work, and not all alike.
    return set ?? 30 + (Number.parseInt(vmId.slice(0, 2), 16) % 50);
  }
}

/** Milliseconds of an ISO 8601 duration, `FULL` for the whole span; undefined for another text. */
function stepOf(interval: string, span: number): number | undefined {
  if (interval === 'FULL') return Math.max(span, 1);
  const [, days, hours, minutes] = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/.exec(interval) ?? [];
  const total = Number(days ?? 0) * 1440 + Number(hours ?? 0) * 60 + Number(minutes ?? 0);
  return total > 0 ? total * 60_000 : undefined;
}

function timesFrom(start: number, end: number, step: number): number[] {
  const first = Math.floor(start / 60_000) * 60_000;
  const count = Math.min(Math.max(Math.ceil((end - first) / step), 0), mostPoints);
  return Array.from({ length: count }, (_, index) => first + index * step);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
