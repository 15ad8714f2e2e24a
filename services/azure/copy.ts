import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import type { BlobDownloadHeaders, BlockBlobClient } from '@azure/storage-blob';
import type { CopyWay, ExpectedFile, FileAddress } from '../files/file.ts';
import { type Block, readInBlocks } from './blob-blocks.ts';
import type { BlobClients } from './blob-clients.ts';
import { beingRemoved, fileError, isChanged, isMissing, staleFile, storageCode, storageStatus } from './blob-errors.ts';
import { CopyWays, type UrlWay } from './copy-ways.ts';

const limitInMs = 10_000;
/** Azure copies a block of 8 MiB in well under a second. */
const stagedWithinMs = 60_000;
const attempts = 3;
const pieceBytes = 256 * 1024;

interface CopyOptions {
  readonly clients: BlobClients;
  /** An address of the file that carries its own permission, for some minutes. */
  readonly signed: (file: FileAddress) => Promise<string>;
}

/**
 * Copies files between accounts. The blocks of the copy are staged, which nobody can see, while the source is read (If-Match)
 * and hashed; one Put Block List then makes the whole file appear, and only where the hash is the expected one. So whoever
 * looks at the target sees nothing, or what stood there before, and then exactly what was approved: never a part and never
 * something else. Blocks that were staged and never committed are removed by Azure after a week (Put Block, "Remarks").
 *
 * A block is staged from URL where Azure may read the source by itself: it fetches the range, and takes it only with the MD5
 * that we read (Put Block From URL, x-ms-source-content-md5). Else the bytes pass through us. Either way the
 * ETag is asked for once more right before the commit.
 */
export class FileCopy {
  readonly #options: CopyOptions;
  readonly #ways = new CopyWays();

  constructor(options: CopyOptions) {
    this.#options = options;
  }

  /** Throws the SDK's errors, and WorkspaceError `stale`. What stands there already counts as copied from URL. */
  async copy(from: ExpectedFile, to: FileAddress, signal: AbortSignal): Promise<CopyWay> {
    const { clients } = this.#options;
    const [source, target] = [await clients.file(from), await clients.file(to)];
    for (let attempt = 1; ; attempt += 1) {
      const standing = await this.#standing(to, target, signal);
      if (standing && (await holds(target, standing, from, signal))) return 'from-url';
      try {
        return await this.#make(from, source, to, target, standing?.etag, signal);
      } catch (error) {
        // Somebody else put something there meanwhile, most likely the same copy, and with it our blocks were dropped.
        const overtaken = ['BlobAlreadyExists', 'InvalidBlockList', 'ConditionNotMet', 'TargetConditionNotMet'];
        if (attempt === attempts || !overtaken.includes(storageCode(error))) throw error;
      }
    }
  }

  /** What is at the target now; makes the container where that is missing. */
  async #standing(to: FileAddress, target: BlockBlobClient, signal: AbortSignal) {
    const abortSignal = within(signal, limitInMs);
    try {
      return await target.getProperties({ abortSignal });
    } catch (error) {
      if (!isMissing(error)) throw error;
      if (storageCode(error) === 'ContainerNotFound')
        await (await this.#options.clients.container(to.container)).createIfNotExists({ abortSignal });
      return undefined;
    }
  }

