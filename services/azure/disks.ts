import type { Disk } from '@azure/arm-compute';
import type { AzureDisk, DiskClient } from '../costs/cost.ts';
import { ArmClients, type AzureSubscription } from './arm-clients.ts';
import { toWorkspaceError } from './errors.ts';
import { parseResourceId } from './resource-id.ts';

const listTimeoutInMs = 60_000;

/** Managed disks through Azure Resource Manager (Compute REST, Disks - List). Errors are WorkspaceErrors. The SDK loads at its first use. */
export class AzureDisks implements DiskClient {
  readonly #arm: ArmClients;

  constructor(subscription: AzureSubscription) {
    this.#arm = new ArmClients(subscription);
  }

  async list(signal?: AbortSignal): Promise<readonly AzureDisk[]> {
    try {
      const limit = AbortSignal.timeout(listTimeoutInMs);
      const abortSignal = signal ? AbortSignal.any([signal, limit]) : limit;
      const { disks } = await this.#arm.compute();
      const found: AzureDisk[] = [];
      for await (const disk of disks.list({ abortSignal })) found.push(toDisk(disk));
      return found;
    } catch (error) {
      throw toWorkspaceError(error);
    }
  }
}

function toDisk({
  id = '',
  name,
  location,
  sku,
  diskSizeGB,
  managedBy,
  managedByExtended,
  timeCreated,
}: Disk): AzureDisk {
  const of = parseResourceId(id);
  const owner = managedBy ?? managedByExtended?.[0];
  return {
    resourceGroup: of.resourceGroup.toLowerCase(),
    name: name ?? of.name,
    location,
    sku: sku?.name ?? 'unknown kind',
    sizeGiB: diskSizeGB ?? 0,
    ...(owner && { machine: parseResourceId(owner).name }),
    ...(timeCreated && { createdAt: timeCreated }),
  };
}
