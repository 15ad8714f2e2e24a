import { join } from 'node:path';
import { QueueServiceClient, StorageSharedKeyCredential } from '@azure/storage-queue';
import { filesContainer, workspaces } from './seed.ts';
import { seedFiles } from './seed-files.ts';
import { readState, writeState } from './state-file.ts';
import { blobsBehind, type StorageBehind } from './storage-behind.ts';

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
export async function seedStorage(behind: StorageBehind, directory: string): Promise<void> {
  const mark = join(directory, 'storage-seeded.json');
  const found = (await readState(mark)) as { edition?: number } | undefined;
  if (found?.edition === edition) return;
  await Promise.all([
    seedQueue(behind),
    blobsBehind(behind, platformAccount).getContainerClient(ledgerContainer).createIfNotExists(),
    ...workspaces.map((workspace) => seedWorkspace(behind, workspace)),
  ]);
  await writeState(mark, { at: new Date().toISOString(), edition });
}

async function seedQueue({ queuePort, keys }: StorageBehind): Promise<void> {
  const credential = new StorageSharedKeyCredential(platformAccount, keys[platformAccount] ?? '');
  const service = new QueueServiceClient(`https://127.0.0.1:${queuePort}/${platformAccount}`, credential);
  await service.getQueueClient(effectsQueue).createIfNotExists();
}

async function seedWorkspace(behind: StorageBehind, { id, storage }: (typeof workspaces)[number]): Promise<void> {
  const container = blobsBehind(behind, storage.secure).getContainerClient(filesContainer);
  await container.createIfNotExists();
  for (const { path, content, contentType } of seedFiles(id)) {
    await container.getBlockBlobClient(path).uploadData(content, { blobHTTPHeaders: { blobContentType: contentType } });
  }
}
