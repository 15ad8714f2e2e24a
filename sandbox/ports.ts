import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { z } from 'zod';
import { SandboxError } from './sandbox-error.ts';
import type { Settings } from './settings.ts';
import { readState, writeState } from './state-file.ts';

/** Who listens where, and how it is called in front of people. */
const listeners = {
  bot: 'the bot',
  azure: 'the simulated Azure',
  control: 'the control of the simulated Azure',
  openid: 'the connector keys',
  researcher: "the researcher's chat",
  owner: "the owner's chat",
  admin: "the admin's chat",
  blob: 'blob storage',
  queue: 'queue storage',
} as const;

export type Listener = keyof typeof listeners;
export type Ports = Readonly<Record<Listener, number>>;

const names = Object.keys(listeners) as Listener[];
const kept = z.record(z.enum(names as [Listener, ...Listener[]]), z.number().int());

/**
 * The sandbox's ports: those that the settings name, or, where one of the two is 0, free ones that are kept in the
 * directory, because links, pollers and conversation references hold them.
 * @throws {SandboxError} that names the port which somebody else has.
 */
export async function choosePorts(settings: Settings): Promise<Ports> {
  const chooses = settings.botPort === 0 || settings.azurePort === 0;
  const ports = chooses ? await keptPorts(settings) : namedPorts(settings);
  for (const name of names) {
    if (!settings.playground && isChat(name)) continue;
    if (await isFree(ports[name])) continue;
    const advice = chooses
      ? `It was chosen at the first start and is kept in ${settings.directory}; end what has it, or delete that directory.`
      : 'End what has it, or set PORT and SANDBOX_PORT to 0 for free ports.';
    throw new SandboxError(`Port ${ports[name]} is taken, and ${listeners[name]} needs it. ${advice}`);
  }
  return ports;
}

/** A port nobody listens on now; below those that systems hand out to outgoing connections. */
export async function freePort(except: readonly number[] = []): Promise<number> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const port = randomInt(20_000, 32_000);
    if (!except.includes(port) && (await isFree(port))) return port;
  }
  throw new SandboxError('There is no free port between 20000 and 32000 on 127.0.0.1.');
}

function isChat(name: Listener): boolean {
  return name === 'researcher' || name === 'owner' || name === 'admin';
}

function namedPorts({ botPort, azurePort }: Settings): Ports {
  return {
    bot: botPort,
    azure: azurePort,
    control: azurePort + 1,
    openid: azurePort + 2,
    researcher: azurePort + 3,
    owner: azurePort + 4,
    admin: azurePort + 5,
    blob: 10_000,
    queue: 10_001,
  };
}

async function keptPorts(settings: Settings): Promise<Ports> {
  const path = join(settings.directory, 'ports.json');
  const found = kept.safeParse(await readState(path));
  const ports: Partial<Record<Listener, number>> = found.success ? { ...found.data } : {};
  if (settings.botPort !== 0) ports.bot = settings.botPort;
  if (settings.azurePort !== 0) ports.azure = settings.azurePort;
  for (const name of names) ports[name] ??= await freePort(Object.values(ports));
  await writeState(path, ports);
  return ports as Ports;
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => probe.close(() => resolve(true)));
  });
}
