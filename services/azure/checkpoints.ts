import type { TokenCredential } from '@azure/identity';
import type { BlockBlobUploadOptions, ContainerClient } from '@azure/storage-blob';
import { z } from 'zod';
import type { Checkpoint, CheckpointStore, FoundCheckpoint } from '../ledger/ledger-checkpoint.ts';
import { BlobClients } from './blob-clients.ts';
import { fileError, storageCode, storageStatus } from './blob-errors.ts';

export interface AzureCheckpointsOptions {
  /** Of the container: `https://account.blob.core.windows.net/labdesk-ledger`. Made where it is missing. */
  readonly url: string;
  readonly credential: TokenCredential;
  /** How long the account shall refuse to change or remove a checkpoint; undefined leaves that to the container's own policy. */
  readonly immutableDays?: number;
}

const limitInMs = 10_000;
const readAtOnce = 16;
const dayInMs = 86_400_000;
const nameShape = /\/(\d{12})\.json$/;
const shape = z.object({
  workspace: z.string(),
  count: z.number().int().positive(),
  hash: z.string(),
  at: z.string(),
  keyId: z.string(),
  algorithm: z.string(),
  signature: z.string(),
});

/**
 * Checkpoints as blobs, `<workspace>/<count>.json`, each put with If-None-Match so that none is ever replaced, and with a
 * time-based retention policy in the same request where one is wanted (Put Blob, `x-ms-immutability-policy-until-date`; the
 * container must support version-level immutability).
 */
export class AzureCheckpoints implements CheckpointStore {
  readonly #options: AzureCheckpointsOptions;
  readonly #clients: BlobClients;

  constructor(options: AzureCheckpointsOptions) {
    this.#options = options;
    this.#clients = new BlobClients(options.credential);
  }

  async put(checkpoint: Checkpoint): Promise<void> {
    const body = JSON.stringify(checkpoint);
    const name = `${checkpoint.workspace}/${`${checkpoint.count}`.padStart(12, '0')}.json`;
    await this.#call(async (container) => {
      try {
        await container.getBlockBlobClient(name).upload(body, Buffer.byteLength(body), this.#policy());
      } catch (error) {
        // There already: by an attempt whose answer was lost, or by somebody who signed the same.
        if (!['BlobAlreadyExists', 'BlobImmutableDueToPolicy'].includes(storageCode(error))) throw error;
      }
    });
  }

  async *list(workspace: string): AsyncGenerator<FoundCheckpoint> {
    let continuation: string | undefined;
    do {
      const page = await this.#call((container) => names(container, `${workspace}/`, continuation));
      for (let first = 0; first < page.names.length; first += readAtOnce) {
        const some = page.names.slice(first, first + readAtOnce);
        yield* await this.#call((container) => Promise.all(some.map((name) => read(container, name))));
      }
      continuation = page.continuation;
    } while (continuation);
  }

  /** Rejects where the container does not answer; for readiness. */
  async check(): Promise<void> {
    await this.#call((container) => container.getProperties({ abortSignal: AbortSignal.timeout(limitInMs) }));
  }

  #policy(): BlockBlobUploadOptions {
    const days = this.#options.immutableDays;
    // By real time, as the account counts it.
    const immutabilityPolicy = days && {
      expiriesOn: new Date(Date.now() + days * dayInMs),
      policyMode: 'Unlocked' as const,
    };
    return {
      conditions: { ifNoneMatch: '*' },
      blobHTTPHeaders: { blobContentType: 'application/json' },
      abortSignal: AbortSignal.timeout(limitInMs),
      ...(immutabilityPolicy && { immutabilityPolicy }),
    };
  }

  async #call<T>(operation: (container: ContainerClient) => Promise<T>): Promise<T> {
    const container = await this.#clients.container(this.#options.url);
    try {
      return await operation(container);
    } catch (error) {
      if (storageCode(error) !== 'ContainerNotFound') throw fileError(error);
    }
    try {
      await container.createIfNotExists({ abortSignal: AbortSignal.timeout(limitInMs) });
      return await operation(container);
    } catch (error) {
      throw fileError(error);
    }
  }
}

async function names(
  container: ContainerClient,
  prefix: string,
  continuationToken: string | undefined,
): Promise<{ names: string[]; continuation?: string }> {
  const pages = container
    .listBlobsFlat({ prefix, abortSignal: AbortSignal.timeout(limitInMs) })
    .byPage({ maxPageSize: 1000, ...(continuationToken && { continuationToken }) });
  const { value } = await pages.next();
  const found = ((value?.segment.blobItems ?? []) as readonly { readonly name: string }[]).map(({ name }) => name);
  return {
    names: found.filter((name) => nameShape.test(name)),
    ...(value?.continuationToken && { continuation: value.continuationToken as string }),
  };
}

async function read(container: ContainerClient, name: string): Promise<FoundCheckpoint> {
  const count = Number(nameShape.exec(name)![1]);
  try {
    const abortSignal = AbortSignal.timeout(limitInMs);
    const content = await container.getBlockBlobClient(name).downloadToBuffer(undefined, undefined, { abortSignal });
    const parsed = shape.safeParse(parse(content.toString('utf8')));
    return { count, ...(parsed.success && { checkpoint: parsed.data }) };
  } catch (error) {
    // Removed since it was listed.
    if (storageStatus(error) === 404 && storageCode(error) !== 'ContainerNotFound') return { count };
    throw error;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
