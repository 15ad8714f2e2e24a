import { location as seedLocation } from '../seed.ts';
import { armError } from './arm-errors.ts';
import type { Call, JsonObject, Reply, RoutedCall } from './http.ts';
import { pageOf } from './paging.ts';
import type { Router } from './router.ts';
import type { State } from './state.ts';

interface Size {
  readonly name: string;
  readonly family: string;
  readonly cpus: number;
  readonly memoryInGb: number;
  readonly gpus?: number;
}

function series(letter: string, family: string, gbPerCpu: number, cpus: readonly number[]): Size[] {
  return cpus.map((count) => ({
    name: `Standard_${letter}${count}s_v5`,
    family,
    cpus: count,
    memoryInGb: count * gbPerCpu,
  }));
}

const sizes: readonly Size[] = [
  { name: 'Standard_B2s', family: 'standardBSFamily', cpus: 2, memoryInGb: 4 },
  { name: 'Standard_B2ms', family: 'standardBSFamily', cpus: 2, memoryInGb: 8 },
  ...series('D', 'standardDSv5Family', 4, [2, 4, 8, 16, 32]),
  ...series('E', 'standardESv5Family', 8, [2, 4, 8, 16, 32]),
  { name: 'Standard_F16s_v2', family: 'standardFSv2Family', cpus: 16, memoryInGb: 32 },
  { name: 'Standard_NC4as_T4_v3', family: 'Standard NCASv3_T4 Family', cpus: 4, memoryInGb: 28, gpus: 1 },
  { name: 'Standard_NC24ads_A100_v4', family: 'StandardNCADSA100v4Family', cpus: 24, memoryInGb: 220, gpus: 1 },
];

/** vCPUs that the subscription may use in each region, all families together and each. */
const regionalLimit = 100;
const familyLimit = 64;

function resourceSku(size: Size, isWithheld: boolean): JsonObject {
  const capability = (name: string, value: number | boolean | string) => ({
    name,
    value: typeof value === 'boolean' ? (value ? 'True' : 'False') : String(value),
  });
  return {
    resourceType: 'virtualMachines',
    name: size.name,
    tier: 'Standard',
    size: size.name.replace(/^Standard_/, ''),
    family: size.family,
    locations: [seedLocation],
    locationInfo: [{ location: seedLocation, zones: ['1', '2', '3'], zoneDetails: [] }],
    capabilities: [
      capability('MaxResourceVolumeMB', 0),
      capability('OSVhdSizeMB', 1047552),
      capability('vCPUs', size.cpus),
      capability('MemoryPreservingMaintenanceSupported', size.gpus === undefined),
      capability('HyperVGenerations', 'V1,V2'),
      capability('MemoryGB', size.memoryInGb),
      capability('MaxDataDiskCount', Math.min(32, size.cpus * 2)),
      capability('CpuArchitectureType', 'x64'),
      capability('LowPriorityCapable', true),
      capability('PremiumIO', true),
      capability('vCPUsAvailable', size.cpus),
      ...(size.gpus === undefined ? [] : [capability('GPUs', size.gpus)]),
      capability('vCPUsPerCore', size.gpus === undefined ? 2 : 1),
      capability('EncryptionAtHostSupported', true),
      capability('AcceleratedNetworkingEnabled', true),
      capability('MaxNetworkInterfaces', Math.min(8, size.cpus)),
    ],
    restrictions: isWithheld
      ? [
          {
            type: 'Location',
            values: [seedLocation],
            restrictionInfo: { locations: [seedLocation] },
            reasonCode: 'NotAvailableForSubscription',
          },
        ]
      : [],
  };
}

function vmSize(size: Size): JsonObject {
  return {
    name: size.name,
    numberOfCores: size.cpus,
    osDiskSizeInMB: 1047552,
    resourceDiskSizeInMB: 0,
    memoryInMB: size.memoryInGb * 1024,
    maxDataDiskCount: Math.min(32, size.cpus * 2),
  };
}

/** What machines there could be: resource SKUs, sizes of a region, and the quota. */
export class Sizes {
  readonly #state: State;
  readonly #origin: string;
  readonly #pageSize: number;

  constructor(state: State, origin: string, pageSize: number) {
    this.#state = state;
    this.#origin = origin;
    this.#pageSize = pageSize;
  }

  register(router: Router): void {
    const compute = '/subscriptions/{subscription}/providers/Microsoft.Compute';
    router
      .add('GET', `${compute}/skus`, (call) => this.#skus(call))
      .add('GET', `${compute}/locations/{location}/vmSizes`, (call) =>
        this.#inRegion(call, () => ({ status: 200, body: { value: sizes.map(vmSize) } })),
      )
      .add('GET', `${compute}/locations/{location}/usages`, (call) => this.#inRegion(call, () => this.#usages()));
  }

  #inRegion(call: RoutedCall, answer: () => Reply): Reply {
    if (call.params.location?.toLowerCase() === seedLocation) return answer();
    const message = `The provided location '${call.params.location}' is not available for resource type.`;
    return armError(400, 'NoRegisteredProviderFound', message);
  }

  #skus(call: Call): Reply {
    const wanted = /location eq '([^']+)'/i.exec(call.query.get('$filter') ?? '')?.[1];
    const found = wanted === undefined || wanted.toLowerCase() === seedLocation ? sizes : [];
    const { items, next } = pageOf(call, this.#origin, found, this.#pageSize, '$skipToken');
    const { withheld } = this.#state.data;
    const value = items.map((size) => resourceSku(size, withheld.includes(size.name.toLowerCase())));
    return { status: 200, body: next ? { value, nextLink: next } : { value } };
  }

  #usages(): Reply {
    // What is deallocated holds no cores.
    const running = this.#state.data.machines.filter(({ power }) => power !== 'deallocated');
    const used = (fits: (size: Size) => boolean) =>
      running.reduce(
        (sum, machine) => sum + (sizes.find((size) => size.name === machine.size && fits(size))?.cpus ?? 0),
        0,
      );
    const { quotas } = this.#state.data;
    const usage = (value: string, localizedValue: string, currentValue: number, limit: number) => ({
      unit: 'Count',
      currentValue,
      limit: quotas[value.toLowerCase()] ?? limit,
      name: { value, localizedValue },
    });
    const families = [...new Set(sizes.map(({ family }) => family))];
    return {
      status: 200,
      body: {
        value: [
          usage(
            'cores',
            'Total Regional vCPUs',
            used(() => true),
            regionalLimit,
          ),
          usage('virtualMachines', 'Virtual Machines', this.#state.data.machines.length, 25_000),
          ...families.map((family) =>
            usage(
              family,
              `${family.replace(/Family$/, ' Family')} vCPUs`,
              used((size) => size.family === family),
              familyLimit,
            ),
          ),
        ],
      },
    };
  }
}
