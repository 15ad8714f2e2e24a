import type { ResourceSku } from '@azure/arm-compute';
import { LRUCache } from 'lru-cache';
import type { CoreUsage, QuotaClient, SizeFacts } from '../setups/quota.ts';
import { ArmClients, type AzureSubscription } from './arm-clients.ts';
import { toWorkspaceError } from './errors.ts';

/** Azure answers with every size, disk and snapshot of the region: some megabytes. */
const sizesTimeoutInMs = 60_000;
const usageTimeoutInMs = 20_000;
const keptInMs = 24 * 3_600_000;
const regionsKept = 8;

/** Quota through Azure Resource Manager (Compute REST, Resource Skus - List and Usage - List). Errors are WorkspaceErrors. The SDK loads at its first use. */
export class AzureQuotas implements QuotaClient {
  readonly #arm: ArmClients;
  /** Region -> size, both in lower case. One question at a time for a region; an answer that failed is not kept. */
  readonly #regions = new LRUCache<string, ReadonlyMap<string, SizeFacts>>({
    max: regionsKept,
    ttl: keptInMs,
    fetchMethod: async (location) => await this.#allSizes(location),
  });

  constructor(subscription: AzureSubscription) {
    this.#arm = new ArmClients(subscription);
  }

  async sizes(location: string, names: readonly string[]): Promise<readonly SizeFacts[]> {
    try {
      const region = await this.#regions.fetch(location.toLowerCase());
      return names.flatMap((name) => {
        const facts = region?.get(name.toLowerCase());
        return facts ? [{ ...facts, size: name }] : [];
      });
    } catch (error) {
      throw toWorkspaceError(error);
    }
  }

  async usage(location: string): Promise<ReadonlyMap<string, CoreUsage>> {
    try {
      const { usage } = await this.#arm.compute();
      const found = new Map<string, CoreUsage>();
      const abortSignal = AbortSignal.timeout(usageTimeoutInMs);
      for await (const { name, currentValue, limit } of usage.list(location, { abortSignal })) {
        if (name.value) found.set(name.value.toLowerCase(), { used: currentValue, limit });
      }
      return found;
    } catch (error) {
      throw toWorkspaceError(error);
    }
  }

  async #allSizes(location: string): Promise<ReadonlyMap<string, SizeFacts>> {
    const { resourceSkus } = await this.#arm.compute();
    const found = new Map<string, SizeFacts>();
    const filter = `location eq '${location.replaceAll("'", "''")}'`;
    for await (const sku of resourceSkus.list({ filter, abortSignal: AbortSignal.timeout(sizesTimeoutInMs) })) {
      const facts = factsOf(sku, location);
      if (facts) found.set(facts.size.toLowerCase(), facts);
    }
    return found;
  }
}

/** Undefined for what is no size of machines. */
function factsOf(sku: ResourceSku, location: string): SizeFacts | undefined {
  const { resourceType, name, family, capabilities = [], restrictions = [] } = sku;
  const number = (wanted: string) => Number(capabilities.find((capability) => capability.name === wanted)?.value);
  const cores = number('vCPUs');
  if (resourceType !== 'virtualMachines' || !name || !family || !Number.isFinite(cores)) return undefined;
  const memoryGib = number('MemoryGB');
  // A restriction of type Zone leaves other zones; the template asks for none.
  const isWithheld = restrictions.some(
    ({ type, restrictionInfo, values }) =>
      type === 'Location' &&
      (restrictionInfo?.locations ?? values ?? [location]).some((one) => one.toLowerCase() === location),
  );
  return {
    size: name,
    family: family.toLowerCase(),
    cores,
    ...(Number.isFinite(memoryGib) && { memoryGib }),
    isOffered: !isWithheld,
  };
}
