import { ClientSecretCredential } from '@azure/identity';
import { clientId } from '../../../sandbox/seed.ts';
import { AzureFiles } from '../../../services/azure/files.ts';
import type { ExpectedFile, FileAddress } from '../../../services/file.ts';

interface Task {
  readonly authority: string;
  readonly tenantId: string;
  readonly secret: string;
  /** Copied first: what is loaded once is no memory of the copy. */
  readonly first: ExpectedFile;
  readonly from: ExpectedFile;
  readonly to: FileAddress;
}

/** A process of its own that makes one copy and says by how much its memory grew meanwhile, at most. */
const { authority, tenantId, secret, first, from, to } = JSON.parse(process.env.COPY ?? '') as Task;
const options = { authorityHost: authority, disableInstanceDiscovery: true };
const files = new AzureFiles(new ClientSecretCredential(tenantId, clientId, secret, options));
await files.copy(first, { ...to, path: first.path }, AbortSignal.timeout(60_000));
const before = process.memoryUsage.rss();
let most = before;
const sampling = setInterval(() => {
  most = Math.max(most, process.memoryUsage.rss());
}, 5);
const way = await files.copy(from, to, AbortSignal.timeout(60_000));
clearInterval(sampling);
process.stdout.write(JSON.stringify({ way, grownBytes: Math.max(most, process.memoryUsage.rss()) - before }));
