import { mkdir } from 'node:fs/promises';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { startAzure } from './azure.ts';
import { startAzurite } from './azurite.ts';
import { botEnvironment } from './bot-environment.ts';
import { type BotMessage, BotProcess } from './bot-process.ts';
import { loadCertificates } from './certificates.ts';
import { startConnectorKeys } from './connector-keys.ts';
import { DirectoryLock } from './directory-lock.ts';
import { EndpointsFile } from './endpoints.ts';
import { playground } from './playground.ts';
import { chatters } from './playground-config.ts';
import { choosePorts, type Ports } from './ports.ts';
import { Roster } from './roster.ts';
import { SandboxError } from './sandbox-error.ts';
import type { Settings } from './settings.ts';
import { seedStorage, storageAccounts } from './storage-seed.ts';

const botEntry = fileURLToPath(new URL('../bot/index.ts', import.meta.url));
/** Together a little less than the ten seconds that a stop may take. */
const botGraceInMs = 8000;
const azuriteGraceInMs = 1200;
const chatGraceInMs = 300;

export interface SandboxOptions {
  /** Ends the start at the next opportunity. */
  readonly signal: AbortSignal;
  /** Takes sentences for the person who watches. */
  readonly say: (sentence: string) => void;
  /** Called when something ended that the sandbox cannot be without. */
  readonly failed: (sentence: string) => void;
  /** What is started as the bot; default bot/index.ts. */
  readonly botEntry?: string;
}

export interface Sandbox {
  readonly ports: Ports;
  /** Ends everything, the bot first. False where something had to be killed. */
  stop(): Promise<boolean>;
}

/** Starts everything and resolves when all of it answers. @throws {SandboxError} after ending what had started. */
export async function startSandbox(settings: Settings, options: SandboxOptions): Promise<Sandbox> {
  const stack = new AsyncDisposableStack();
  try {
    return await start(settings, options, stack);
  } catch (error) {
    await stack.disposeAsync();
    throw taken(error) ?? error;
  }
}

/** Somebody may take a port between the look at it and its use. */
function taken(error: unknown): SandboxError | undefined {
  const { code, port } = error as NodeJS.ErrnoException & { port?: number };
  return code === 'EADDRINUSE'
    ? new SandboxError(`Port ${port} was just taken by another program. Try again.`)
    : undefined;
}

async function start(settings: Settings, options: SandboxOptions, stack: AsyncDisposableStack): Promise<Sandbox> {
  const { directory } = settings;
  const { signal } = options;
  await mkdir(directory, { recursive: true });
  const lock = await DirectoryLock.take(directory);
  stack.defer(() => lock.release());
  await EndpointsFile.removeFrom(directory);
  const ports = await choosePorts(settings);
  const certificates = await loadCertificates(directory);
  setDefaultCACertificates([...getCACertificates('default'), certificates.ca]);

  const roster = new Roster(directory, lock);
  let inOrder = true;
  const azurite = await startAzurite({
    ...roster.entry('azurite'),
    directory,
    certificates,
    reserved: Object.values(ports),
    accounts: storageAccounts(),
    died: options.failed,
    signal,
  });
  stack.defer(async () => {
    inOrder = (await azurite.stop(azuriteGraceInMs)) && inOrder;
  });
  setDefaultCACertificates([...getCACertificates('default'), azurite.certificate]);
  await seedStorage(azurite, directory);
  signal.throwIfAborted();

  let bot: BotProcess | undefined;
  const azure = await startAzure({
    directory,
    certificates,
    ports,
    vmSeconds: settings.vmSeconds,
    deploySeconds: settings.deploySeconds,
    storage: azurite,
    billing: settings.billing,
    seedCosts: true,
    ...(settings.signInActivity && { graphPermissions: ['AuditLog.Read.All'] }),
    bot: { send: async (message: BotMessage) => bot?.send(message) },
  });
  stack.defer(() => azure.close());
  const connectorKeys = settings.auth ? await startConnectorKeys(directory, ports.openid) : undefined;
  if (connectorKeys) stack.defer(() => connectorKeys.close());

  const facts = { settings, ports, caPath: certificates.caPath, clientSecret: azure.clientSecret, connectorKeys };
  const chats = await Promise.all(
    (settings.playground ? chatters : []).map((chatter) =>
      playground({
        ...roster.entry(`playground-${chatter}`),
        directory,
        chatter,
        ports,
        died: options.say,
      }),
    ),
  );
  for (const chat of chats) stack.defer(() => chat.stop(chatGraceInMs).then(() => {}));
  const botProcess = new BotProcess({
    ...roster.entry('bot'),
    entry: options.botEntry ?? botEntry,
    env: await botEnvironment(facts),
    port: ports.bot,
    died: options.say,
  });
  bot = botProcess;
  stack.defer(async () => {
    inOrder = (await botProcess.stop(botGraceInMs)) && inOrder;
  });
  signal.addEventListener('abort', () => void botProcess.stop(botGraceInMs));
  await Promise.all([botProcess.start(), ...chats.map((chat) => chat.start())]);
  signal.throwIfAborted();

  const endpoints = new EndpointsFile(facts);
  stack.defer(() => endpoints.close());
  roster.changed = (pids) => endpoints.update(pids);
  await endpoints.open(roster.pids);
  signal.throwIfAborted();
  return {
    ports,
    stop: async () => {
      await stack.disposeAsync();
      return inOrder;
    },
  };
}
