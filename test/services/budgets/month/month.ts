import { pino } from 'pino';
import { type Budget, budget, budgetAddress, defaultThresholds } from '../../../../services/budgets/budget.ts';
import { nothingTold } from '../../../../services/budgets/budget-rules.ts';
import { Budgets } from '../../../../services/budgets/budgets.ts';
import { Changes } from '../../../../services/change/change.ts';
import { CostSweep } from '../../../../services/costs/cost-sweep.ts';
import { type MonthCosts, monthCostsAddress } from '../../../../services/costs/month-costs.ts';
import { PriceBook } from '../../../../services/costs/prices.ts';
import { spread } from '../../../../services/costs/running-time.ts';
import { Effects } from '../../../../services/effects/effects.ts';
import { WorkspaceError } from '../../../../services/errors.ts';
import { dayOf, daysAfter, periodAt } from '../../../../services/money/budget-period.ts';
import { type Spending, spendingAddress } from '../../../../services/money/spending.ts';
import type { Document, Store } from '../../../../services/store/store.ts';
import type { Workspace } from '../../../../services/workspaces/workspaces.ts';
import { SimulatedCosts, SimulatedDisks, SimulatedPrices } from '../../../support/simulated-costs.ts';
import { SimulatedMachines } from '../../../support/simulated-machines.ts';
import { MemoryQueue } from '../../effects/world/memory-queue.ts';
import { MemoryStore } from '../../effects/world/memory-store.ts';
import { mortalClock } from '../../effects/world/mortal.ts';
import { JumpClock } from './jump-clock.ts';

/** One stretch of the month. */
export interface Step {
  readonly hours: number;
  /** The machine that is switched over in it, and after which part of it. */
  readonly machine: number;
  readonly after: number;
  readonly trouble: 'none' | 'costs' | 'machines' | 'killed' | 'restarted' | 'corrected';
  /** Of what dies: after so many calls of the store. */
  readonly calls: number;
}

export const workspace = { id: 'oncology', name: 'Oncology', resourceGroup: 'rg-oncology' } as Workspace;
const names = ['onc-r', 'onc-python', 'onc-gpu'];
const size = 'Standard_D4s_v5';
const priceAnHour = 0.5;
/** Azure bills a day so long after it is over. */
const billedAfterMs = 14 * 3_600_000;
const start = '2026-11-01T00:00:00.000Z';

interface Instance {
  readonly effects: Effects;
  isDead: boolean;
  /** Calls of the store until it dies. */
  left: number;
}

/** A month of three machines and two instances of Labdesk, with the truth about what they cost. */
export class Month {
  readonly clock = new JumpClock(start);
  readonly store = new MemoryStore(this.clock);
  readonly queue = new MemoryQueue(this.clock);
  readonly costs = new SimulatedCosts();
  readonly azure = new SimulatedMachines();
  readonly #prices = new SimulatedPrices();
  readonly #disks = new SimulatedDisks();
  readonly #instances: (Instance | undefined)[] = [undefined, undefined];
  readonly #hours = new Map(names.map((name) => [name, {} as Readonly<Record<string, number>>]));
  readonly #on = new Map(names.map((name) => [name, false]));
  readonly #corrections = new Map<string, number>();
  /** False where Azure did not say at the last look what runs. */
  #saw = true;

  /** @param limit in euros */
  static async begin(limit: number): Promise<Month> {
    const month = new Month();
    for (const name of names) month.azure.add('rg-oncology', name, 'Stopped', { since: new Date(start), size });
    await month.store.create(budgetOf(limit));
    await month.#rise();
    return month;
  }

