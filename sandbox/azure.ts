import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Books } from './azure/books.ts';
import { BotClock } from './azure/bot-clock.ts';
import { ClientAuthentication } from './azure/client-authentication.ts';
import { type BotMessage, Control } from './azure/control.ts';
import { CostControl } from './azure/cost-control.ts';
import { createResourceManager } from './azure/create-resource-manager.ts';
import { Faults } from './azure/faults.ts';
import { createGraph } from './azure/graph/create-graph.ts';
import { loadIdentity } from './azure/identity.ts';
import { Login } from './azure/login.ts';
import { Metrics } from './azure/metrics.ts';
import { Prices } from './azure/prices.ts';
import { QuotaControl } from './azure/quota-control.ts';
import { RequestLog } from './azure/request-log.ts';
import { ResourceGroups } from './azure/resource-groups.ts';
import { seedCosts } from './azure/seed-costs.ts';
import { AzureServer } from './azure/server.ts';
import { type ResourceRecord, State } from './azure/state.ts';
import { Tokens } from './azure/tokens.ts';
import { Usage } from './azure/usage.ts';
import type { Certificates } from './certificates.ts';
import type { StorageBehind } from './storage-behind.ts';
import { startStorageFront } from './storage-front.ts';

export interface AzureOptions {
  /** Holds everything that outlives a run: state, secret, signing key. */
  readonly directory: string;
  readonly certificates: Certificates;
  /** 0 takes a free one; blob and queue are the proxies', needed with `storage` alone. */
  readonly ports: { readonly azure: number; readonly control: number; readonly blob?: number; readonly queue?: number };
  /** Azurite, where there is one: it gets a proxy in front and a malware scanner. */
  readonly storage?: StorageBehind;
  /** How long a machine takes to start, stop or restart. */
  readonly vmSeconds: number;
  /** How long a deployment takes. */
  readonly deploySeconds: number;
  /** How many items a list answers at once; default 100, of costs and prices as many as Azure does. */
  readonly pageSize?: number;
  /** How long an access token lives, in seconds; default 3599. */
  readonly tokenSeconds?: number;
  /** Application permissions for Graph beside those that Labdesk always has: `AuditLog.Read.All`. */
  readonly graphPermissions?: readonly string[];
  /** Machines and disks cost their price while they are there; default is that nothing costs but what a test says. */
  readonly billing?: { readonly delayInHours: number };
  /** Whether the workspaces have cost something before the first start. */
  readonly seedCosts?: boolean;
  /** The bot, for its clock and its store's faults. */
  readonly bot: { send(message: BotMessage): Promise<unknown> };
}

/** A running simulated Azure. */
export interface Azure {
  /** Of login, Resource Manager and Graph: `https://127.0.0.1:<port>`. */
  readonly origin: string;
  readonly control: string;
  /** Of the bot's application. */
  readonly clientSecret: string;
  /** Path of a file with a token that the application's federated credential trusts. */
  readonly federatedTokenFile: string;
  /** Of the proxies in front of Azurite; undefined without storage. */
  readonly blob: string | undefined;
  readonly queue: string | undefined;
  close(): Promise<void>;
}

const host = '127.0.0.1';

function isAccount({ type }: ResourceRecord): boolean {
  return type.toLowerCase() === 'microsoft.storage/storageaccounts';
}

/** Starts login, Resource Manager, Graph, prices and metrics on one HTTPS port, their control on another, and what stands before storage. */
export async function startAzure(options: AzureOptions): Promise<Azure> {
  const { directory, certificates, ports, pageSize = 100 } = options;
  const state = new State(directory);
  const identity = loadIdentity(directory);
  const tokens = new Tokens(identity, options.tokenSeconds, options.graphPermissions);
  const faults = new Faults();
  const requests = new RequestLog();
  const clock = new BotClock();
  const clients = new ClientAuthentication({
    identity,
    tokens,
    certificate: readFileSync(certificates.clientPath, 'utf8'),
  });
  const federatedTokenFile = join(directory, 'federated-token');
  writeFileSync(federatedTokenFile, clients.federatedToken(), { mode: 0o600 });

  const server = new AzureServer({ certificates, faults, requests });
  const origin = `https://${host}:${await server.listen(ports.azure, host)}`;
  const books = new Books(state);
  const usage = options.billing && new Usage({ state, clock, ...options.billing });
  const storage =
    options.storage && (await startStorageFront(options.storage, ports, { certificates, faults, requests, tokens }));
  const groups = new ResourceGroups(state, usage, (gone) => {
    // Where the storage does not answer, it is left as it is.
    for (const { name } of gone.filter(isAccount)) storage?.accounts.remove(name).catch(() => {});
  });
  for (const { name, sku = '' } of state.data.resources.filter(isAccount)) storage?.accounts.note(name, sku);
  if (options.seedCosts && Object.keys(state.data.books).length === 0) seedCosts(state, books, clock.now());
  usage?.read();
  state.save();
  const common = { origin, state, tokens, faults, clock, pageSize };
  const { manager, deployments } = createResourceManager({
    ...{ ...common, groups, books, usage, storage },
    machineSeconds: options.vmSeconds,
    deploySeconds: options.deploySeconds,
    costsPageSize: options.pageSize ?? Number.POSITIVE_INFINITY,
  });
  const graph = createGraph(common);
  const prices = new Prices(origin, options.pageSize);
  const metrics = new Metrics({ state, tokens, clock });
  const login = new Login({ origin, state, tokens, clients });
  server.serve({
    login: (call) => login.handle(call),
    arm: (call) => manager.handle(call),
    graph: (call) => graph.handle(call),
    prices: (call) => prices.handle(call),
    metrics: (call) => metrics.handle(call),
  });
  const control = new Control({
    state,
    faults,
    requests,
    costs: new CostControl({ state, groups, books, usage, metrics, clock }),
    quotas: new QuotaControl(state),
    deployments,
    usage,
    clock,
    send: (message) => options.bot.send(message),
  });
  const controlPort = await control.listen(ports.control, host);
  return {
    origin,
    control: `http://${host}:${controlPort}`,
    clientSecret: identity.clientSecret,
    federatedTokenFile,
    blob: storage?.blob,
    queue: storage?.queue,
    close: async () => {
      await Promise.all([server.close(), control.close(), storage?.close()]);
    },
  };
}
