import type { TokenCredential } from '@azure/identity';
import type { ContainerClient } from '@azure/storage-blob';
import type { DropStore } from '../costs/cost-drop.ts';
import { WorkspaceError } from '../errors.ts';
import { BlobClients } from './blob-clients.ts';
import { fileError } from './blob-errors.ts';

export interface AzureCostDropOptions {
  /** Of the container: `https://account.blob.core.windows.net/labdesk-costs`. Made where it is missing. */
  readonly url: string;
  readonly credential: TokenCredential;
}

const limitInMs = 60_000;
const blockBytes = 4 * 1024 * 1024;

/** Files for reporting tools as blobs: blocks are staged while the text comes, and the blob appears with all of them at once. */
export class AzureCostDrop implements DropStore {
  readonly #url: string;
  readonly #clients: BlobClients;

  constructor({ url, credential }: AzureCostDropOptions) {
    this.#url = url;
    this.#clients = new BlobClients(credential);
  }

  async put(name: string, text: AsyncIterable<string>, signal: AbortSignal): Promise<void> {
    try {
      const container = await this.#clients.container(this.#url);
      await container.createIfNotExists({ abortSignal: AbortSignal.timeout(limitInMs) });
      await write(container, name, text, signal);
    } catch (error) {
      // What made the text may have failed, too, and says so itself.
      throw error instanceof WorkspaceError ? error : fileError(error);
    }
  }
}

async function write(
  container: ContainerClient,
  name: string,
  text: AsyncIterable<string>,
  signal: AbortSignal,
): Promise<void> {
  const blob = container.getBlockBlobClient(name);
  const ids: string[] = [];
  const stage = async (block: Buffer) => {
    const id = Buffer.from(`${ids.length}`.padStart(6, '0')).toString('base64');
    await blob.stageBlock(id, block, block.length, { abortSignal: within(signal) });
    ids.push(id);
  };
  let parts: Buffer[] = [];
  let bytes = 0;
  for await (const piece of text) {
    const part = Buffer.from(piece);
    parts.push(part);
    bytes += part.length;
    if (bytes < blockBytes) continue;
    await stage(Buffer.concat(parts));
    [parts, bytes] = [[], 0];
  }
  if (bytes > 0) await stage(Buffer.concat(parts));
  const blobHTTPHeaders = { blobContentType: 'text/csv; charset=utf-8' };
  await blob.commitBlockList(ids, { blobHTTPHeaders, abortSignal: within(signal) });
}

function within(signal: AbortSignal): AbortSignal {
  return AbortSignal.any([signal, AbortSignal.timeout(limitInMs)]);
}