  async #make(
    from: ExpectedFile,
    source: BlockBlobClient,
    to: FileAddress,
    target: BlockBlobClient,
    replaced: string | undefined,
    signal: AbortSignal,
  ): Promise<CopyWay> {
    const { contentType } = await expected(source, from, signal);
    const series = randomBytes(16).toString('hex');
    const ids: string[] = [];
    let streamed = false;
    const reading = { source, etag: from.etag, bytes: from.bytes, signal };
    const sha256 = await readInBlocks(reading, async (block, either) => {
      const id = blockId(series, block.index);
      ids[block.index] = id;
      if (await this.#stageFromUrl(id, block, from, to, target, either)) return;
      streamed = true;
      await this.#stage(id, block, target, either);
    }).catch((error: unknown) => {
      throw isChanged(error) || isMissing(error) ? staleFile() : error;
    });
    if (sha256 !== from.sha256) throw staleFile();
    await expected(source, from, signal);
    await target.commitBlockList(ids, {
      conditions: replaced ? { ifMatch: replaced } : { ifNoneMatch: '*' },
      blobHTTPHeaders: { blobContentType: contentType },
      abortSignal: within(signal, limitInMs),
    });
    return streamed ? 'streamed' : 'from-url';
  }

  async #stage(id: string, { content }: Block, target: BlockBlobClient, signal: AbortSignal): Promise<void> {
    try {
      const abortSignal = within(signal, stagedWithinMs);
      await target.stageBlock(id, () => Readable.from(pieces(content)), content.length, { abortSignal });
    } catch (error) {
      signal.throwIfAborted();
      // The container was there a moment ago. What is missing at the target says nothing about the source.
      throw isMissing(error) ? beingRemoved() : fileError(error);
    }
  }

  /** False where Azure does not read the source by itself, for whatever reason. */
  async #stageFromUrl(
    id: string,
    { offset, content, md5 }: Block,
    from: ExpectedFile,
    to: FileAddress,
    target: BlockBlobClient,
    signal: AbortSignal,
  ): Promise<boolean> {
    for (;;) {
      const way = this.#ways.way(from.container, to.container);
      if (!way) return false;
      try {
        const { url, sourceAuthorization } = await this.#permitted(way, from);
        await target.stageBlockFromURL(id, url, offset, content.length, {
          sourceAuthorization,
          sourceContentMD5: md5,
          abortSignal: within(signal, stagedWithinMs),
        });
        return true;
      } catch (error) {
        signal.throwIfAborted();
        if (!isRefusal(error)) return false;
        this.#ways.refused(from.container, to.container, way);
      }
    }
  }

  async #permitted(way: UrlWay, from: FileAddress) {
    const { clients, signed } = this.#options;
    if (way === 'signature') return { url: await signed(from) };
    const { url } = await clients.file(from);
    return { url, sourceAuthorization: { scheme: 'Bearer', value: await clients.token() } };
  }
}

/** The source, where it still is what was expected. @throws {WorkspaceError} stale */
async function expected(source: BlockBlobClient, { etag, bytes }: ExpectedFile, signal: AbortSignal) {
  const abortSignal = within(signal, limitInMs);
  try {
    const found = await source.getProperties({ conditions: { ifMatch: etag }, abortSignal });
    if (found.contentLength === bytes) return found;
  } catch (error) {
    if (!isChanged(error) && !isMissing(error)) throw error;
  }
  throw staleFile();
}

/** True where the target holds the expected content already: read, not believed. */
async function holds(
  target: BlockBlobClient,
  { etag = '', contentLength }: Pick<BlobDownloadHeaders, 'etag' | 'contentLength'>,
  { bytes, sha256 }: ExpectedFile,
  signal: AbortSignal,
): Promise<boolean> {
  if (contentLength !== bytes) return false;
  return (await readInBlocks({ source: target, etag, bytes, signal }, async () => {})) === sha256;
}

/** True where trying again soon would be refused again; false where it was this once. */
function isRefusal(error: unknown): boolean {
  const status = storageStatus(error);
  return status === 501 || storageCode(error) === 'CannotVerifyCopySource' || (status >= 400 && status < 409);
}

/** All of one length, as Put Block demands; of this copy alone, so that a copy beside it cannot change a block of ours. */
function blockId(series: string, index: number): string {
  return Buffer.from(`${series}${`${index}`.padStart(5, '0')}`).toString('base64');
}

/** Sent whole, a block would be in memory three times: as it is, encrypted, and on its way. */
function* pieces(content: Buffer): Generator<Buffer> {
  for (let from = 0; from < content.length; from += pieceBytes) yield content.subarray(from, from + pieceBytes);
}

function within(signal: AbortSignal, ms: number): AbortSignal {
  return AbortSignal.any([signal, AbortSignal.timeout(ms)]);
}
