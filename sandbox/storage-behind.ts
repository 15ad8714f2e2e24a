import { BlobServiceClient, StorageSharedKeyCredential } from '@azure/storage-blob';

/** Storage account name -> its key in base64. */
export type StorageKeys = Readonly<Record<string, string>>;

/** Azurite's own ports and its accounts' keys. */
export interface StorageBehind {
  readonly blobPort: number;
  readonly queuePort: number;
  /** As they are now. */
  readonly keys: StorageKeys;
  /** Its certificate as PEM, where it is not our CA's. */
  readonly certificate?: string;
  /** Makes an account, or ends one; resolves when it is so. */
  setAccount(name: string, exists: boolean): Promise<void>;
}

/** The blobs of an account past the proxy: neither recorded nor refused. */
export function blobsBehind(
  { blobPort, keys }: Pick<StorageBehind, 'blobPort' | 'keys'>,
  account: string,
): BlobServiceClient {
  const credential = new StorageSharedKeyCredential(account, keys[account] ?? '');
  return new BlobServiceClient(`https://127.0.0.1:${blobPort}/${account}`, credential);
}
