import { hash } from 'node:crypto';
import { WorkspaceError } from '../../../../services/errors.ts';
import type {
  ContainerUrl,
  CopyWay,
  ExpectedFile,
  FileAddress,
  FileClient,
  FilePage,
  ScanResult,
  StoredFile,
} from '../../../../services/files/file.ts';
import type { Clock } from '../../../../services/time/clock.ts';
import { pause } from '../../../../services/time/pause.ts';

/** No call of storage takes longer, also where nobody waits for it any more. */
const longestLagInMs = 18_000;

interface Blob {
  readonly content: string;
  readonly etag: string;
  scan: ScanResult;
}

/**
 * Blob storage in memory, one for all processes of a simulated world. What it was told to do it does, also when nobody waits
 * for the answer any more: a copy appears when it appears.
 */
export class SimulatedBlobs implements FileClient {
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #underway = new Set<() => void>();
  readonly #containers = new Map<ContainerUrl, Map<string, Blob>>();
  readonly #appeared: (to: FileAddress, content: string) => void;
  /** How likely a copy takes some seconds of which its caller does not know. */
  lag = 0;
  #writes = 0;

  constructor(clock: Clock, random: () => number, appeared: (to: FileAddress, content: string) => void) {
    this.#clock = clock;
    this.#random = random;
    this.#appeared = appeared;
  }

  put({ container, path }: FileAddress, content: string, scan: ScanResult = 'clean'): void {
    this.#writes += 1;
    const blobs = this.#containers.get(container) ?? new Map<string, Blob>();
    this.#containers.set(container, blobs.set(path, { content, etag: `etag-${this.#writes}`, scan }));
  }

  remove({ container, path }: FileAddress): void {
    this.#containers.get(container)?.delete(path);
  }

  tag(address: FileAddress, scan: ScanResult): void {
    const blob = this.#find(address);
    if (blob) blob.scan = scan;
  }

  /** The contents by path. */
  contents(container: ContainerUrl): Map<string, string> {
    return new Map([...(this.#containers.get(container) ?? [])].map(([path, { content }]) => [path, content]));
  }

  async list(container: ContainerUrl): Promise<FilePage> {
    return { files: [...(this.#containers.get(container) ?? [])].map(([path, blob]) => storedFile(path, blob)) };
  }

  async look(address: FileAddress): Promise<(StoredFile & { readonly scan: ScanResult }) | undefined> {
    const blob = this.#find(address);
    return blob && { ...storedFile(address.path, blob), scan: blob.scan };
  }

  async hash(file: FileAddress & { readonly etag: string }): Promise<string> {
    const blob = this.#find(file);
    if (!blob) throw new WorkspaceError('not-found', 'There is no such file.');
    if (blob.etag !== file.etag) throw new WorkspaceError('stale', 'The file has changed.');
    return sha256(blob.content);
  }

  async copy(from: ExpectedFile, to: FileAddress, signal: AbortSignal): Promise<CopyWay> {
    signal.throwIfAborted();
    const blob = this.#find(from);
    if (!blob || blob.etag !== from.etag || blob.content.length !== from.bytes || sha256(blob.content) !== from.sha256)
      throw new WorkspaceError('stale', 'The file has changed.');
    if (this.#random() < this.lag) {
      const lands = this.#later(() => this.#appear(to, blob.content));
      const isPatient = this.#random() < 0.5;
      if (!isPatient) throw new WorkspaceError('timeout', 'The storage does not answer.');
      await lands;
      return 'streamed';
    }
    this.#appear(to, blob.content);
    return 'streamed';
  }

  /** What was on its way appears now: before time jumps, since it is late by seconds and not by days. */
  land(): void {
    for (const appear of [...this.#underway]) appear();
  }

  async removeAll(container: ContainerUrl, prefix: string): Promise<void> {
    const blobs = this.#containers.get(container);
    for (const path of [...(blobs?.keys() ?? [])]) if (path.startsWith(prefix)) blobs?.delete(path);
  }

  async removeContainer(container: ContainerUrl): Promise<void> {
    this.#containers.delete(container);
  }

  async readLink(): Promise<string> {
    return 'https://public.example/?sig=secret';
  }

  #later(appear: () => void): Promise<void> {
    return new Promise((resolve) => {
      const once = () => {
        if (!this.#underway.delete(once)) return;
        appear();
        resolve();
      };
      this.#underway.add(once);
      void pause(this.#clock, this.#random() * longestLagInMs).then(once);
    });
  }

  #appear(to: FileAddress, content: string): void {
    this.put(to, content);
    this.#appeared(to, content);
  }

  #find({ container, path }: FileAddress): Blob | undefined {
    return this.#containers.get(container)?.get(path);
  }
}

export function sha256(content: string): string {
  return hash('sha256', content);
}

function storedFile(path: string, { content, etag }: Blob): StoredFile {
  return { path, bytes: content.length, etag, modifiedAt: new Date(0), contentType: 'text/csv' };
}
