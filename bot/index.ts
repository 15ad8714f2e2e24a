import { readFile } from 'node:fs/promises';
import { warmTemplates } from '../cards/render.ts';
import { Audit } from '../services/audit.ts';
import { GraphAppInstaller } from '../services/azure/app-install.ts';
import { AzureCheckpoints } from '../services/azure/checkpoints.ts';
import { clientAssertion } from '../services/azure/client-assertion.ts';
import { GraphDirectory } from '../services/azure/directory.ts';
import { AzureFiles } from '../services/azure/files.ts';
import { KeyVaultSigner } from '../services/azure/key-vault-signer.ts';
import { AzureMachines } from '../services/azure/machines.ts';
import { GraphMail } from '../services/azure/mail.ts';
import { AzureWorkQueue } from '../services/azure/queue.ts';
import { CachedTokens, createCredential } from '../services/azure/tokens.ts';
import { Changes } from '../services/change.ts';
import { SystemClock } from '../services/clock.ts';
import { Connections, connectionLink } from '../services/connections.ts';
import { Digests } from '../services/digests.ts';
import { Effects } from '../services/effects.ts';
import { FileLinks, fileLink } from '../services/file-links.ts';
import { Files } from '../services/files.ts';
import { derivedKey, sharedSecret } from '../services/keys.ts';
import { Ledger, sealInto } from '../services/ledger.ts';
import { LedgerRetention } from '../services/ledger-retention.ts';
import { LedgerWriter } from '../services/ledger-writer.ts';
import { MachineOperations } from '../services/machine-operations.ts';
import { machineRecord } from '../services/machine-record.ts';
import { Machines } from '../services/machines.ts';
import { Members } from '../services/members.ts';
import { Notifications } from '../services/notifications.ts';
import type { Person } from '../services/people.ts';
import { PersonDirectory } from '../services/person-directory.ts';
import { PostedCards } from '../services/posted-cards.ts';
import { Records, recordsLink } from '../services/records.ts';
import { dataRequest } from '../services/request.ts';
import { RequestChanges } from '../services/request-changes.ts';
import { RequestLists } from '../services/request-lists.ts';
import { RequestNumbers } from '../services/request-numbers.ts';
import { RequestRelease } from '../services/request-release.ts';
import { RequestReview } from '../services/request-review.ts';
import { RequestTimers } from '../services/request-timers.ts';
import { Requests } from '../services/requests.ts';
import { Reviews } from '../services/reviews.ts';
import { CosmosStore } from '../services/store/cosmos.ts';
import { FileSigner } from '../services/store/file-signer.ts';
import { GuardedStore } from '../services/store/guarded.ts';
import { SqliteStore } from '../services/store/sqlite.ts';
import type { Store } from '../services/store/store.ts';
import { WorkspaceDirectory } from '../services/workspace-directory.ts';
import { actions } from './actions/index.ts';
import { BearerCheck } from './bearer.ts';
import { type Config, ConfigError, credentialSettings, loadConfig } from './config.ts';
import { Conversations } from './conversations.ts';
import { Courier } from './courier.ts';
import { Desk } from './desk.ts';
import { DigestNews } from './digest-news.ts';
import { Dispatch } from './dispatch.ts';
import { FaultyStore } from './faulty-store.ts';
import { parseWorkspaces } from './first-workspaces.ts';
import { Gate } from './gate.ts';
import { createLog } from './log.ts';
import { Lookup } from './lookup.ts';
import { MachineNews } from './machine-news.ts';
import { messagesRoute } from './messages-route.ts';
import { noLimits, teamsLimits } from './messenger/throttle.ts';
import { Messenger } from './messenger.ts';
import { metricsRoute, TurnMeter } from './metrics.ts';
import { Nonces } from './nonces.ts';
import { connectRoutes } from './pages/connect-page.ts';
import { filesRoutes } from './pages/files-page.ts';
import { recordsRoutes } from './pages/records-page.ts';
import { SignIn } from './pages/sign-in.ts';
import { Reach } from './reach.ts';
import { RequestNews } from './request-news.ts';
import { listenToSandbox } from './sandbox-channel.ts';
import { createServer } from './server.ts';
import { createServiceUrls } from './service-urls.ts';
import { connectorMetadataUrl, SigningKeys } from './signing-keys.ts';
import { Speaker } from './speaker.ts';
import { TeamsAdapter } from './teams-adapter.ts';
import { TeamsBot } from './teams-bot.ts';
import { TurnsFirst } from './turns-first.ts';
import { Vocabularies } from './vocabularies.ts';

