import { availableParallelism } from 'node:os';
import type { Logger } from 'pino';
import { GraphAppInstaller } from '../../services/azure/app-install.ts';
import { AzureCheckpoints } from '../../services/azure/checkpoints.ts';
import { AzureCostDrop } from '../../services/azure/cost-drop.ts';
import { AzureCosts } from '../../services/azure/costs.ts';
import { GraphDirectory } from '../../services/azure/directory.ts';
import { AzureDisks } from '../../services/azure/disks.ts';
import { AzureFiles } from '../../services/azure/files.ts';
import { GraphGroups } from '../../services/azure/groups.ts';
import { KeyVaultSigner } from '../../services/azure/key-vault-signer.ts';
import { AzureMachines } from '../../services/azure/machines.ts';
import { GraphMail } from '../../services/azure/mail.ts';
import { AzureMetrics } from '../../services/azure/metrics.ts';
import { AzurePrices } from '../../services/azure/prices.ts';
import { AzureWorkQueue } from '../../services/azure/queue.ts';
import { reach } from '../../services/azure/reachability.ts';
import { AzureRights } from '../../services/azure/rights.ts';
import { GraphSignIns } from '../../services/azure/sign-ins.ts';
import { CachedTokens, createCredential } from '../../services/azure/tokens.ts';
import { type LedgerWalker, walkInPlace } from '../../services/ledger/ledger-walk.ts';
import { CosmosStore } from '../../services/store/cosmos.ts';
import { FileSigner } from '../../services/store/file-signer.ts';
import { GuardedStore } from '../../services/store/guarded.ts';
import { SqliteStore } from '../../services/store/sqlite.ts';
import { SqliteLedgerWalker } from '../../services/store/sqlite-ledger-walker.ts';
import type { Store } from '../../services/store/store.ts';
import { type Clock, SystemClock } from '../../services/time/clock.ts';
import { type Config, credentialSettings } from '../config.ts';
import { TurnMeter } from '../door/metrics.ts';
import { FaultyStore } from '../faulty-store.ts';
import { schemas } from './schemas.ts';

/** More do not read one file faster, and leave nothing to the turns. */
const mostThreads = 4;

export type Foundation = ReturnType<typeof createFoundation>;

/** What Labdesk stands on: time, store, queue, and Azure behind the rules' ports. */
export function createFoundation(config: Config, log: Logger) {
  const inSandbox = config.LABDESK_MODE === 'sandbox';
  const clock = new SystemClock();
  const credential = createCredential(credentialSettings(config));
  // The credential's own cache takes longer than the rest of a call.
  const tokens = new CachedTokens(credential);
  const meter = new TurnMeter();
  /** The part; in the sandbox one whose calls are counted turn by turn. */
  const metered = <P extends object>(part: P, name: string): P => (inSandbox ? meter.counted(part, name) : part);
  const plainStore = openStore(config, clock, credential);
  const faultyStore = inSandbox ? new FaultyStore(plainStore) : undefined;
  const store = new GuardedStore(metered(faultyStore ?? plainStore, 'store'), schemas);
  const graphEndpoint = config.GRAPH_ENDPOINT ?? 'https://graph.microsoft.com';
  const directory = metered(new GraphDirectory(tokens, graphEndpoint), 'directory');
  const { MAIL_SENDER: sender, MAIL_ORIGINATOR: originator, TEAMS_APP_ID: externalId } = config;
  const { SUBSCRIPTION_ID: subscriptionId, ARM_ENDPOINT: armEndpoint } = config;
  const subscription = { credential, subscriptionId, endpoint: armEndpoint };
  return {
    config,
    log,
    inSandbox,
    clock,
    /** Unmoved by the sandbox. */
    steady: new SystemClock(),
    credential,
    subscription,
    tokens,
    meter,
    faultyStore,
    store,
    ledgerWalker: createLedgerWalker(config, store, clock, log),
    queue: metered(new AzureWorkQueue({ url: config.QUEUE_URL, credential, tokens }), 'queue'),
    rights: new AzureRights(subscription, tokens),
    reach,
    azure: new AzureMachines(subscription),
    costClient: metered(new AzureCosts(subscription), 'costs'),
    diskClient: new AzureDisks(subscription),
    priceClient: new AzurePrices({ endpoint: config.PRICES_ENDPOINT }),
    metricsClient: new AzureMetrics({ ...subscription, endpoint: config.METRICS_ENDPOINT }),
    directory,
    groupClient: metered(new GraphGroups(tokens, graphEndpoint), 'groups'),
    signInClient: config.SIGN_IN_ACTIVITY ? metered(new GraphSignIns(tokens, graphEndpoint), 'signIns') : undefined,
    fileClient: new AzureFiles(credential),
    checkpoints: new AzureCheckpoints({
      url: config.LEDGER_URL,
      credential,
      immutableDays: config.LEDGER_IMMUTABLE_DAYS,
    }),
    costFiles: config.COSTS_URL ? new AzureCostDrop({ url: config.COSTS_URL, credential }) : undefined,
    signer: config.LEDGER_KEY_URL
      ? new KeyVaultSigner({ keyUrl: config.LEDGER_KEY_URL, credential })
      : new FileSigner(config.LEDGER_KEY_DIRECTORY!),
    mail: sender ? new GraphMail({ tokens, endpoint: graphEndpoint, sender, directory, originator }) : undefined,
    installer: externalId ? new GraphAppInstaller(tokens, graphEndpoint, externalId) : undefined,
  };
}

function openStore(
  { STORE, SQLITE_PATH, COSMOS_ENDPOINT, COSMOS_DATABASE, COSMOS_KEY }: Config,
  clock: SystemClock,
  credential: ReturnType<typeof createCredential>,
): Store {
  if (STORE === 'sqlite') return new SqliteStore({ path: SQLITE_PATH, clock });
  return new CosmosStore({
    endpoint: COSMOS_ENDPOINT!,
    database: COSMOS_DATABASE,
    credential: COSMOS_KEY ? { key: COSMOS_KEY } : credential,
    clock,
  });
}

/** In threads where the file is at hand; over the network several segments at a time, since waiting is what takes long. */
function createLedgerWalker(
  { STORE, SQLITE_PATH: path }: Config,
  store: Store,
  clock: Clock,
  log: Logger,
): LedgerWalker {
  if (STORE !== 'sqlite') return walkInPlace(store, { worthFrom: 2000, segmentSize: 1000, atOnce: 4 });
  const threads = Math.min(availableParallelism(), mostThreads);
  return new SqliteLedgerWalker({ path, store, clock, log, threads });
}
