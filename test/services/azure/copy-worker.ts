import { ClientSecretCredential } from '@azure/identity';
import { clientId } from '../../../sandbox/seed.ts';
import { AzureFiles } from '../../../services/azure/files.ts';
import type { ExpectedFile, FileAddress } from '../../../services/files/file.ts';

interface Task {
  readonly authority: string;
  readonly tenantId: string;
  readonly secret: string;
  /** Copied first: what is loaded once is no memory of the copy. */
  readonly first: ExpectedFile;
  readonly from: ExpectedFile;
  readonly to: readonly FileAddress[];
}

/** By how much a process had more during a copy than before the first, at most, in bytes: what it still needed, garbage apart. */
export interface Taken {
  readonly way: string;
  readonly buffers: number;
  readonly resident: number;
}

const limitInMs = 1_800_000;

/** A process of its own (`--expose-gc`) that makes copies one after the other, and says how much memory each took. */
const { authority, tenantId, secret, first, from, to } = JSON.parse(process.env.COPY ?? '') as Task;
const options = { authorityHost: authority, disableInstanceDiscovery: true };
const files = new AzureFiles(new ClientSecretCredential(tenantId, clientId, secret, options));
await files.copy(first, { ...to[0]!, path: first.path }, AbortSignal.timeout(limitInMs));
const taken: Taken[] = [];
const before = needed();
for (const each of to) {
  let [buffers, resident] = [0, 0];
  const look = () => {
    const now = needed();
    buffers = Math.max(buffers, now.external - before.external);
    resident = Math.max(resident, now.rss - before.rss);
  };
  const looking = setInterval(look, 100);
  const way = await files.copy(from, each, AbortSignal.timeout(limitInMs));
  clearInterval(looking);
  look();
  taken.push({ way, buffers, resident });
}
process.stdout.write(JSON.stringify(taken));

/** When garbage is collected is V8's to say, and differs from machine to machine. */
function needed(): NodeJS.MemoryUsage {
  globalThis.gc?.();
  return process.memoryUsage();
}