/** The newest shape of each kind of document that this version knows; newer ones it only reads. */
const schemas = {
  card: 1,
  conversation: 1,
  digest: 1,
  'file-link': 1,
  key: 1,
  ledger: 1,
  'ledger-head': 1,
  'ledger-note': 1,
  'ledger-retention': 1,
  'ledger-swept': 1,
  link: 1,
  machine: 1,
  numbers: 1,
  person: 1,
  'records-link': 1,
  request: 1,
  teams: 1,
  workspace: 1,
};
/** What a process manager takes for "the configuration is wrong" (EX_CONFIG, sysexits.h). */
const exitMisconfigured = 78;

const config = read();
const inSandbox = config.LABDESK_MODE === 'sandbox';
const log = createLog(config.LOG_LEVEL);
const clock = new SystemClock();
/** Unmoved by the sandbox. */
const steady = new SystemClock();
let stopping = false;

// What Labdesk stands on.
const settings = credentialSettings(config);
const credential = createCredential(settings);
const faultyStore = inSandbox ? new FaultyStore(openStore(config)) : undefined;
const meter = new TurnMeter();
const store = new GuardedStore(faultyStore ? meter.counted(faultyStore, 'store') : openStore(config), schemas);
const queue = metered(new AzureWorkQueue({ url: config.QUEUE_URL, credential }), 'queue');
const azure = new AzureMachines({ credential, subscriptionId: config.SUBSCRIPTION_ID, endpoint: config.ARM_ENDPOINT });
const graphEndpoint = config.GRAPH_ENDPOINT ?? 'https://graph.microsoft.com';
const directory = metered(new GraphDirectory(credential, graphEndpoint), 'directory');

// The rules.
// A sandbox has one bot at a time, and whoever tries it out does not want to wait for a crash to be noticed.
const patience = inSandbox ? { watchdogSeconds: 5, leaseSeconds: 5, recheckSeconds: 5 } : {};
const recorded = [dataRequest, fileLink, machineRecord, connectionLink, recordsLink];
const ledgerWriter = new LedgerWriter(store, clock);
const changes = new Changes({ store, queue, clock, seal: sealInto(ledgerWriter, store, recorded), ...patience });
const turns = new TurnsFirst();
const effects = new Effects({
  ...{ store, changes, queue, log, ...patience },
  clock: turns.clock(inSandbox ? meter.apart(clock) : clock),
});
const workspaces = new WorkspaceDirectory(store, clock);
const checkpoints = new AzureCheckpoints({
  url: config.LEDGER_URL,
  credential,
  immutableDays: config.LEDGER_IMMUTABLE_DAYS,
});
const ledger = new Ledger({
  store,
  writer: ledgerWriter,
  changes,
  clock,
  checkpoints,
  signer: config.LEDGER_KEY_URL
    ? new KeyVaultSigner({ keyUrl: config.LEDGER_KEY_URL, credential })
    : new FileSigner(config.LEDGER_KEY_DIRECTORY!),
});
const retention = new LedgerRetention({ store, changes, clock, workspaces, retentionDays: config.RETENTION_DAYS });
const members = new Members(
  directory,
  workspaces,
  { reviewers: config.REVIEWERS_GROUP_ID, admins: config.ADMINS_GROUP_ID },
  clock,
);
const machines = new Machines(azure, store, changes, clock);
const postedCards = new PostedCards(store, clock);
const connections = new Connections({
  azure,
  machines,
  members,
  workspaces,
  changes,
  clock,
  gateway: config.RDP_GATEWAY_HOST,
});
const fileClient = new AzureFiles(credential);
const files = new Files(fileClient, clock);
const requestChanges = new RequestChanges(changes, clock);
const numbers = new RequestNumbers(store, clock);
const requests = new Requests({ requestChanges, changes, files, numbers, clock });
const reviews = new Reviews(requestChanges);
const requestLists = new RequestLists({ store, workspaces, members });
const fileLinks = new FileLinks({ client: fileClient, changes, members, workspaces, clock });
const people = new PersonDirectory(store, clock);
const notifications = new Notifications({ people, sendsMail: config.MAIL_SENDER !== undefined });
const audit = new Audit({ store, ledger, timeZone: config.TIME_ZONE });
const records = new Records({ store, changes, checkpoints, members, workspaces, clock });
const services = {
  audit,
  connections,
  fileLinks,
  files,
  ledger,
  machines,
  members,
  notifications,
  postedCards,
  records,
  requestLists,
  requests,
  reviews,
  workspaces,
};

