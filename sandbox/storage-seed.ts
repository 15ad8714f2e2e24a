import { join } from 'node:path';
import { BlobServiceClient, type ContainerClient, StorageSharedKeyCredential } from '@azure/storage-blob';
import { StorageSharedKeyCredential as QueueKeyCredential, QueueServiceClient } from '@azure/storage-queue';
import type { Azurite } from './azurite.ts';
import { filesContainer, workspaces } from './seed.ts';
import { seedFiles } from './seed-files.ts';
import { readState, writeState } from './state-file.ts';

/** The storage account of the platform itself; its queue carries the effects. */
export const platformAccount = 'stlabdesk';
export const effectsQueue = 'labdesk-effects';
/** Where the ledger's checkpoints go. */
export const ledgerContainer = 'labdesk-ledger';
/** Counts what the seed puts there; a storage of an earlier count gets what it lacks. */
const edition = 2;

/** Names of all storage accounts there are. */
export function storageAccounts(): readonly string[] {
  return [platformAccount, ...workspaces.flatMap(({ storage }) => [storage.public, storage.secure])];
}

/** Puts queue and files into fresh storage; a second start finds what the first one left. */
export async function seedStorage(azurite: Azurite, directory: string): Promise<void> {
  const mark = join(directory, 'storage-seeded.json');
  const found = (await readState(mark)) as { edition?: number } | undefined;
  if (found?.edition === edition) return;
  await Promise.all([
    seedQueue(azurite),
    containerOf(azurite, platformAccount, ledgerContainer).createIfNotExists(),
    ...workspaces.map((workspace) => seedWorkspace(azurite, workspace)),
  ]);
  await writeState(mark, { at: new Date().toISOString(), edition });
}

async function seedQueue({ queuePort, keys }: Azurite): Promise<void> {
  const credential = new QueueKeyCredential(platformAccount, keys[platformAccount] ?? '');
  const service = new QueueServiceClient(`https://127.0.0.1:${queuePort}/${platformAccount}`, credential);
  await service.getQueueClient(effectsQueue).createIfNotExists();
}

async function seedWorkspace(azurite: Azurite, { id, storage }: (typeof workspaces)[number]): Promise<void> {
  const container = containerOf(azurite, storage.secure, filesContainer);
  await container.createIfNotExists();
  for (const { path, content, contentType } of seedFiles(id)) {
    await container.getBlockBlobClient(path).uploadData(content, { blobHTTPHeaders: { blobContentType: contentType } });
  }
}

function containerOf({ blobPort, keys }: Azurite, account: string, name: string): ContainerClient {
  const credential = new StorageSharedKeyCredential(account, keys[account] ?? '');
  return new BlobServiceClient(`https://127.0.0.1:${blobPort}/${account}`, credential).getContainerClient(name);
}
