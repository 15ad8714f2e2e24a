import { rmSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ClientSecretCredential } from '@azure/identity';
import { Agent, fetch } from 'undici';
import { loadIdentity } from '../../../sandbox/azure/identity.ts';
import { type DirectoryPerson, State, type StateData } from '../../../sandbox/azure/state.ts';
import { type Azure, type AzureOptions, startAzure } from '../../../sandbox/azure.ts';
import { type Certificates, loadCertificates } from '../../../sandbox/certificates.ts';
import { clientId, tenantId } from '../../../sandbox/seed.ts';
import { trust } from '../../support/trust.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: answers are what the tests examine.
  readonly body: any;
}

export interface World extends AsyncDisposable {
  readonly azure: Azure;
  readonly certificates: Certificates;
  readonly credential: ClientSecretCredential;
  /** What the bot was told. */
  readonly told: unknown[];
  /** A call without the SDKs; `as` is the resource whose token it carries. */
  call(
    method: string,
    url: string,
    options?: { as?: string; body?: unknown; headers?: Record<string, string> },
  ): Promise<Answer>;
  control(method: string, path: string, body?: unknown): Promise<Answer>;
  /** Ends this Azure and starts another on the same directory and ports, with what is put there in between. */
  restart(fill?: Fill): Promise<void>;
}

/** Adds to what the sandbox starts with. */
export type Fill = (data: StateData) => void;

/** Somebody beside the seed. */
export function person(id: string, displayName = id, more?: DirectoryPerson['more']): DirectoryPerson {
  return { id, displayName, userPrincipalName: `${id}@x.example`, apps: [], ...(more && { more }) };
}

/** Options for the SDKs' credentials. */
export function identityOptions(azure: Azure): { authorityHost: string; disableInstanceDiscovery: boolean } {
  return { authorityHost: azure.origin, disableInstanceDiscovery: true };
}

let keys: Promise<string> | undefined;

/** A directory with nothing but certificates and keys, which take long to make: once for all worlds. */
function keysDirectory(): Promise<string> {
  keys ??= (async () => {
    const directory = await mkdtemp(join(tmpdir(), 'labdesk-keys-'));
    process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
    await loadCertificates(directory);
    loadIdentity(directory);
    return directory;
  })();
  return keys;
}

/** A simulated Azure of its own in an empty directory; machines take 0.2 s. */
export async function startWorld({ fill, ...options }: Partial<AzureOptions> & { fill?: Fill } = {}): Promise<World> {
  const directory = options.directory ?? (await mkdtemp(join(tmpdir(), 'labdesk-azure-')));
  await cp(await keysDirectory(), directory, { recursive: true, force: false });
  const change = (what: Fill | undefined) => {
    if (!what) return;
    const state = new State(directory);
    what(state.data);
    state.save();
  };
  change(fill);
  const certificates = await loadCertificates(directory);
  trust(certificates.ca);
  const told: unknown[] = [];
  const bot = { send: async (message: unknown) => told.push(message) };
  const settings = { directory, certificates, vmSeconds: 0.2, deploySeconds: 0.2, bot, ...options };
  let azure = await startAzure({ ports: { azure: 0, control: 0 }, ...settings });
  let agent = new Agent({ connect: { ca: certificates.ca } });
  const tokens = new Map<string, string>();
  const credential = new ClientSecretCredential(tenantId, clientId, azure.clientSecret, identityOptions(azure));

  const send = async (method: string, url: string, headers: Record<string, string>, body: unknown): Promise<Answer> => {
    const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
    const response = await fetch(url, { method, headers, body: text, dispatcher: agent, redirect: 'manual' });
    const received = await response.text();
    const json = response.headers.get('content-type')?.includes('json');
    return {
      status: response.status,
      headers: response.headers as unknown as Headers,
      body: json ? JSON.parse(received) : received,
    };
  };

  return {
    get azure() {
      return azure;
    },
    certificates,
    credential,
    told,
    async call(method, url, { as, body, headers = {} } = {}) {
      const authorization: Record<string, string> = {};
      if (as) {
        const token = tokens.get(as) ?? (await credential.getToken(`${as}/.default`)).token;
        tokens.set(as, token);
        authorization.authorization = `Bearer ${token}`;
      }
      const type: Record<string, string> =
        body === undefined
          ? {}
          : { 'content-type': typeof body === 'string' ? 'application/x-www-form-urlencoded' : 'application/json' };
      return send(method, new URL(url, azure.origin).href, { ...type, ...authorization, ...headers }, body);
    },
    control: (method, path, body) =>
      send(method, azure.control + path, body === undefined ? {} : { 'content-type': 'application/json' }, body),
    async restart(more) {
      const ports = { azure: Number(new URL(azure.origin).port), control: Number(new URL(azure.control).port) };
      await azure.close();
      // Connections of the old one are of no use.
      await agent.close();
      change(more);
      agent = new Agent({ connect: { ca: certificates.ca } });
      azure = await startAzure({ ports, ...settings });
    },
    async [Symbol.asyncDispose]() {
      await azure.close();
      await agent.close();
      // A directory that was given stays with its giver.
      if (!options.directory) await rm(directory, { recursive: true, force: true });
    },
  };
}

/** Asks until the answer satisfies; at most twenty seconds. */
export async function eventually<T>(ask: () => Promise<T>, satisfies: (answer: T) => boolean): Promise<T> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    const answer = await ask();
    if (satisfies(answer)) return answer;
    if (Date.now() > deadline) throw new Error(`Not within twenty seconds: ${JSON.stringify(answer)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
