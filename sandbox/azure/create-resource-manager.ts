import type { StorageFront } from '../storage-front.ts';
import { ResourceManager } from './arm.ts';
import { Compute, type ComputeOptions } from './compute.ts';
import { Costs, type CostsOptions } from './costs.ts';
import { DeploymentSettling } from './deployment-settling.ts';
import { Deployments } from './deployments.ts';
import { Disks } from './disks.ts';
import { Network } from './network.ts';
import { Operations } from './operations.ts';
import { Provisioning } from './provisioning.ts';
import { Resources, type ResourcesOptions } from './resources.ts';
import { Router } from './router.ts';
import { Sizes } from './sizes.ts';
import type { Tokens } from './tokens.ts';

export interface ResourceManagerOptions extends Omit<ComputeOptions & ResourcesOptions & CostsOptions, 'operations'> {
  readonly tokens: Tokens;
  readonly storage: StorageFront | undefined;
  /** How many rows of costs a page holds at most. */
  readonly costsPageSize: number;
}

/** Resource Manager with all that it serves here, and its deployments, which can be cancelled past it. */
export function createResourceManager(options: ResourceManagerOptions): {
  readonly manager: ResourceManager;
  readonly deployments: Deployments;
} {
  const { origin, state, tokens, groups, storage, pageSize } = options;
  const operations = new Operations(state, origin);
  const provisioning = new Provisioning(state, groups, storage?.accounts);
  const parts = { ...options, operations, provisioning };
  const blobEndpoint = storage && ((account: string) => `${storage.blob}/${account}/`);
  const deployments = new Deployments({ ...parts, blobEndpoint });
  const router = new Router();
  for (const service of [
    new Compute(parts),
    new Disks(parts),
    new Network(state, origin, pageSize),
    new Sizes(state, origin, pageSize),
    new Resources(parts),
    deployments,
    new Costs({ ...parts, pageSize: options.costsPageSize }),
  ])
    service.register(router);
  const settling = new DeploymentSettling(parts);
  const settle = async () => {
    groups.settle();
    await settling.settle();
  };
  return { manager: new ResourceManager(tokens, router, groups, settle), deployments };
}
