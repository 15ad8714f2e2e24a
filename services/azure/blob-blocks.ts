import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { BlockBlobClient } from '@azure/storage-blob';
import { storageStatus } from './blob-errors.ts';

export interface Block {
  readonly index: number;
  readonly offset: number;
  /** Good until the work on it ends. */
  readonly content: Buffer;
  readonly md5: Buffer;
}

export interface Reading {
  readonly source: BlockBlobClient;
  /** Every byte comes from the version with this ETag, or reading fails. */
  readonly etag: string;
  readonly bytes: number;
  readonly signal: AbortSignal;
}

const usualBytes = 4 * 1024 * 1024;
/** Put Block List, "Remarks". */
const mostBlocks = 50_000;
/** So many blocks are in memory, however large the file is. */
const atOnce = 2;
/** How long one block may take. */
const limitInMs = 60_000;
const attempts = 3;
const hashedAtOnce = 1024 * 1024;

/**
 * Reads a file block by block, gives each to `use` (several at a time), and returns the SHA-256 of all, in hex. The first
 * failure ends it; nothing is under way any more when it is thrown.
 */
export async function readInBlocks(
  { source, etag, bytes, signal }: Reading,
  use: (block: Block, signal: AbortSignal) => Promise<void>,
): Promise<string> {
  const size = Math.max(usualBytes, Math.ceil(bytes / mostBlocks));
  const count = Math.ceil(bytes / size);
  const whole = createHash('sha256');
  const broken = new AbortController();
  const either = AbortSignal.any([signal, broken.signal]);
  let next = 0;
  let hashing: Promise<Buffer | undefined> = Promise.resolve(undefined);

  const work = async () => {
    const memory = Buffer.allocUnsafeSlow(Math.min(size, bytes));
    while (next < count && !either.aborted) {
      const index = next;
      next += 1;
      const offset = index * size;
      const content = memory.subarray(0, Math.min(size, bytes - offset));
      const reading = read(source, offset, content, etag, either);
      // Blocks are read side by side and hashed one after the other.
      const before = hashing;
      const hashed = Promise.all([reading, before]).then(() => digest(content, whole));
      hashing = hashed;
      await use({ index, offset, content, md5: await hashed }, either);
    }
  };
  const workers = Array.from({ length: Math.min(atOnce, count) }, async () => {
    try {
      await work();
    } catch (error) {
      broken.abort(error);
      throw error;
    }
  });
  await Promise.allSettled(workers);
  either.throwIfAborted();
  return whole.digest('hex');
}

async function read(
  source: BlockBlobClient,
  offset: number,
  into: Buffer,
  etag: string,
  signal: AbortSignal,
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const abortSignal = AbortSignal.any([signal, AbortSignal.timeout(limitInMs)]);
    try {
      await source.downloadToBuffer(into, offset, into.length, {
        blockSize: into.length,
        concurrency: 1,
        conditions: { ifMatch: etag },
        maxRetryRequestsPerBlock: 3,
        abortSignal,
      });
      return;
    } catch (error) {
      signal.throwIfAborted();
      const status = storageStatus(error);
      if (attempt === attempts || (status >= 300 && status < 500)) throw error;
    }
  }
}

/** Adds to the hash in small steps: others have the processor in between. */
async function digest(content: Buffer, whole: ReturnType<typeof createHash>): Promise<Buffer> {
  const md5 = createHash('md5');
  for (let from = 0; from < content.length; from += hashedAtOnce) {
    const part = content.subarray(from, from + hashedAtOnce);
    whole.update(part);
    md5.update(part);
    await nextTurn();
  }
  return md5.digest();
}
