import { MalwareScanner } from './malware-scanner.ts';
import { StorageAccounts } from './storage-accounts.ts';
import type { StorageBehind } from './storage-behind.ts';
import { type StorageProxyOptions, startStorageProxy } from './storage-proxy.ts';

/** What clients see of the storage: the proxies, behind which it is recorded, refused and scanned. */
export interface StorageFront {
  /** `https://127.0.0.1:<port>`. */
  readonly blob: string;
  readonly queue: string;
  readonly accounts: StorageAccounts;
  close(): Promise<void>;
}

const host = '127.0.0.1';

export async function startStorageFront(
  behind: StorageBehind,
  ports: { readonly blob?: number; readonly queue?: number },
  shared: Pick<StorageProxyOptions, 'certificates' | 'faults' | 'requests' | 'tokens'>,
): Promise<StorageFront> {
  const accounts = new StorageAccounts(behind);
  const scanner = new MalwareScanner(behind);
  const common = { ...shared, targetCertificate: behind.certificate };
  const [blob, queue] = await Promise.all([
    startStorageProxy({
      ...{ ...common, service: 'blob', port: ports.blob ?? 0, targetPort: behind.blobPort },
      written: (path) => scanner.written(path),
      hasArchive: (account) => accounts.hasArchive(account),
    }),
    startStorageProxy({ ...common, service: 'queue', port: ports.queue ?? 0, targetPort: behind.queuePort }),
  ]);
  await scanner.sweep();
  return {
    blob: `https://${host}:${blob.port}`,
    queue: `https://${host}:${queue.port}`,
    accounts,
    close: async () => {
      await Promise.all([blob.close(), queue.close(), scanner.close(), accounts.settled()]);
    },
  };
}
