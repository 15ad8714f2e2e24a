import { WorkspaceError } from '../errors.ts';
import type { DeploymentClient, DeploymentProgress } from '../setups/deployments.ts';
import type { Clock } from '../time/clock.ts';
import type { LandingZone } from '../workspaces/landing-zone.ts';
import type { Workspace } from '../workspaces/workspaces.ts';
import type { BlobServiceUrl, StorageTierClient, TierOptions } from './storage-tiers.ts';

export interface GrantedStorageTiersParts {
  readonly tiers: StorageTierClient;
  readonly deployments: Pick<DeploymentClient, 'begin' | 'poll'>;
  /** infra/workspace/closing.json. */
  readonly template: object;
  readonly zone: Pick<LandingZone, 'location' | 'parameters'>;
  readonly workspaces: { all(): Promise<readonly Pick<Workspace, 'id' | 'resourceGroup' | 'storage'>[]> };
  readonly clock: Clock;
}

const askAgainInSeconds = 30;

/**
 * In a workspace that the template made Labdesk reads the data and does not write it. Where Azure refuses for that, Labdesk gives itself the
 * right by a deployment, once a day at most; until Azure knows it everywhere, whoever asks hears `busy` and asks again.
 */
export class GrantedStorageTiers implements StorageTierClient {
  readonly #parts: GrantedStorageTiersParts;

  constructor(parts: GrantedStorageTiersParts) {
    this.#parts = parts;
  }

  async set(blobService: BlobServiceUrl, tier: 'archive' | 'hot', options: TierOptions) {
    return await this.#granted(blobService, async () => await this.#parts.tiers.set(blobService, tier, options));
  }

  async inventory(blobService: BlobServiceUrl, options: { readonly signal: AbortSignal }) {
    return await this.#granted(blobService, async () => await this.#parts.tiers.inventory(blobService, options));
  }

  async remove(blobService: BlobServiceUrl, options: { readonly signal: AbortSignal }) {
    return await this.#granted(blobService, async () => await this.#parts.tiers.remove(blobService, options));
  }

  async #granted<T>(blobService: BlobServiceUrl, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof WorkspaceError) || error.code !== 'refused') throw error;
      const { state } = await this.#grant(blobService, error);
      if (state === 'failed' || state === 'canceled') throw error;
      throw new WorkspaceError(
        'busy',
        'Labdesk gives itself the right to change these files, which Azure knows everywhere within ten minutes. It goes on by itself.',
        { cause: error, retryAfterSeconds: askAgainInSeconds },
      );
    }
  }

  /** @throws the refusal, where it cannot be helped */
  async #grant(blobService: BlobServiceUrl, refusal: WorkspaceError): Promise<DeploymentProgress> {
    const { clock, deployments, template, workspaces, zone } = this.#parts;
    const isHere = ({ storage }: Pick<Workspace, 'storage'>) =>
      [storage?.public, storage?.secure].includes(blobService);
    const workspace = (await workspaces.all()).find(isHere);
    if (!workspace) throw refusal;
    const name = `labdesk-files-${workspace.id}-${clock.now().toISOString().slice(0, 10)}`;
    const begun = await deployments.poll(name).catch((error: unknown) => {
      if (error instanceof WorkspaceError && error.code === 'not-found') return undefined;
      throw error;
    });
    if (begun) return begun;
    const { labdeskPrincipalId } = zone.parameters;
    const parameters = { resourceGroup: workspace.resourceGroup, labdeskPrincipalId };
    await deployments.begin({ name, location: zone.location, template, parameters }).catch((error: unknown) => {
      throw error instanceof WorkspaceError && error.code === 'refused' ? refusal : error;
    });
    return { state: 'running' };
  }
}
