import type { StorageTierClient, TierOptions, TierPage } from '../../services/archives/storage-tiers.ts';
import { WorkspaceError } from '../../services/errors.ts';
import type { TeardownClient } from '../../services/setups/teardown.ts';
import { SimulatedCalls } from './simulated-calls.ts';
import type { SimulatedMachines } from './simulated-machines.ts';

/** What is taken away in Azure, behind its ports: machines go at the second look, groups too; three blobs of ten bytes to a page. */
export class SimulatedTeardown extends SimulatedCalls implements TeardownClient, StorageTierClient {
  /** Blobs by account. */
  readonly blobs = new Map<string, { count: number; tier: 'Hot' | 'Archive' }>();
  readonly groups = new Set<string>();
  readonly #going = new Map<string, number>();
  readonly #azure: SimulatedMachines;

  constructor(azure: SimulatedMachines) {
    super();
    this.#azure = azure;
  }

  async begin(resourceGroup: string): Promise<void> {
    this.called('begin', resourceGroup);
    if (!this.#going.has(resourceGroup)) this.#going.set(resourceGroup, 0);
  }

  async isGone(resourceGroup: string): Promise<boolean> {
    this.called('isGone', resourceGroup);
    return this.#looked(resourceGroup) > 1;
  }

  async removeMachine(resourceGroup: string, name: string): Promise<void> {
    this.called('removeMachine', resourceGroup, name);
    if (!this.#going.has(`${resourceGroup}/${name}`)) this.#going.set(`${resourceGroup}/${name}`, 0);
  }

  async machineIsGone(resourceGroup: string, name: string): Promise<boolean> {
    this.called('machineIsGone', resourceGroup, name);
    if (this.#looked(`${resourceGroup}/${name}`) > 1) this.#azure.remove(resourceGroup, name);
    return this.#azure.state(resourceGroup, name) === undefined;
  }

  async set(account: string, tier: 'archive' | 'hot', { continuation = '0' }: TierOptions): Promise<TierPage> {
    this.called('set', account, tier);
    const known = this.blobs.get(account) ?? { count: 0, tier: 'Hot' as const };
    const page = Math.min(3, known.count - Number(continuation));
    const end = Number(continuation) + page;
    const wasArchived = known.tier === 'Archive';
    const isMore = end < known.count;
    if (!isMore) this.blobs.set(account, { ...known, tier: tier === 'archive' ? 'Archive' : 'Hot' });
    return {
      blobs: page,
      bytes: page * 10,
      tier: tier === 'archive' ? 'Archive' : 'Hot',
      comingBack: tier === 'hot' && wasArchived ? page : 0,
      ...(isMore && { continuation: `${end}` }),
    };
  }

  async inventory(account: string) {
    this.called('inventory', account);
    const { count = 0 } = this.blobs.get(account) ?? {};
    return [{ container: 'data', blobs: count, bytes: count * 10 }];
  }

  async remove(account: string) {
    this.called('remove', account);
    const { count = 0 } = this.blobs.get(account) ?? {};
    this.blobs.delete(account);
    return { containers: count > 0 ? 1 : 0, blobs: count, bytes: count * 10 };
  }

  #looked(name: string): number {
    const looks = this.#going.get(name);
    if (looks === undefined) return 0;
    this.#going.set(name, looks + 1);
    return looks + 1;
  }
}

export function broken(message = 'Azure does not answer. Try again in a minute.'): WorkspaceError {
  return new WorkspaceError('unavailable', message);
}
