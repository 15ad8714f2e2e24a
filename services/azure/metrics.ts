import type { MetricsClient } from '../costs/cost.ts';
import { WorkspaceError } from '../errors.ts';
import type { AzureSubscription } from './arm-clients.ts';
import { toWorkspaceError } from './errors.ts';
import { Rest, RestFailure } from './rest.ts';

const callTimeoutInMs = 30_000;
/** Azure Monitor takes no more resources at once. */
const machinesACall = 50;
const callsAtOnce = 4;
const service = 'Azure Monitor';

type Machine = Parameters<MetricsClient['busiest']>[0][number];

/** Azure Monitor's answer (REST API 2024-02-01, Metrics Batch), as far as it is read here. */
interface Answer {
  readonly values?: readonly {
    readonly resourceid?: string;
    readonly value?: readonly {
      readonly timeseries?: readonly { readonly data?: readonly { readonly average?: number }[] }[];
    }[];
  }[];
}

/** What machines do, for up to fifty of a region by one call. Needs the right to read metrics. Errors are WorkspaceErrors. */
export class AzureMetrics implements MetricsClient {
  readonly #rest: Rest;
  readonly #subscriptionId: string;
  readonly #endpoint: string | undefined;

  /** `endpoint` stands for those of all regions; for the sandbox alone. */
  constructor({ credential, subscriptionId, endpoint }: AzureSubscription) {
    const scope = 'https://metrics.monitor.azure.com/.default';
    this.#rest = new Rest({ access: { credential, scope }, timeoutInMs: callTimeoutInMs });
    this.#subscriptionId = subscriptionId;
    this.#endpoint = endpoint;
  }

  async busiest(machines: readonly Machine[], since: Date): Promise<ReadonlyMap<string, number>> {
    const batches = [...Map.groupBy(machines, ({ location }) => location.toLowerCase().replaceAll(' ', ''))].flatMap(
      ([region, there]) =>
        Array.from({ length: Math.ceil(there.length / machinesACall) }, (_, index) => ({
          region,
          batch: there.slice(index * machinesACall, (index + 1) * machinesACall),
        })),
    );
    const found = new Map<string, number>();
    const work = batches.values();
    const worker = async () => {
      for (const { region, batch } of work)
        for (const [key, value] of await this.#batch(region, batch, since)) found.set(key, value);
    };
    await Promise.all(Array.from({ length: callsAtOnce }, worker));
    return found;
  }

  async #batch(region: string, machines: readonly Machine[], since: Date): Promise<[string, number][]> {
    const byId = new Map(machines.map((machine) => [this.#idOf(machine), `${machine.resourceGroup}/${machine.name}`]));
    const answer = await this.#ask(region, [...byId.keys()], since);
    return (answer.values ?? []).flatMap(({ resourceid, value }): [string, number][] => {
      const key = byId.get(resourceid?.toLowerCase() ?? '');
      const averages = (value ?? [])
        .flatMap(({ timeseries }) => timeseries ?? [])
        .flatMap(({ data }) => data ?? [])
        .flatMap(({ average }) => (typeof average === 'number' ? [average] : []));
      // Not spread into Math.max: a fortnight has more points than arguments are good for.
      return key === undefined || averages.length === 0
        ? []
        : [[key, averages.reduce((one, other) => Math.max(one, other))]];
    });
  }

  async #ask(region: string, resourceids: readonly string[], since: Date): Promise<Answer> {
    if (!/^[a-z0-9]+$/.test(region))
      throw new WorkspaceError('unavailable', 'Azure Monitor does not know this region.');
    const host = this.#endpoint ?? `https://${region}.metrics.monitor.azure.com`;
    const query = new URLSearchParams({
      'api-version': '2024-02-01',
      metricnamespace: 'Microsoft.Compute/virtualMachines',
      metricnames: 'Percentage CPU',
      aggregation: 'average',
      interval: 'PT5M',
      starttime: since.toISOString(),
    });
    const url = `${host}/subscriptions/${this.#subscriptionId}/metrics:getBatch?${query}`;
    try {
      const answer = await this.#rest.call({ method: 'POST', url, body: { resourceids } });
      if (answer.status !== 200) throw new RestFailure(answer);
      return JSON.parse(answer.text) as Answer;
    } catch (error) {
      throw toWorkspaceError(error, service);
    }
  }

  /** Lower case: Azure does not keep to one spelling. */
  #idOf({ resourceGroup, name }: Machine): string {
    const id = `/subscriptions/${this.#subscriptionId}/resourceGroups/${resourceGroup}/providers/Microsoft.Compute/virtualMachines/${name}`;
    return id.toLowerCase();
  }
}
