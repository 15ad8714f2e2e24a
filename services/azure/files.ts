import type { TokenCredential } from '@azure/identity';
import type { BlobItem, BlockBlobClient } from '@azure/storage-blob';
import type {
  ContainerUrl,
  CopyWay,
  ExpectedFile,
  FileAddress,
  FileClient,
  FilePage,
  ReadLink,
  ScanResult,
  StoredFile,
} from '../files/file.ts';
import { attachment } from '../text/content-disposition.ts';
import { readInBlocks } from './blob-blocks.ts';
import { BlobClients, isAddressable } from './blob-clients.ts';
import { fileError, isMissing, storageStatus } from './blob-errors.ts';
import { FileCopy } from './copy.ts';
import { backdatedInMs, DelegationKeys } from './delegation-keys.ts';

/** How long one call may take; a turn must answer within seconds. */
const limitInMs = 6000;
const removedWithinMs = 30_000;
const removedAtOnce = 16;
/** List Blobs, `maxresults`. */
const largestPage = 5000;
const longestLinkInMinutes = 5;
/** "Understand and consume malware scanning results" in Defender for Storage. */
const scanTag = 'Malware Scanning scan result';
const scanResults: Readonly<Record<string, ScanResult>> = { 'No threats found': 'clean', Malicious: 'malicious' };

/**
 * Files in Azure Blob Storage. Names that no address can carry (see {@link isAddressable}) are in no list, and not found.
 * Links and their keys live in real time, whatever the clock of the rules says.
 */
export class AzureFiles implements FileClient {
  readonly #clients: BlobClients;
  readonly #keys: DelegationKeys;
  readonly #copy: FileCopy;
  readonly #pageSize: number;

  /** `pageSize`: how many files a page of a list holds; default as many as Azure gives. */
  constructor(credential: TokenCredential, { pageSize = largestPage }: { readonly pageSize?: number } = {}) {
    this.#pageSize = pageSize;
    this.#clients = new BlobClients(credential);
    this.#keys = new DelegationKeys(this.#clients);
    const signed = async (file: FileAddress) => await this.#signed(file, longestLinkInMinutes);
    this.#copy = new FileCopy({ clients: this.#clients, signed });
  }

