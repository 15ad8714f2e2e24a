import type { ComputeManagementClient } from '@azure/arm-compute';
import type { NetworkManagementClient } from '@azure/arm-network';
import type { ResourceManagementClient } from '@azure/arm-resources';
import type { DeploymentsClient } from '@azure/arm-resourcesdeployments';
import type { TokenCredential } from '@azure/identity';

export interface AzureSubscription {
  readonly credential: TokenCredential;
  readonly subscriptionId: string;
  /** Another Resource Manager than Azure's public one; for the sandbox alone. */
  readonly endpoint?: string;
}

interface ArmOptions {
  readonly retryOptions: { readonly maxRetries: number };
  readonly endpoint?: string;
  readonly credentials?: { scopes: string[] };
}

/** Retries are ours: the SDKs would sit out a long Retry-After while somebody waits for an answer. */
const retryOptions = { maxRetries: 0 };
const scope = 'https://management.azure.com/.default';

/** Clients of Azure Resource Manager's SDKs, which are large: each loads at its first use, and once. */
export class ArmClients {
  readonly #subscription: AzureSubscription;
  #compute: Promise<ComputeManagementClient> | undefined;
  #deployments: Promise<DeploymentsClient> | undefined;
  #network: Promise<NetworkManagementClient> | undefined;
  #resources: Promise<ResourceManagementClient> | undefined;

  constructor(subscription: AzureSubscription) {
    this.#subscription = subscription;
  }

  async compute(): Promise<ComputeManagementClient> {
    this.#compute ??= import('@azure/arm-compute').then((sdk) => this.#client(sdk.ComputeManagementClient));
    return await this.#compute;
  }

  async deployments(): Promise<DeploymentsClient> {
    this.#deployments ??= import('@azure/arm-resourcesdeployments').then((sdk) => this.#client(sdk.DeploymentsClient));
    return await this.#deployments;
  }

  async network(): Promise<NetworkManagementClient> {
    this.#network ??= import('@azure/arm-network').then((sdk) => this.#client(sdk.NetworkManagementClient));
    return await this.#network;
  }

  async resources(): Promise<ResourceManagementClient> {
    this.#resources ??= import('@azure/arm-resources').then((sdk) => this.#client(sdk.ResourceManagementClient));
    return await this.#resources;
  }

  /** Resolves where Resource Manager lets us in. */
  async check(): Promise<void> {
    await this.#subscription.credential.getToken(scope);
  }

  #client<C>(Client: new (credential: TokenCredential, subscriptionId: string, options: ArmOptions) => C): C {
    const { credential, subscriptionId, endpoint } = this.#subscription;
    return new Client(credential, subscriptionId, {
      retryOptions,
      ...(endpoint && { endpoint, credentials: { scopes: [scope] } }),
    });
  }
}
