import { WorkspaceError } from '../../services/errors.ts';
import type {
  DeploymentClient,
  DeploymentProgress,
  DeploymentRequest,
  DeploymentStep,
  PlannedChange,
} from '../../services/setups/deployments.ts';
import { allCores, type CoreUsage, type QuotaClient, type SizeFacts } from '../../services/setups/quota.ts';
import { resourcesOf } from '../../services/setups/setup-steps.ts';
import type { TeardownClient } from '../../services/setups/teardown.ts';
import { SimulatedCalls } from './simulated-calls.ts';

/** How a deployment ends: well, at the first resource of a type, as somebody cancelled it, or never. */
export type Fate = { readonly failsAt: string } | 'succeeds' | 'canceled' | 'hangs';

interface Deployed {
  readonly request: DeploymentRequest;
  readonly fate: Fate;
  looks: number;
  isCancelled: boolean;
}

/** So many looks a deployment takes. */
const looksNeeded = 4;

/** A subscription behind its ports: deployments that end at the fourth look, resource groups that go at the second, cores. */
export class SimulatedSubscription extends SimulatedCalls implements DeploymentClient, TeardownClient, QuotaClient {
  readonly groups = new Set<string>();
  readonly deployments = new Map<string, Deployed>();
  /** Of the next deployments; then all succeed. */
  readonly fates: Fate[] = [];
  readonly usages = new Map<string, CoreUsage>([
    [allCores, { used: 10, limit: 100 }],
    ['standarddsv5family', { used: 0, limit: 50 }],
  ]);
  /** What the preview says beside what it would make. */
  readonly planned: PlannedChange[] = [];
  readonly #going = new Map<string, number>();

  async begin(what: DeploymentRequest & string): Promise<void> {
    if (typeof what === 'string') return await this.#delete(what);
    const request: DeploymentRequest = what;
    this.called('deploy', request.name);
    const known = this.deployments.get(request.name);
    if (known && this.#stateOf(known) === 'running') return;
    this.deployments.set(request.name, {
      request,
      fate: this.fates.shift() ?? 'succeeds',
      looks: 0,
      isCancelled: false,
    });
    this.groups.add(`rg-${request.parameters.workspace}`);
  }

  async poll(name: string): Promise<DeploymentProgress> {
    this.called('poll', name);
    const deployed = this.#get(name);
    deployed.looks += 1;
    const state = this.#stateOf(deployed);
    const { workspace } = deployed.request.parameters;
    if (state === 'succeeded') {
      const account = (kind: string) => `https://${workspace}${kind}.blob.core.windows.net/`;
      const outputs = {
        resourceGroup: `rg-${workspace}`,
        publicStorage: account('pub'),
        secureStorage: account('sec'),
      };
      return { state, outputs: { ...outputs, vault: 'https://vault' } };
    }
    if (state === 'failed')
      return { state, failure: new WorkspaceError('unavailable', 'Azure could not make all of it.') };
    return { state };
  }

  async cancel(name: string): Promise<void> {
    this.called('cancel', name);
    const deployed = this.#get(name);
    if (this.#stateOf(deployed) === 'running') deployed.isCancelled = true;
  }

  async operations(name: string): Promise<readonly DeploymentStep[]> {
    this.called('operations', name);
    const deployed = this.#get(name);
    const state = this.#stateOf(deployed);
    const types = resourcesOf(deployed.request.template).map(({ type }) => type);
    const part = Math.ceil((types.length * Math.min(deployed.looks, looksNeeded)) / looksNeeded);
    const { fate } = deployed;
    const end = typeof fate === 'object' ? types.indexOf(fate.failsAt) : part;
    const failure = { code: 'Conflict', message: 'The name is  taken\nelsewhere.' };
    return types.slice(0, Math.min(end, part) + 1).map((type, at) => ({
      ...{ resourceId: `/${type}/${at}`, type, name: `resource-${at}` },
      ...(state === 'failed' && at === end
        ? { state: 'failed' as const, failure }
        : { state: at < Math.min(end, part) || state === 'succeeded' ? ('succeeded' as const) : ('running' as const) }),
    }));
  }

  async whatIf({ name, parameters }: DeploymentRequest): Promise<readonly PlannedChange[]> {
    this.called('whatIf', name);
    const group = `/subscriptions/s/resourceGroups/rg-${parameters.workspace}`;
    const change = this.groups.has(`rg-${parameters.workspace}`) ? 'nothing' : 'create';
    return [
      { resourceId: group, change },
      { resourceId: `${group}/providers/x/y/z`, change: 'create' },
      ...this.planned,
    ];
  }

  async isGone(resourceGroup: string): Promise<boolean> {
    this.called('isGone', resourceGroup);
    const looks = this.#going.get(resourceGroup);
    if (looks !== undefined) this.#going.set(resourceGroup, looks + 1);
    if (looks === 1) {
      this.groups.delete(resourceGroup);
      this.#going.delete(resourceGroup);
    }
    return !this.groups.has(resourceGroup);
  }

  async removeMachine(): Promise<void> {}

  async machineIsGone(): Promise<boolean> {
    return true;
  }

  async sizes(_location: string, names: readonly string[]): Promise<readonly SizeFacts[]> {
    this.called('sizes', names.join(' '));
    return names.map((size) => {
      const cores = Number(/\d+/.exec(size)?.[0]);
      return { size, family: `standard${size[9]}sv5family`.toLowerCase(), cores, isOffered: !size.includes('NC') };
    });
  }

  async usage(location: string): Promise<ReadonlyMap<string, CoreUsage>> {
    this.called('usage', location);
    return this.usages;
  }

  async #delete(resourceGroup: string): Promise<void> {
    this.called('delete', resourceGroup);
    if (this.groups.has(resourceGroup) && !this.#going.has(resourceGroup)) this.#going.set(resourceGroup, 0);
  }

  #stateOf({ fate, looks, isCancelled }: Deployed): DeploymentProgress['state'] {
    if (isCancelled) return 'canceled';
    if (fate === 'hangs' || looks < looksNeeded) return 'running';
    return fate === 'canceled' ? 'canceled' : fate === 'succeeds' ? 'succeeded' : 'failed';
  }

  #get(name: string): Deployed {
    const deployed = this.deployments.get(name);
    if (!deployed) throw new WorkspaceError('not-found', 'There is no such deployment.');
    return deployed;
  }
}