  async list(container: ContainerUrl, prefix?: string, continuation?: string): Promise<FilePage> {
    return await wrapped(async () => {
      const client = await this.#clients.container(container);
      // A folder of an account with a hierarchical namespace is a blob too and says so in its metadata alone.
      const options = { prefix, includeMetadata: true, abortSignal: AbortSignal.timeout(limitInMs) };
      const pages = client
        .listBlobsFlat(options)
        .byPage({ maxPageSize: this.#pageSize, ...(continuation && { continuationToken: continuation }) });
      const { value } = await pages.next();
      const items: readonly BlobItem[] = value?.segment.blobItems ?? [];
      return {
        files: items.filter((item) => isAddressable(item.name) && !isFolder(item)).map(toFile),
        ...(value?.continuationToken && { continuation: value.continuationToken as string }),
      };
    });
  }

  /** Resolves where the blob service answers and lets us in, whether there is such a container or not. */
  async check(container: ContainerUrl): Promise<void> {
    await wrapped(async () => {
      const client = await this.#clients.container(container);
      await client.exists({ abortSignal: AbortSignal.timeout(limitInMs) });
    });
  }

  async look(file: FileAddress): Promise<(StoredFile & { readonly scan: ScanResult }) | undefined> {
    if (!isAddressable(file.path)) return undefined;
    return await wrapped(async () => {
      const blob = await this.#clients.file(file);
      const abortSignal = AbortSignal.timeout(limitInMs);
      try {
        const [found, scan] = await Promise.all([blob.getProperties({ abortSignal }), scanOf(blob, abortSignal)]);
        return {
          path: file.path,
          bytes: found.contentLength ?? 0,
          etag: quotedTag(found.etag),
          modifiedAt: found.lastModified ?? new Date(0),
          contentType: found.contentType ?? 'application/octet-stream',
          scan,
        };
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
      }
    });
  }

  async hash(file: FileAddress & { readonly etag: string }, signal: AbortSignal): Promise<string> {
    return await wrapped(async () => {
      const source = await this.#clients.file(file);
      const { etag } = file;
      const abortSignal = AbortSignal.any([signal, AbortSignal.timeout(limitInMs)]);
      const { contentLength: bytes = 0 } = await source.getProperties({ conditions: { ifMatch: etag }, abortSignal });
      return await readInBlocks({ source, etag, bytes, signal }, async () => {});
    });
  }

  async copy(from: ExpectedFile, to: FileAddress, signal: AbortSignal): Promise<CopyWay> {
    return await wrapped(async () => await this.#copy.copy(from, to, signal));
  }

  async removeAll(container: ContainerUrl, prefix: string): Promise<void> {
    // What begins alike is not in the same folder, and an empty prefix is everything.
    if (!prefix.endsWith('/')) throw new RangeError('A prefix to remove is a folder.');
    await wrapped(async () => {
      const client = await this.#clients.container(container);
      const abortSignal = AbortSignal.timeout(removedWithinMs);
      try {
        for await (const { segment } of client.listBlobsFlat({ prefix, abortSignal }).byPage()) {
          // The deepest first: a folder of a hierarchical namespace goes only when it is empty.
          const names = segment.blobItems.map(({ name }) => name).sort((a, b) => b.length - a.length);
          for (let first = 0; first < names.length; first += removedAtOnce) {
            const batch = names.slice(first, first + removedAtOnce);
            const options = { deleteSnapshots: 'include', abortSignal } as const;
            await Promise.all(batch.map(async (name) => await client.getBlobClient(name).deleteIfExists(options)));
          }
        }
      } catch (error) {
        if (!isMissing(error)) throw error;
      }
    });
  }

  async removeContainer(container: ContainerUrl): Promise<void> {
    await wrapped(async () => {
      const client = await this.#clients.container(container);
      await client.deleteIfExists({ abortSignal: AbortSignal.timeout(limitInMs) });
    });
  }

  async readLink({ file, fileName, minutes, addresses }: ReadLink): Promise<string> {
    return await wrapped(
      async () => await this.#signed(file, minutes, { addresses, contentDisposition: attachment(fileName) }),
    );
  }

  /** Loads what the first command needs, so that nobody waits for it. */
  async warm(): Promise<void> {
    await this.#clients.sdk();
  }

  async #signed(
    file: FileAddress,
    minutes: number,
    { addresses, contentDisposition }: { addresses?: string; contentDisposition?: string } = {},
  ): Promise<string> {
    const { BlobSASPermissions, SASProtocol } = await this.#clients.sdk();
    const blob = await this.#clients.file(file);
    const { key, startsOn } = await this.#keys.keyFor(file.container);
    const now = Date.now();
    const [start = '', end] = addresses?.split('-') ?? [];
    const options = {
      permissions: BlobSASPermissions.parse('r'),
      protocol: SASProtocol.Https,
      startsOn: new Date(Math.max(startsOn.getTime(), now - backdatedInMs)),
      expiresOn: new Date(now + Math.min(minutes, longestLinkInMinutes) * 60_000),
      ...(addresses && { ipRange: { start, ...(end && { end }) } }),
      // Whatever it is, a browser saves it and never runs it beside other files of the account.
      ...(contentDisposition && { contentDisposition, contentType: 'application/octet-stream' }),
    };
    return await blob.generateUserDelegationSasUrl(options, key);
  }
}

async function wrapped<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof RangeError) throw error;
    throw fileError(error);
  }
}

/** Lists have ETags bare, answers have them in quotation marks. */
function quotedTag(etag = ''): string {
  return etag.startsWith('"') || etag.startsWith('W/') ? etag : `"${etag}"`;
}

function toFile({ name, properties }: BlobItem): StoredFile {
  return {
    path: name,
    bytes: properties.contentLength ?? 0,
    etag: quotedTag(properties.etag),
    modifiedAt: properties.lastModified,
    contentType: properties.contentType ?? 'application/octet-stream',
  };
}

function isFolder({ name, metadata }: BlobItem): boolean {
  return name.endsWith('/') || metadata?.hdi_isfolder === 'true';
}

/** Without the right to read tags nobody knows, and that is what is said. */
async function scanOf(blob: BlockBlobClient, abortSignal: AbortSignal): Promise<ScanResult> {
  try {
    const { tags } = await blob.getTags({ abortSignal });
    return scanResults[tags[scanTag] ?? ''] ?? 'not-scanned';
  } catch (error) {
    if (storageStatus(error) === 403) return 'not-scanned';
    throw error;
  }
}
