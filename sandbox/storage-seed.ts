import { join } from 'node:path';
import { BlobServiceClient, StorageSharedKeyCredential } from '@azure/storage-blob';
import { StorageSharedKeyCredential as QueueKeyCredential, QueueServiceClient } from '@azure/storage-queue';
import type { Azurite } from './azurite.ts';
import { filesContainer, workspaces } from './seed.ts';
import { seedFiles } from './seed-files.ts';
import { readState, writeState } from './state-file.ts';

/** The storage account of the platform itself; its queue carries the effects. */
export const platformAccount = 'stlabdesk';
export const effectsQueue = 'labdesk-effects';

/** Names of all storage accounts there are. */
export function storageAccounts(): readonly string[] {
  return [platformAccount, ...workspaces.flatMap(({ storage }) => [storage.public, storage.secure])];
}

/** Puts queue and files into fresh storage; a second start finds what the first one left. */
export async function seedStorage(azurite: Azurite, directory: string): Promise<void> {
  const mark = join(directory, 'storage-seeded.json');
  if (await readState(mark)) return;
  await Promise.all([seedQueue(azurite), ...workspaces.map((workspace) => seedWorkspace(azurite, workspace))]);
  await writeState(mark, { at: new Date().toISOString() });
}

async function seedQueue({ queuePort, keys }: Azurite): Promise<void> {
  const credential = new QueueKeyCredential(platformAccount, keys[platformAccount] ?? '');
  const service = new QueueServiceClient(`https://127.0.0.1:${queuePort}/${platformAccount}`, credential);
  await service.getQueueClient(effectsQueue).createIfNotExists();
}

async function seedWorkspace(azurite: Azurite, { id, storage }: (typeof workspaces)[number]): Promise<void> {
  const credential = new StorageSharedKeyCredential(storage.secure, azurite.keys[storage.secure] ?? '');
  const service = new BlobServiceClient(`https://127.0.0.1:${azurite.blobPort}/${storage.secure}`, credential);
  const container = service.getContainerClient(filesContainer);
  await container.createIfNotExists();
  for (const { path, content, contentType } of seedFiles(id)) {
    await container.getBlockBlobClient(path).uploadData(content, { blobHTTPHeaders: { blobContentType: contentType } });
  }
}
