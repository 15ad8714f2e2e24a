import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { pino } from 'pino';
import { Changes } from '../../../services/change/change.ts';
import { CostSweep } from '../../../services/costs/cost-sweep.ts';
import type { MonthCosts } from '../../../services/costs/month-costs.ts';
import { monthCostsAddress } from '../../../services/costs/month-costs.ts';
import { PriceBook } from '../../../services/costs/prices.ts';
import { SpendingReports } from '../../../services/costs/spendings.ts';
import { Effects } from '../../../services/effects/effects.ts';
import type { Spending } from '../../../services/money/spending.ts';
import type { Store } from '../../../services/store/store.ts';
import type { Workspace } from '../../../services/workspaces/workspaces.ts';
import { SimulatedCosts, SimulatedDisks, SimulatedPrices } from '../../support/simulated-costs.ts';
import { SimulatedMachines } from '../../support/simulated-machines.ts';
import { MemoryQueue } from '../effects/world/memory-queue.ts';
import { MemoryStore } from '../effects/world/memory-store.ts';
import { SimulatedClock } from '../effects/world/simulated-clock.ts';

export const hourInS = 3600;
const oncology = { id: 'oncology', name: 'Oncology', resourceGroup: 'rg-Oncology' } as Workspace;
const cardiology = { id: 'cardiology', name: 'Cardiology', resourceGroup: 'rg-cardiology' } as Workspace;

/** Everything that a sweep needs, with an Azure that the test writes itself, in time that the test moves. */
export class SpendingWorld {
  readonly clock: SimulatedClock;
  readonly store: Store;
  readonly queue: MemoryQueue;
  readonly costs = new SimulatedCosts();
  readonly prices = new SimulatedPrices();
  readonly disks = new SimulatedDisks();
  readonly azure = new SimulatedMachines();
  readonly workspaces = [oncology, cardiology];
  readonly assessed: Spending[] = [];
  readonly reports: SpendingReports;
  readonly changes: Changes;

  constructor(start = '2026-11-10T12:00:00Z') {
    this.clock = new SimulatedClock(start);
    this.store = new MemoryStore();
    this.queue = new MemoryQueue(this.clock);
    const { store, queue, clock } = this;
    this.changes = new Changes({ store, queue, clock });
    this.reports = new SpendingReports({ store, changes: this.changes, clock });
  }

  /** An instance that sweeps from now on. */
  async instance(store: Store = this.store): Promise<{ readonly effects: Effects; readonly sweep: CostSweep }> {
    const { queue, clock, costs, azure, disks } = this;
    const log = pino({ level: 'silent' });
    const changes = new Changes({ store, queue, clock });
    const prices = new PriceBook({ client: this.prices, store, clock, log });
    const effects = new Effects({ store, changes, queue, clock, steady: clock, log });
    const sweep = new CostSweep({
      ...{ store, changes, clock, log, costs, prices, azure, disks },
      workspaces: { all: async () => this.workspaces },
      assess: async (_workspace, spending) => void this.assessed.push(spending),
    });
    sweep.register(effects);
    effects.start();
    await sweep.start();
    return { effects, sweep };
  }

  async advance(hours: number): Promise<void> {
    await this.clock.advance(hours * hourInS);
    for (let turn = 0; turn < 60; turn += 1) await setImmediate();
  }

  /** Until what is due now has run. */
  async settle(): Promise<void> {
    await this.advance(1 / hourInS);
  }

  async spending(workspace: { readonly id: string } = oncology): Promise<Spending> {
    const spending = await this.reports.get(workspace);
    assert.ok(spending, 'There are no figures.');
    return spending;
  }

  async month(month: string, workspace = oncology.id): Promise<MonthCosts | undefined> {
    const { partition, id } = monthCostsAddress(workspace, month);
    return (await this.store.get<MonthCosts>(partition, id))?.document;
  }

  bill(day: string, amount: string, resource = 'virtualMachines/onc-r', currency = 'EUR'): void {
    this.costs.billed.push({ group: 'rg-oncology', resource, day, amount, currency });
  }
}
