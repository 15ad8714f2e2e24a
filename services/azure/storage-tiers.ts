import type { TokenCredential } from '@azure/identity';
import type { BlobItem, BlobServiceClient, ContainerClient } from '@azure/storage-blob';
import type {
  BlobServiceUrl,
  ContainerInventory,
  StorageTierClient,
  TierOptions,
  TierPage,
} from '../archives/storage-tiers.ts';
import { WorkspaceError } from '../errors.ts';
import { BlobClients, isAddressable } from './blob-clients.ts';
import { fileError, storageCode, storageStatus } from './blob-errors.ts';

type Tier = TierPage['tier'];

/** Where a walk through all blobs stands. */
interface Place {
  /** Containers before this one are done. */
  readonly container: string;
  /** Azure's own, within the container. */
  readonly marker?: string;
  /** As it turned out. */
  readonly tier: Tier;
}

/** List Blobs, `maxresults`. */
const largestPage = 5000;
const setAtOnce = 16;

/** Tiers of blobs, and what there is of them (Blob service REST, Set Blob Tier and List Blobs). Errors are WorkspaceErrors. */
export class AzureStorageTiers implements StorageTierClient {
  readonly #clients: BlobClients;
  readonly #pageSize: number;

  /** `pageSize`: how many blobs one call of `set` looks at. */
  constructor(credential: TokenCredential, { pageSize = largestPage }: { readonly pageSize?: number } = {}) {
    this.#clients = new BlobClients(credential);
    this.#pageSize = pageSize;
  }

  async set(
    blobService: BlobServiceUrl,
    wanted: 'archive' | 'hot',
    { signal, continuation }: TierOptions,
  ): Promise<TierPage> {
    return await wrapped(async () => {
      const service = await this.#service(blobService);
      const from = continuation === undefined ? undefined : placeOf(continuation);
      const walk = new TierWalk(from?.tier ?? (wanted === 'hot' ? 'Hot' : 'Archive'), signal);
      for await (const { name } of service.listContainers({ abortSignal: signal })) {
        if (isAzures(name) || (from && name < from.container)) continue;
        const marker = name === from?.container ? from.marker : undefined;
        const next = await walk.through(service.getContainerClient(name), this.#pageSize - walk.blobs, marker);
        if (next !== undefined || walk.blobs >= this.#pageSize) {
          // Without a marker the container is done, and what comes next begins after it.
          const container = next === undefined ? `${name}\u0000` : name;
          return walk.page({ container, ...(next !== undefined && { marker: next }), tier: walk.tier });
        }
      }
      return walk.page();
    });
  }

  async inventory(blobService: BlobServiceUrl, { signal }: { readonly signal: AbortSignal }) {
    return await wrapped(async () => {
      const service = await this.#service(blobService);
      const found: ContainerInventory[] = [];
      for await (const { name } of service.listContainers({ abortSignal: signal })) {
        if (!isAzures(name)) found.push(await count(service.getContainerClient(name), signal));
      }
      return found;
    });
  }

  async remove(blobService: BlobServiceUrl, { signal }: { readonly signal: AbortSignal }) {
    const there = await this.inventory(blobService, { signal });
    return await wrapped(async () => {
      const service = await this.#service(blobService);
      const removed = { containers: 0, blobs: 0, bytes: 0 };
      for (const { container, blobs, bytes } of there) {
        const { succeeded } = await service.getContainerClient(container).deleteIfExists({ abortSignal: signal });
        if (!succeeded) continue;
        removed.containers += 1;
        removed.blobs += blobs;
        removed.bytes += bytes;
      }
      return removed;
    });
  }

  async #service(url: BlobServiceUrl): Promise<BlobServiceClient> {
    return await this.#clients.service(url.replace(/\/$/, ''));
  }
}

/** What one call does. */
class TierWalk {
  tier: Tier;
  blobs = 0;
  readonly #signal: AbortSignal;
  #bytes = 0;
  #comingBack = 0;

  constructor(tier: Tier, signal: AbortSignal) {
    this.tier = tier;
    this.#signal = signal;
  }

  /** At most so many blobs of the container. Resolves with the marker of what is left of it. */
  async through(container: ContainerClient, atMost: number, marker: string | undefined): Promise<string | undefined> {
    const { value } = await container
      .listBlobsFlat({ abortSignal: this.#signal })
      .byPage({ maxPageSize: atMost, ...(marker !== undefined && { continuationToken: marker }) })
      .next();
    const items: readonly BlobItem[] = value?.segment.blobItems ?? [];
    this.blobs += items.length;
    for (let first = 0; first < items.length; first += setAtOnce) {
      const batch = items.slice(first, first + setAtOnce);
      await Promise.all(batch.map(async (item) => await this.#visit(container, item)));
    }
    return value?.continuationToken || undefined;
  }

  page(next?: Place): TierPage {
    return {
      blobs: this.blobs,
      bytes: this.#bytes,
      tier: this.tier,
      comingBack: this.#comingBack,
      ...(next && { continuation: Buffer.from(JSON.stringify(next)).toString('base64url') }),
    };
  }

  async #visit(container: ContainerClient, { name, properties }: BlobItem): Promise<void> {
    this.#bytes += properties.contentLength ?? 0;
    // It has the tier Archive until it is back, and is given no other until then.
    if (properties.archiveStatus !== undefined) this.#comingBack += 1;
    // Others than block blobs have no such tiers, and some names would reach another blob.
    else if (properties.blobType === 'BlockBlob' && properties.accessTier !== this.tier && isAddressable(name)) {
      await this.#set(container, name);
    }
  }

  async #set(container: ContainerClient, name: string): Promise<void> {
    const { tier } = this;
    try {
      const answer = await container.getBlobClient(name).setAccessTier(tier, { abortSignal: this.#signal });
      // "The new tier is being set": what comes from Archive takes hours.
      if (tier === 'Hot' && answer._response.status === 202) this.#comingBack += 1;
    } catch (error) {
      // Somebody removed it since.
      if (storageStatus(error) === 404) return;
      // Somebody had it brought back since it was listed, which cannot be called off (Blob storage, "Blob rehydration from the archive tier").
      if (storageCode(error) === 'BlobBeingRehydrated') {
        this.#comingBack += 1;
        return;
      }
      // Azure refuses Archive to accounts that stand in several zones with 400.
      if (tier !== 'Archive' || storageStatus(error) !== 400) throw error;
      this.tier = 'Cold';
      await this.#set(container, name);
    }
  }
}

async function count(client: ContainerClient, abortSignal: AbortSignal): Promise<ContainerInventory> {
  let [blobs, bytes] = [0, 0];
  try {
    for await (const { properties } of client.listBlobsFlat({ abortSignal })) {
      blobs += 1;
      bytes += properties.contentLength ?? 0;
    }
  } catch (error) {
    if (storageStatus(error) !== 404) throw error;
  }
  return { container: client.containerName, blobs, bytes };
}

/** `$logs` and the like. */
function isAzures(container: string): boolean {
  return container.startsWith('$');
}

function placeOf(continuation: string): Place {
  return JSON.parse(Buffer.from(continuation, 'base64url').toString()) as Place;
}

async function wrapped<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const known = fileError(error);
    if (known.code !== 'refused') throw known;
    throw new WorkspaceError(
      'refused',
      'The storage does not let Labdesk change its files. Ask an admin to give Labdesk the role Storage Blob Data Contributor on it.',
      { cause: known.cause },
    );
  }
}