  async step({ hours, machine, after, trouble, calls }: Step): Promise<void> {
    await this.#rise();
    if (trouble === 'costs') this.costs.failure = new WorkspaceError('throttled', 'Later.', { retryAfterSeconds: 900 });
    if (trouble === 'machines')
      this.azure.fail('list', ...Array.from({ length: 99 }, () => new WorkspaceError('unavailable', 'Not now.')));
    if (trouble === 'killed') for (const instance of this.#instances) instance!.left = calls;
    if (trouble === 'restarted') await this.#end(machine % 2);
    if (trouble === 'corrected') this.#correct(machine);
    // Nobody sees a machine go on and off while nobody looks: then it stays as it is.
    const isSeen = this.#saw && (await this.spending())?.at === this.clock.now().toISOString();
    this.#saw = trouble !== 'machines';
    this.#use(hours, isSeen && (trouble === 'none' || trouble === 'corrected') ? names[machine]! : undefined, after);
    await this.clock.jump(hours * 60);
    this.costs.failure = undefined;
    this.azure.failures.clear();
  }

  /** All is well from now on, until Azure has billed everything and everybody knows. */
  async end(): Promise<void> {
    this.#instances.forEach((instance) => {
      if (instance) instance.left = Number.POSITIVE_INFINITY;
    });
    for (let stretch = 0; stretch < 16; stretch += 1)
      await this.step({ hours: 4, machine: 0, after: 0, trouble: 'restarted', calls: 0 });
  }

  /** What was used until now, in euros. */
  used(): number {
    const milliseconds = [...this.#hours.values()].flatMap((days) => Object.values(days));
    return (milliseconds.reduce((sum, each) => sum + each, 0) / 3_600_000) * priceAnHour;
  }

  /** By what Azure took back, in euros. */
  takenBack(): number {
    return [...this.#corrections.values()].reduce((sum, each) => sum + each, 0);
  }

  async spending(): Promise<Spending | undefined> {
    return await this.#document<Spending>(spendingAddress(workspace.id));
  }

  async budget(): Promise<Budget> {
    return (await this.#document<Budget>(budgetAddress(workspace.id)))!;
  }

  async billed(): Promise<MonthCosts | undefined> {
    return await this.#document<MonthCosts>(monthCostsAddress(workspace.id, '2026-11'));
  }

  async #document<D extends Document>({ partition, id }: { partition: string; id: string }): Promise<D | undefined> {
    return (await this.store.get<D>(partition, id))?.document;
  }

  /** Machines run on, and one of them is switched over. */
  #use(hours: number, switched: string | undefined, after: number): void {
    const from = this.clock.now();
    const to = new Date(from.getTime() + hours * 3_600_000);
    const at = new Date(from.getTime() + Math.floor(after * hours * 3_600_000));
    for (const name of names) {
      const isOn = this.#on.get(name)!;
      const days = this.#hours.get(name)!;
      if (name !== switched) {
        if (isOn) this.#hours.set(name, spread(days, from, to));
        continue;
      }
      this.#hours.set(name, isOn ? spread(days, from, at) : spread(days, at, to));
      this.#on.set(name, !isOn);
      this.azure.add('rg-oncology', name, isOn ? 'Stopped' : 'Started', { since: at, size });
    }
    this.#bill(to);
  }

  /** What Azure tells then: days that are over long enough, less what it has taken back. */
  #bill(at: Date): void {
    const last = daysAfter(dayOf(new Date(at.getTime() - billedAfterMs)), -1);
    this.costs.billed = [...this.#hours].flatMap(([name, days]) =>
      Object.entries(days)
        .filter(([day]) => day <= last)
        .map(([day, milliseconds]) => ({
          group: 'RG-Oncology',
          resource: `virtualMachines/${name}`,
          day,
          amount: decimal((milliseconds / 3_600_000) * priceAnHour - (this.#corrections.get(`${name} ${day}`) ?? 0)),
        })),
    );
  }

  /** A cent less on the newest day that was billed. */
  #correct(machine: number): void {
    const newest = this.costs.billed.filter(({ resource }) => resource.endsWith(names[machine]!)).at(-1);
    if (!newest || Number(newest.amount) < 0.02) return;
    const key = `${names[machine]} ${newest.day}`;
    this.#corrections.set(key, (this.#corrections.get(key) ?? 0) + 0.01);
  }

  async #rise(): Promise<void> {
    for (const index of [0, 1])
      if (!this.#instances[index] || this.#instances[index]!.isDead) this.#instances[index] = await this.#instance();
  }

  async #end(index: number): Promise<void> {
    const instance = this.#instances[index];
    this.#instances[index] = undefined;
    if (instance) instance.isDead = true;
  }

  async #instance(): Promise<Instance> {
    const { queue, clock, costs, azure } = this;
    const life = { isDead: false, left: Number.POSITIVE_INFINITY };
    const store = mortal(this.store, life);
    const log = pino({ level: 'silent' });
    const changes = new Changes({ store, queue, clock });
    const own = mortalClock(clock, life);
    const effects = new Effects({ store, changes, queue, clock: own, steady: own, log });
    const budgets = new Budgets({ store, changes, clock });
    const sweep = new CostSweep({
      ...{
        store,
        changes,
        clock,
        log,
        costs,
        azure,
        prices: new PriceBook({ client: this.#prices, store, clock, log }),
        disks: this.#disks,
      },
      workspaces: { all: async () => [workspace] },
      assess: async (_workspace, spending, known) => await budgets.assess(workspace, spending, known),
    });
    sweep.register(effects);
    effects.start();
    void sweep.start();
    return Object.assign(life, { effects });
  }
}

/** After so many calls nothing comes back any more, and nothing is carried out. */
function mortal(store: Store, life: { isDead: boolean; left: number }): Store {
  return new Proxy(store, {
    get(target, name) {
      const value = Reflect.get(target, name) as unknown;
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) => {
        life.left -= 1;
        life.isDead ||= life.left < 0;
        return life.isDead ? new Promise<never>(() => {}) : value.apply(target, args);
      };
    },
  });
}

function decimal(amount: number): string {
  return amount.toFixed(8);
}

function budgetOf(limit: number): Budget {
  return {
    ...budgetAddress(workspace.id),
    ...{ kind: budget.kind, schema: budget.schema, version: 1, state: 'open', workspace: workspace.id },
    ...{ limit: { amount: `${limit}`, currency: 'EUR' }, per: 'month', since: start, thresholds: defaultThresholds },
    ...{ graceHours: 0, topUps: [], told: nothingTold(periodAt('month', new Date(start), start)) },
    ...{ history: [], archived: 0, effects: [], deadLetters: [] },
  };
}
