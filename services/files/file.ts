/** A blob as a file: what is known of it without reading it. */
export interface StoredFile {
  /** Slash-separated, without a leading slash; in Unicode's NFC or however its owner named it, never changed. */
  readonly path: string;
  readonly bytes: number;
  /** Changes with every write; opaque. */
  readonly etag: string;
  readonly modifiedAt: Date;
  readonly contentType: string;
}

/** What the scanner of the storage account says (Defender for Storage, index tag `Malware Scanning scan result`). */
export type ScanResult = 'clean' | 'malicious' | 'not-scanned';

/** A container of a storage account: `https://<account>.blob.core.windows.net/<container>`. */
export type ContainerUrl = string;

export interface FileAddress {
  readonly container: ContainerUrl;
  readonly path: string;
}

/** A file that must still be the one that somebody saw. */
export interface ExpectedFile extends FileAddress {
  readonly bytes: number;
  readonly etag: string;
  /** Hex. */
  readonly sha256: string;
}

/** How the copy was made: by Azure itself, or through this process in blocks. */
export type CopyWay = 'from-url' | 'streamed';

export interface ReadLink {
  readonly file: FileAddress;
  /** What the browser saves it as. */
  readonly fileName: string;
  /** At most 5. */
  readonly minutes: number;
  /** `203.0.113.0-203.0.113.255` or one address; undefined for anywhere. */
  readonly addresses?: string;
}

/**
 * Files in Azure Blob Storage; `azure/files.ts` provides it. Every method throws WorkspaceErrors only: not-found (no such
 * container or file), stale (the file is not the expected one any more), refused (Labdesk lacks a right there), throttled,
 * timeout, unavailable.
 */
export interface FileClient {
  /** One page of the files under the prefix, by path, at most 5,000. */
  list(container: ContainerUrl, prefix?: string, continuation?: string): Promise<FilePage>;
  /** Undefined where there is none. */
  look(file: FileAddress): Promise<(StoredFile & { readonly scan: ScanResult }) | undefined>;
  /** SHA-256 of the content, hex, read in one go. @throws stale where the ETag is another by then */
  hash(file: FileAddress & { readonly etag: string }, signal: AbortSignal): Promise<string>;
  /**
   * Copies exactly what was expected to where it then is, whole or not at all; makes the container. What stands there with
   * the same content is left alone. The hash is checked before, or where Azure copies by itself after.
   * @throws stale where the source is not the expected one any more
   */
  copy(from: ExpectedFile, to: FileAddress, signal: AbortSignal): Promise<CopyWay>;
  /** Removes every file under the prefix; none is fine. */
  removeAll(container: ContainerUrl, prefix: string): Promise<void>;
  /** Removes the container with all that is in it; none is fine. */
  removeContainer(container: ContainerUrl): Promise<void>;
  /**
   * An address of the file that carries its own permission (a user-delegation SAS): this file alone, to read, over https.
   * Whoever has it can read the file until then; it is neither kept nor logged.
   */
  readLink(link: ReadLink): Promise<string>;
}

export interface FilePage {
  readonly files: readonly StoredFile[];
  readonly continuation?: string;
}
