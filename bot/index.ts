import { readFile } from 'node:fs/promises';
import { warmTemplates } from '../cards/render.ts';
import { sharedSecret } from '../services/credentials/keys.ts';
import type { LandingZone } from '../services/workspaces/landing-zone.ts';
import { createConversation } from './composition/conversation.ts';
import { createDoor } from './composition/door.ts';
import { createFoundation } from './composition/foundation.ts';
import { createRules } from './composition/rules.ts';
import { readLandingZone } from './composition/workspace-setups.ts';
import { type Config, ConfigError, loadConfig } from './config.ts';
import { parseWorkspaces } from './first-workspaces.ts';
import { LandingZoneError } from './landing-zone-file.ts';
import { createLog } from './log.ts';
import { listenToSandbox } from './sandbox-channel.ts';

/** What a process manager takes for "the configuration is wrong" (EX_CONFIG, sysexits.h). */
const exitMisconfigured = 78;
const sweepRetryInMs = 60_000;

const { config, zone } = read();
const log = createLog(config.LOG_LEVEL);
const foundation = createFoundation(config, log);
const rules = createRules(foundation, zone);
const secret = await sharedSecret(foundation.store);
const conversation = createConversation(foundation, rules, secret);
const server = createDoor(foundation, rules, conversation, secret);
let stopping = false;

// Both may come twice: to the group, and from the parent.
process.on('SIGTERM', () => void stop());
process.on('SIGINT', () => void stop());
process.on('unhandledRejection', (error) => crash(error));
process.on('uncaughtException', (error) => crash(error));
const { clock, faultyStore } = foundation;
const { effects, services } = rules;
if (faultyStore) listenToSandbox({ clock, effects, store: faultyStore, stop: () => void stop() });

if (config.WORKSPACES_FILE)
  await services.workspaces.register(parseWorkspaces(await readFile(config.WORKSPACES_FILE, 'utf8')));
const port = await server.listen();
effects.start();
beginSweeps();
log.info({ port, mode: config.LABDESK_MODE }, 'Labdesk is listening.');
// What is large is loaded while nobody waits for it.
const { desk, understanding } = conversation;
const { azure, fileClient } = foundation;
await Promise.all([azure.warm(), fileClient.warm(), understanding(), desk.warm(), warmTemplates()]).catch((error) =>
  log.error({ err: error }, 'Warming up failed.'),
);

/** The sweeps are begun by the first process that ever gets through. */
function beginSweeps(): void {
  const { steady } = foundation;
  Promise.all([
    rules.retentionOrders.start(),
    rules.costSweep.start(),
    rules.ghostHunt.start(),
    rules.memberWatch.start(),
    rules.reviewSweep.start(),
    rules.services.endings.start(),
    rules.costDrop?.start(),
  ]).catch((error: unknown) => {
    log.warn({ err: error }, 'The sweeps could not be begun; another try follows.');
    steady.schedule(new Date(steady.now().getTime() + sweepRetryInMs), async () => beginSweeps());
  });
}

/** Not ready at once; what is under way finishes; then the process ends. */
async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  log.info('Labdesk is stopping.');
  await server.drain();
  await effects.stop();
  await conversation.messenger.close();
  await foundation.store.close();
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

function read(): { config: Config; zone: LandingZone | undefined } {
  try {
    const loaded = loadConfig();
    const { LANDING_ZONE_FILE: file } = loaded;
    // What is wrong with the file is said before anything begins.
    return { config: loaded, zone: file === undefined ? undefined : readLandingZone(file) };
  } catch (error) {
    if (!(error instanceof ConfigError || error instanceof LandingZoneError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(exitMisconfigured);
  }
}