// The conversation.
const secret = await sharedSecret(store);
const nonces = new Nonces(derivedKey(secret, 'nonces'));
const conversations = new Conversations(store, clock);
const serviceUrls = createServiceUrls({ hosts: config.SERVICE_URL_HOSTS, loopback: inSandbox });
const { MICROSOFT_APP_ID: appId, TENANT_ID: tenantId } = config;
const messenger = new Messenger({
  serviceUrls,
  tokens: new CachedTokens(credential),
  appId,
  tenantId,
  limits: config.SANDBOX_TEAMS_LIMITS === false ? noLimits : teamsLimits,
});
const speaker = new Speaker(messenger, people, nonces, log);
const { MAIL_SENDER: sender, TEAMS_APP_ID: externalId, TIME_ZONE: timeZone } = config;
const mail = sender ? new GraphMail({ credential, endpoint: graphEndpoint, sender, directory }) : undefined;
const installer = externalId ? new GraphAppInstaller(credential, graphEndpoint, externalId) : undefined;
const reach = new Reach({ people, messenger, clock, log, installer });
const courier = new Courier({ speaker, reach, people, postedCards, clock, log, mail });
const lookup = new Lookup(services);
const dispatch = new Dispatch(actions, services, lookup, () => clock.now());
const understanding = once(async () => new (await import('./understand.ts')).Understanding(actions));
const desk = new Desk({
  actions,
  dispatch,
  lookup,
  vocabularies: new Vocabularies(services, lookup),
  understanding,
  dialog: onceFor(async (talk) => new (await import('./dialogs/action-dialog.ts')).ActionDialog(talk)),
});
const bot = new TeamsBot({
  desk,
  members,
  conversations,
  people,
  nonces,
  speaker,
  clock,
  publicUrl: config.PUBLIC_URL,
  log,
});
const adapter = new TeamsAdapter(
  messenger,
  async (context) =>
    await turns.turn(async () =>
      inSandbox ? await meter.turn(context.activity.type, () => bot.run(context)) : await bot.run(context),
    ),
);

ledger.register(effects, recorded);
retention.register(effects);
new MachineOperations(azure, machines, clock).register(effects);
connections.register(effects);
new MachineNews({ courier, machines, workspaces, clock, log }).register(effects);
const review = new RequestReview({ client: fileClient, members, workspaces, clock, timeZone });
review.register(effects);
new RequestRelease({ client: fileClient, workspaces, clock }).register(effects);
new RequestTimers({ review, workspaces, clock }).register(effects);
const digests = new Digests({ changes, people, clock, timeZone });
new RequestNews({ courier, digests, workspaces, clock, log }).register(effects);
const overview = async (person: Person, now: Date) => await requestLists.overview(person, tenantId, now);
new DigestNews({ courier, people, overview, timeZone, clock, log }).register(effects);

