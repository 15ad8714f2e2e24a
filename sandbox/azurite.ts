import { randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { z } from 'zod';
import type { Certificates } from './certificates.ts';
import { freePort } from './ports.ts';
import type { Program } from './program.ts';
import { startUntilReady } from './ready-program.ts';
import { readState, writeState } from './state-file.ts';
import { listens, until } from './until.ts';

const require = createRequire(import.meta.url);
const startsWithinMs = 60_000;

/** Storage account name -> its key in base64. */
export type StorageKeys = Readonly<Record<string, string>>;

export interface AzuriteOptions {
  readonly directory: string;
  readonly certificates: Certificates;
  /** Ports that others will listen on. */
  readonly reserved: readonly number[];
  /** Names of the storage accounts. */
  readonly accounts: readonly string[];
  readonly logPath: string;
  readonly started: (program: Program) => void;
  /** Ends the start. */
  readonly signal: AbortSignal;
  /** Called when it ends without being asked to. */
  readonly died: (sentence: string) => void;
}

/** Azurite behind its proxies: nobody else talks to these ports. */
export interface Azurite {
  readonly blobPort: number;
  readonly queuePort: number;
  readonly keys: StorageKeys;
  stop(graceInMs: number): Promise<boolean>;
}

/** Starts Azurite (blob and queue over TLS, with OAuth) and resolves when it listens. @throws {SandboxError} where it does not. */
export async function startAzurite(options: AzuriteOptions): Promise<Azurite> {
  const { directory, certificates, reserved, accounts, logPath, started, signal: stop, died } = options;
  const keys = await loadKeys(join(directory, 'storage-keys.json'), accounts);
  const blobPort = await freePort(reserved);
  const queuePort = await freePort([...reserved, blobPort]);
  const tablePort = await freePort([...reserved, blobPort, queuePort]);
  const program = await startUntilReady(
    {
      name: 'Azurite, the storage,',
      args: [
        require.resolve('azurite/dist/src/azurite.js'),
        ...['--location', join(directory, 'azurite'), '--silent', '--disableTelemetry', '--skipApiVersionCheck'],
        ...['--oauth', 'basic', '--cert', certificates.certPath, '--key', certificates.keyPath],
        ...['--blobHost', '127.0.0.1', '--queueHost', '127.0.0.1', '--tableHost', '127.0.0.1'],
        ...['--blobPort', `${blobPort}`, '--queuePort', `${queuePort}`, '--tablePort', `${tablePort}`],
      ],
      env: {
        AZURITE_ACCOUNTS: Object.entries(keys)
          .map(([account, key]) => `${account}:${key}`)
          .join(';'),
        // It fetches the source of a copy over TLS from itself.
        NODE_EXTRA_CA_CERTS: certificates.caPath,
      },
      logPath,
    },
    // The table service is the last of the three to listen.
    (signal) =>
      until(() => listens(tablePort), { signal, deadlineInMs: startsWithinMs, name: 'Azurite, the storage,' }),
    { stop, started },
  );

  let stopping = false;
  void program.ended.then(() => {
    if (!stopping) died('Azurite, the storage, ended unexpectedly.');
  });
  return {
    blobPort,
    queuePort,
    keys,
    stop: (graceInMs) => {
      stopping = true;
      return program.stop(graceInMs);
    },
  };
}

/** The accounts' keys, made where one is missing. */
async function loadKeys(path: string, accounts: readonly string[]): Promise<StorageKeys> {
  const found = z.record(z.string(), z.string()).safeParse(await readState(path));
  const keys: Record<string, string> = found.success ? { ...found.data } : {};
  for (const account of accounts) keys[account] ??= randomBytes(64).toString('base64');
  await writeState(path, keys);
  return keys;
}
