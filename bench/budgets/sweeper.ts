import { setTimeout as wait } from 'node:timers/promises';
import { pino } from 'pino';
import { subscriptionId } from '../../sandbox/seed.ts';
import { AzureCosts } from '../../services/azure/costs.ts';
import { AzureDisks } from '../../services/azure/disks.ts';
import { AzureMachines } from '../../services/azure/machines.ts';
import { AzurePrices } from '../../services/azure/prices.ts';
import { type Budget, budget, budgetAddress, defaultThresholds } from '../../services/budgets/budget.ts';
import { nothingTold } from '../../services/budgets/budget-rules.ts';
import { Budgets } from '../../services/budgets/budgets.ts';
import { Changes } from '../../services/change/change.ts';
import { CostSweep } from '../../services/costs/cost-sweep.ts';
import { PriceBook } from '../../services/costs/prices.ts';
import { SpendingReports } from '../../services/costs/spendings.ts';
import { Effects } from '../../services/effects/effects.ts';
import { periodAt } from '../../services/money/budget-period.ts';
import { SqliteStore } from '../../services/store/sqlite.ts';
import { SystemClock } from '../../services/time/clock.ts';
import { WorkspaceDirectory } from '../../services/workspaces/workspace-directory.ts';
import type { Workspace } from '../../services/workspaces/workspaces.ts';
import { MemoryQueue } from '../../test/services/effects/world/memory-queue.ts';
import { groupOf } from './azure.ts';

/** What one sweep took. */
export interface Swept {
  readonly seconds: number;
  /** Of the processors, which others on the machine disturb less. */
  readonly cpuSeconds: number;
  /** The most that the process ever had, in MiB. */
  readonly peakRssMiB: number;
}

const [origin, path, count] = process.argv.slice(2);
const begin = new Date('2026-11-30T09:00:00Z');
const clock = new SystemClock();
await clock.moveTo(begin);
const store = new SqliteStore({ path: path!, clock });
const queue = new MemoryQueue(clock);
const changes = new Changes({ store, queue, clock });
const log = pino({ level: 'warn' }, process.stderr);
const effects = new Effects({ store, changes, queue, clock, log });
const credential = { getToken: async () => ({ token: 'bench', expiresOnTimestamp: Date.now() + 3_600_000 }) };
const subscription = { credential, subscriptionId, endpoint: origin };
const workspaces = new WorkspaceDirectory(store, clock);
const budgets = new Budgets({ store, changes, clock });
const reports = new SpendingReports({ store, changes, clock });
const sweep = new CostSweep({
  ...{ store, changes, clock, log, workspaces },
  costs: new AzureCosts(subscription),
  prices: new PriceBook({ client: new AzurePrices({ endpoint: origin! }), store, clock, log }),
  azure: new AzureMachines(subscription),
  disks: new AzureDisks(subscription),
  assess: async (workspace, spending, known) => await budgets.assess(workspace, spending, known),
});
sweep.register(effects);

for (let index = 0; index < Number(count); index += 1) {
  await store.create({ partition: 'workspaces', kind: 'workspace', schema: 1, ...workspace(index) });
  await store.create(budgetOf(index));
}
process.on('message', (message) => void answer(String(message)));
process.send!('ready');

async function answer(what: string): Promise<void> {
  process.send!(what === 'sweep' ? await measured() : await show());
}

/** The first sweep, or the next hour's. */
async function measured(): Promise<Swept> {
  const since = performance.now();
  const cpu = process.cpuUsage();
  const before = await reports.get({ id: 'w0' });
  if (!before) await sweep.start();
  await clock.moveTo(new Date(clock.now().getTime() + (before ? 3_600_000 : 0)));
  await effects.settled();
  const after = await reports.get({ id: `w${Number(count) - 1}` });
  if (!after || after.at === before?.at) throw new Error('Nothing was swept.');
  const { user, system } = process.cpuUsage(cpu);
  const { maxRSS } = process.resourceUsage();
  const seconds = (performance.now() - since) / 1000;
  return { seconds, cpuSeconds: (user + system) / 1_000_000, peakRssMiB: maxRSS / 1024 };
}

/** Reads as `budget.show` does; Azure counts whether it was asked for anything. */
async function show(): Promise<string> {
  for (let index = 0; index < 100; index += 1) {
    const id = `w${index}`;
    await reports.get({ id });
    await budgets.of(id);
    await reports.refresh({ id });
  }
  await wait(200);
  return 'shown';
}

function workspace(index: number): Workspace {
  const desktop = { entraSignIn: true, clipboard: false, drives: false, printers: false };
  return {
    id: `w${index}`,
    name: `Workspace ${index}`,
    resourceGroup: groupOf(index * 3),
    groupId: `${index}`,
    desktop,
  };
}

/** Most have enough; what follows where one has not is another matter. */
function budgetOf(index: number): Budget {
  const since = '2026-01-01T00:00:00.000Z';
  return {
    ...budgetAddress(`w${index}`),
    ...{ kind: budget.kind, schema: budget.schema, version: 1, state: 'open', workspace: `w${index}` },
    ...{ limit: { amount: '5000', currency: 'EUR' }, per: 'month', since, thresholds: defaultThresholds },
    ...{ forecastThreshold: 100, graceHours: 0, topUps: [], told: nothingTold(periodAt('month', begin, since)) },
    ...{ history: [], archived: 0, effects: [], deadLetters: [] },
  };
}
