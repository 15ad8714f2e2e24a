import { createHash } from 'node:crypto';
import { WorkspaceError } from '../../services/errors.ts';
import type {
  CopyWay,
  ExpectedFile,
  FileAddress,
  FileClient,
  FilePage,
  ReadLink,
  ScanResult,
  StoredFile,
} from '../../services/files/file.ts';
import { SimulatedCalls } from './simulated-calls.ts';

interface Kept {
  readonly content: string;
  readonly etag: string;
  readonly scan: ScanResult;
}

/** Storage behind its port, in memory; pages hold as many files as `pageSize` says. */
export class SimulatedFiles extends SimulatedCalls implements FileClient {
  readonly links: ReadLink[] = [];
  pageSize = 5000;
  readonly #containers = new Map<string, Map<string, Kept>>();
  #writes = 0;

  put(container: string, path: string, content = path, scan: ScanResult = 'clean'): StoredFile {
    this.#writes += 1;
    const files = this.#containers.get(container) ?? new Map<string, Kept>();
    this.#containers.set(container, files);
    const kept = { content, etag: `"${this.#writes}"`, scan };
    files.set(path, kept);
    return toFile(path, kept);
  }

  /** Undefined where there is none. */
  content({ container, path }: FileAddress): string | undefined {
    return this.#containers.get(container)?.get(path)?.content;
  }

  remove({ container, path }: FileAddress): void {
    this.#containers.get(container)?.delete(path);
  }

  async list(container: string, prefix = '', continuation = '0'): Promise<FilePage> {
    this.called('list');
    const files = this.#containers.get(container);
    if (!files) throw missing();
    const all = [...files].filter(([path]) => path.startsWith(prefix)).sort(([a], [b]) => (a < b ? -1 : 1));
    const end = Number(continuation) + this.pageSize;
    const page = all.slice(Number(continuation), end).map(([path, kept]) => toFile(path, kept));
    return { files: page, ...(end < all.length && { continuation: `${end}` }) };
  }

  async look({ container, path }: FileAddress) {
    this.called('look');
    const kept = this.#containers.get(container)?.get(path);
    return kept && { ...toFile(path, kept), scan: kept.scan };
  }

  async hash(file: FileAddress & { readonly etag: string }): Promise<string> {
    this.called('hash');
    const kept = this.#containers.get(file.container)?.get(file.path);
    if (!kept) throw missing();
    if (kept.etag !== file.etag) throw changed();
    return sha256(kept.content);
  }

  async copy(from: ExpectedFile, to: FileAddress): Promise<CopyWay> {
    this.called('copy');
    const kept = this.#containers.get(from.container)?.get(from.path);
    if (kept?.etag !== from.etag || sha256(kept.content) !== from.sha256) throw changed();
    this.put(to.container, to.path, kept.content);
    return 'from-url';
  }

  async removeAll(container: string, prefix: string): Promise<void> {
    this.called('remove');
    const files = this.#containers.get(container);
    for (const path of [...(files?.keys() ?? [])]) if (path.startsWith(prefix)) files?.delete(path);
  }

  async removeContainer(container: string): Promise<void> {
    this.called('remove');
    this.#containers.delete(container);
  }

  async readLink(link: ReadLink): Promise<string> {
    this.called('link');
    this.links.push(link);
    return `${link.file.container}/${encodeURIComponent(link.file.path)}?sig=secret-${this.links.length}`;
  }
}

function toFile(path: string, { content, etag }: Kept): StoredFile {
  return {
    path,
    bytes: Buffer.byteLength(content),
    etag,
    modifiedAt: new Date('2026-02-27T10:00:00Z'),
    contentType: 'text/csv',
  };
}

function sha256(content: string): string {
  return createHash('sha256').update(content).digest('hex');
}

function missing(): WorkspaceError {
  return new WorkspaceError('not-found', 'The file is not there any more.');
}

function changed(): WorkspaceError {
  return new WorkspaceError('stale', 'The file was changed in the meantime.');
}
