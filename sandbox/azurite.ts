import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { Certificates } from './certificates.ts';
import { freePort } from './ports.ts';
import type { Program } from './program.ts';
import { startUntilReady } from './ready-program.ts';
import { SandboxError } from './sandbox-error.ts';
import { readState, writeState } from './state-file.ts';
import type { StorageBehind, StorageKeys } from './storage-behind.ts';
import { listens, until } from './until.ts';
import { issueCertificate } from './x509.ts';

const require = createRequire(import.meta.url);
const noTelemetry = new URL('./preloads/no-telemetry.ts', import.meta.url).href;
const changingAccounts = new URL('./preloads/storage-accounts.ts', import.meta.url).href;
const startsWithinMs = 60_000;
const tellsWithinMs = 30_000;

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
export interface Azurite extends StorageBehind {
  readonly certificate: string;
  stop(graceInMs: number): Promise<boolean>;
}

/** Starts Azurite (blob and queue over TLS, with OAuth) and resolves when it listens. @throws {SandboxError} where it does not. */
export async function startAzurite(options: AzuriteOptions): Promise<Azurite> {
  const { directory, certificates, reserved, accounts, logPath, started, signal: stop, died } = options;
  const keysPath = join(directory, 'storage-keys.json');
  const keys = await loadKeys(keysPath, accounts);
  const own = await loadCertificate(directory);
  const blobPort = await freePort(reserved);
  const queuePort = await freePort([...reserved, blobPort]);
  const tablePort = await freePort([...reserved, blobPort, queuePort]);
  const program = await startUntilReady(
    {
      name: 'Azurite, the storage,',
      args: [
        ...['--import', noTelemetry, '--import', changingAccounts, require.resolve('azurite/dist/src/azurite.js')],
        ...['--location', join(directory, 'azurite'), '--silent', '--disableTelemetry', '--skipApiVersionCheck'],
        ...['--oauth', 'basic', '--cert', own.path, '--key', own.path],
        ...['--blobHost', '127.0.0.1', '--queueHost', '127.0.0.1', '--tableHost', '127.0.0.1'],
        ...['--blobPort', `${blobPort}`, '--queuePort', `${queuePort}`, '--tablePort', `${tablePort}`],
      ],
      env: {
        AZURITE_ACCOUNTS: accountsOf(keys),
        // It fetches the source of a copy over TLS from where clients come.
        NODE_EXTRA_CA_CERTS: certificates.caPath,
      },
      logPath,
      messages: true,
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
    certificate: own.certificate,
    setAccount: async (name, exists) => {
      if (exists) keys[name] ??= randomBytes(64).toString('base64');
      else delete keys[name];
      await writeState(keysPath, keys);
      await tellAccounts(program, accountsOf(keys));
    },
    stop: (graceInMs) => {
      stopping = true;
      return program.stop(graceInMs);
    },
  };
}

/** As `AZURITE_ACCOUNTS` takes them. */
function accountsOf(keys: StorageKeys): string {
  return Object.entries(keys)
    .map(([account, key]) => `${account}:${key}`)
    .join(';');
}

/** Resolves when Azurite says that it has these accounts; rejects where it ends before. */
async function tellAccounts({ child, ended }: Program, accounts: string): Promise<void> {
  const signal = AbortSignal.timeout(tellsWithinMs);
  await new Promise<void>((resolve, reject) => {
    const done = (message: unknown) => {
      if ((message as { accounts?: unknown }).accounts !== accounts) return;
      child.off('message', done);
      resolve();
    };
    child.on('message', done);
    signal.addEventListener('abort', () => {
      child.off('message', done);
      reject(signal.reason);
    });
    void ended.then(() => reject(new SandboxError('Azurite, the storage, ended before it knew its accounts.')));
    child.send({ accounts }, (error) => error && reject(error));
  });
}

/**
 * Key and certificate in one file. Signed by itself: of blocks that are put from a URL Azurite fetches the source from its own
 * port and trusts there nothing but the very certificate that it shows.
 */
async function loadCertificate(directory: string): Promise<{ path: string; certificate: string }> {
  const path = join(directory, 'certificates', 'azurite.pem');
  if (!existsSync(path)) {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const made = issueCertificate({
      ...{ subject: 'localhost', issuer: 'localhost', usage: 'server', years: 10 },
      ...{ publicKey, signingKey: privateKey },
    });
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await writeFile(`${path}.new`, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() + made, {
      mode: 0o600,
    });
    await rename(`${path}.new`, path);
  }
  const text = await readFile(path, 'utf8');
  return { path, certificate: text.slice(text.indexOf('-----BEGIN CERTIFICATE-----')) };
}

/** The accounts' keys, made where one is missing. */
async function loadKeys(path: string, accounts: readonly string[]): Promise<Record<string, string>> {
  const found = z.record(z.string(), z.string()).safeParse(await readState(path));
  const keys: Record<string, string> = found.success ? { ...found.data } : {};
  for (const account of accounts) keys[account] ??= randomBytes(64).toString('base64');
  await writeState(path, keys);
  return keys;
}