// The door.
const keys = new SigningKeys({ metadataUrl: config.OPENID_METADATA_URL ?? connectorMetadataUrl });
const isOpen = inSandbox && !config.SANDBOX_AUTH;
const gate = new Gate({ tenantId, serviceUrls, bearer: isOpen ? undefined : new BearerCheck({ appId, keys }) });
const signIn = inSandbox && !config.SANDBOX_SIGN_IN ? undefined : createSignIn();
const server = createServer({
  host: config.HOST,
  port: config.PORT,
  routes: [
    messagesRoute(gate, adapter),
    ...connectRoutes({ connections, workspaces, signIn, log }),
    ...filesRoutes({ fileLinks, workspaces, signIn, log, timeZone }),
    ...recordsRoutes({ records, workspaces, signIn, log, timeZone }),
    ...(signIn ? [signIn.route] : []),
    ...(faultyStore ? [metricsRoute(faultyStore, meter)] : []),
  ],
  checks: {
    store: () => store.check(),
    queue: () => queue.check(),
    directory: () => directory.check(),
    azure: () => azure.check(),
  },
  log,
});

// Both may come twice: to the group, and from the parent.
process.on('SIGTERM', () => void stop());
process.on('SIGINT', () => void stop());
process.on('unhandledRejection', (error) => crash(error));
process.on('uncaughtException', (error) => crash(error));
if (faultyStore) listenToSandbox({ clock, effects, store: faultyStore, stop: () => void stop() });

if (config.WORKSPACES_FILE) await workspaces.register(parseWorkspaces(await readFile(config.WORKSPACES_FILE, 'utf8')));
const port = await server.listen();
effects.start();
beginSweeps();
log.info({ port, mode: config.LABDESK_MODE }, 'Labdesk is listening.');
// What is large is loaded while nobody waits for it.
await Promise.all([azure.warm(), understanding(), desk.warm(), warmTemplates()]).catch((error) =>
  log.error({ err: error }, 'Warming up failed.'),
);

/** The daily sweep is begun by the first process that ever gets through. */
function beginSweeps(): void {
  retention.start().catch((error: unknown) => {
    log.warn({ err: error }, 'The sweep of the ledger could not be begun; another try follows.');
    steady.schedule(new Date(steady.now().getTime() + 60_000), async () => beginSweeps());
  });
}

/** Not ready at once; what is under way finishes; then the process ends. */
async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  log.info('Labdesk is stopping.');
  await server.drain();
  await effects.stop();
  await messenger.close();
  await store.close();
  log.flush();
  process.exit(0);
}

/** A bug: what is in memory can no longer be trusted, and nothing in it is needed. */
function crash(error: unknown): void {
  log.fatal(
    { err: error },
    'Labdesk met a bug and ends; whatever was under way goes on elsewhere or after the restart.',
  );
  log.flush(() => process.exit(1));
  setTimeout(() => process.exit(1), 500).unref();
}

function read(): Config {
  try {
    return loadConfig();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(exitMisconfigured);
  }
}

/** The part, in the sandbox one whose calls are counted turn by turn. */
function metered<P extends object>(part: P, name: string): P {
  return inSandbox ? meter.counted(part, name) : part;
}

function openStore({ STORE, SQLITE_PATH, COSMOS_ENDPOINT, COSMOS_DATABASE, COSMOS_KEY }: Config): Store {
  if (STORE === 'sqlite') return new SqliteStore({ path: SQLITE_PATH, clock });
  return new CosmosStore({
    endpoint: COSMOS_ENDPOINT!,
    database: COSMOS_DATABASE,
    credential: COSMOS_KEY ? { key: COSMOS_KEY } : credential,
    clock,
  });
}

function createSignIn(): SignIn {
  const login = config.LOGIN_ENDPOINT ?? 'https://login.microsoftonline.com';
  const endpoint = `${login}/${tenantId}/oauth2/v2.0/token`;
  const proof =
    settings.kind === 'secret'
      ? { secret: settings.secret }
      : { assertion: async () => await clientAssertion(settings, credential, endpoint) };
  const key = derivedKey(secret, 'sign-in');
  return new SignIn({
    issuer: `${login}/${tenantId}/v2.0`,
    clientId: appId,
    tenantId,
    proof,
    publicUrl: config.PUBLIC_URL,
    key,
    log,
  });
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

function onceFor<A, T>(make: (argument: A) => Promise<T>): (argument: A) => Promise<T> {
  let made: Promise<T> | undefined;
  return (argument) => {
    made ??= make(argument);
    return made;
  };
}
