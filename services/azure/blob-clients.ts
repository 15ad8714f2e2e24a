import type { TokenCredential } from '@azure/identity';
import type { BlobServiceClient, BlockBlobClient, ContainerClient, Pipeline } from '@azure/storage-blob';
import type { ContainerUrl, FileAddress } from '../files/file.ts';
import { missingFile } from './blob-errors.ts';

type Sdk = typeof import('@azure/storage-blob');

/** Retries are short: somebody waits, or an effect comes again by itself. */
const retryOptions = { maxTries: 3, retryDelayInMs: 100, maxRetryDelayInMs: 1000 };
const longestName = 1024;

/** Clients of the Blob service for whatever container; all share connections and tokens. The SDK is loaded at its first use. */
export class BlobClients {
  readonly #credential: TokenCredential;
  #loading: Promise<{ sdk: Sdk; pipeline: Pipeline }> | undefined;

  constructor(credential: TokenCredential) {
    this.#credential = credential;
  }

  async sdk(): Promise<Sdk> {
    return (await this.#load()).sdk;
  }

  /** A token for the Blob service, as `Authorization` takes it. */
  async token(): Promise<string> {
    return (await this.#credential.getToken('https://storage.azure.com/.default'))?.token ?? '';
  }

  async container(url: ContainerUrl): Promise<ContainerClient> {
    const { sdk, pipeline } = await this.#load();
    return new sdk.ContainerClient(url, pipeline);
  }

  /** Of the account that the container is in. */
  async account(container: ContainerUrl): Promise<BlobServiceClient> {
    return await this.service(container.slice(0, container.lastIndexOf('/')));
  }

  async service(url: string): Promise<BlobServiceClient> {
    const { sdk, pipeline } = await this.#load();
    return new sdk.BlobServiceClient(url, pipeline);
  }

  /** @throws {WorkspaceError} not-found for a name that no address can carry */
  async file({ container, path }: FileAddress): Promise<BlockBlobClient> {
    if (!isAddressable(path)) throw missingFile();
    return (await this.container(container)).getBlockBlobClient(path);
  }

  async #load(): Promise<{ sdk: Sdk; pipeline: Pipeline }> {
    this.#loading ??= import('@azure/storage-blob').then((sdk) => ({
      sdk,
      pipeline: sdk.newPipeline(this.#credential, { retryOptions }),
    }));
    return await this.#loading;
  }
}

/**
 * False for names that an address would not carry to the storage as they are: segments `.` and `..` vanish from every URL
 * (WHATWG URL, 4.4), and a backslash becomes a slash on its way. Such a name would reach another file.
 */
export function isAddressable(path: string): boolean {
  return (
    path !== '' &&
    path.length <= longestName &&
    path.isWellFormed() &&
    !path.includes('\\') &&
    !path.split('/').some((segment) => segment === '.' || segment === '..')
  );
}
