import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ContainerClient } from '@azure/storage-blob';
import { startAzurite } from '../../sandbox/azurite.ts';
import { loadCertificates } from '../../sandbox/certificates.ts';
import { blobsBehind, type StorageKeys } from '../../sandbox/storage-behind.ts';
import type { ExpectedFile } from '../../services/files/file.ts';
import { startWorld, type World } from '../sandbox/azure/world.ts';
import { trust } from './trust.ts';

export const publicAccount = 'stoncologypublic';
export const secureAccount = 'stoncologysecure';
/** For what is done with all that an account holds. */
export const wholeAccount = 'stwhole';

/** A simulated Azure with a real Azurite behind its recording proxy, and three storage accounts. */
export interface StorageWorld extends AsyncDisposable {
  readonly world: World;
  /** Addresses of the accounts, as workspaces carry them. */
  readonly accounts: { readonly public: string; readonly secure: string };
  readonly keys: StorageKeys;
  /** With the account's key and past the proxy, so that what a test sets up is not recorded. */
  container(account: string, name: string): ContainerClient;
  /** A container that no other test has, with nothing in it. */
  fresh(account: string): Promise<{ readonly url: string; readonly client: ContainerClient }>;
  fault(fault: object): Promise<unknown>;
  /** What came through the proxy since the last `forget`: `PUT 201 /account/container/file?comp=block`. */
  calls(): Promise<string[]>;
  forget(): Promise<void>;
}

export async function startStorageWorld(): Promise<StorageWorld> {
  const directory = await mkdtemp(join(tmpdir(), 'labdesk-files-'));
  const certificates = await loadCertificates(directory);
  const azurite = await startAzurite({
    directory,
    certificates,
    reserved: [],
    accounts: [publicAccount, secureAccount, wholeAccount],
    logPath: join(directory, 'azurite.log'),
    started: () => {},
    signal: new AbortController().signal,
    died: () => {},
  });
  trust(certificates.ca, azurite.certificate);
  const world = await startWorld({ directory, certificates, storage: azurite });
  let containers = 0;
  const container = (account: string, name: string) => blobsBehind(azurite, account).getContainerClient(name);
  return {
    world,
    accounts: {
      public: `${world.azure.blob}/${publicAccount}`,
      secure: `${world.azure.blob}/${secureAccount}`,
    },
    keys: azurite.keys,
    container,
    fresh: async (account) => {
      containers += 1;
      const client = container(account, `test-${containers}`);
      await client.createIfNotExists();
      return { url: `${world.azure.blob}/${account}/${client.containerName}`, client };
    },
    fault: (fault) => world.control('POST', '/faults', { service: 'blob', ...fault }),
    calls: async () => {
      const { body } = await world.control('GET', '/requests?service=blob');
      return (body as { method: string; status: number; path: string }[]).map(
        ({ method, status, path }) => `${method} ${status} ${path}`,
      );
    },
    forget: async () => {
      await world.control('DELETE', '/faults');
      await world.control('DELETE', '/requests');
    },
    [Symbol.asyncDispose]: async () => {
      await world[Symbol.asyncDispose]();
      await azurite.stop(2000);
      await rm(directory, { recursive: true, force: true });
    },
  };
}

export function sha256(content: Buffer | string): string {
  return createHash('sha256').update(content).digest('hex');
}

/** Puts a file there and says how it will be expected. */
export async function put(
  { url, client }: { url: string; client: ContainerClient },
  path: string,
  content: Buffer | string,
): Promise<ExpectedFile> {
  const bytes = Buffer.from(content);
  const { etag = '' } = await client.getBlockBlobClient(path).uploadData(bytes);
  return { container: url, path, bytes: bytes.length, etag, sha256: sha256(bytes) };
}

/** What stands there; undefined where nothing can be seen. */
export async function contentOf(client: ContainerClient, path: string): Promise<Buffer | undefined> {
  const blob = client.getBlobClient(path);
  return (await blob.exists()) ? await blob.downloadToBuffer() : undefined;
}

let shared: Promise<StorageWorld> | undefined;

/** One for all suites of a run, since it takes seconds to start, on a busy machine up to a minute; it ends with the run. */
export function sharedStorage(): Promise<StorageWorld> {
  shared ??= startStorageWorld();
  return shared;
}

after(async function endSharedStorage() {
  this.timeout(20_000);
  // Whoever waited for it has heard why it did not start.
  const storage = await shared?.catch(() => undefined);
  await storage?.[Symbol.asyncDispose]();
});
