import { type Budget, budgetAddress } from '../budgets/budget.ts';
import { type MachineRecord, recordAddress } from '../machines/machine-record.ts';
import { type BudgetPeriod, dayOf, daysAfter, periodAt } from '../money/budget-period.ts';
import { type Spending, spendingAddress } from '../money/spending.ts';
import type { Document, Store, Stored } from '../store/store.ts';
import type { Heard } from './billing.ts';
import type { AzureDisk } from './cost.ts';
import { figuresCurrency } from './figures-currency.ts';
import { togglesOf } from './machine-toggles.ts';
import {
  forget,
  isMetered,
  type Metering,
  meter,
  meteringAddress,
  meterUnseen,
  nothingMetered,
  type SeenMachine,
  type Toggle,
} from './metering.ts';
import type { MonthBook } from './month-book.ts';
import { type MonthCosts, monthAfter, monthOf, monthsBetween } from './month-costs.ts';
import type { PriceList } from './prices.ts';
import { reckon, settledThrough } from './reckoning.ts';

/** What a sweep has found out about everything, of which one workspace takes its part. */
export interface Findings {
  readonly now: Date;
  /** Undefined where Azure did not answer: then the last figures stand. */
  readonly heard: Heard | undefined;
  /** By resource group in lower case; undefined where Azure did not answer: then nothing has changed, as far as we know. */
  readonly machines: ReadonlyMap<string, readonly SeenMachine[]> | undefined;
  /** The same; undefined also where they were listed not long ago. */
  readonly disks: ReadonlyMap<string, readonly AzureDisk[]> | undefined;
  readonly prices: (currency: string) => Promise<PriceList>;
  /** Where nothing says in which currency a workspace is billed. */
  readonly currency: string;
}

type OfWorkspace = { readonly id: string; readonly resourceGroup: string };

/** The documents of a workspace's money, as they were before. */
interface Before {
  readonly months: ReadonlyMap<string, Stored<MonthCosts>>;
  readonly metering: Stored<Metering> | undefined;
  readonly spending: Stored<Spending> | undefined;
  readonly period: BudgetPeriod;
  readonly budget: Budget | undefined;
}

export interface Updated {
  readonly spending: Spending;
  /** As it was read before; undefined where there is none. */
  readonly budget: Budget | undefined;
}

/** The first days of a month are compared with the last ones of the month before. */
const looksBackDays = 7;

/** Brings the figures of one workspace up to date: what is billed, what is metered, and what that comes to. */
export class WorkspaceFigures {
  readonly #store: Store;
  readonly #months: MonthBook;

  constructor(store: Store, months: MonthBook) {
    this.#store = store;
    this.#months = months;
  }

  /**
   * Writes what has changed; twice is fine. Undefined where newer figures are there already.
   * @throws {WriteConflict} where another instance writes the same; {WorkspaceError} unavailable
   */
  async update(workspace: OfWorkspace, findings: Findings): Promise<Updated | undefined> {
    const { now } = findings;
    const before = await this.#read(workspace.id, findings);
    const known = before.metering?.document;
    const isOlder =
      known?.askedAt !== undefined && findings.heard !== undefined && known.askedAt > findings.heard.askedAt;
    if (isOlder || (before.spending && before.spending.document.at > now.toISOString())) return undefined;
    const months = await this.#months.write(workspace.id, before.months, findings.heard);
    const metering = await this.#meter(workspace, known, findings);
    const currency = figuresCurrency({ ...before, months, metering }, findings.currency);
    const settled = settledThrough(metering, currency) ?? '';
    const left = forget(metering, settled > '' ? settled : earliestOf(before.period, now));
    await this.#put(before.metering, left);
    const prices = await findings.prices(currency);
    const { period } = before;
    const spending = reckon({ period, currency, now, months, metering: meterUnseen(left, now), prices });
    await this.#put(before.spending, spending);
    return { spending, budget: before.budget };
  }

  /** Months first and metering after them, so that whoever finds an old metering writes no month over a newer one. */
  async #read(workspace: string, { now, heard }: Findings): Promise<Before> {
    const budget = (await this.#get<Budget>(budgetAddress(workspace)))?.document;
    const period = periodAt(budget?.per ?? 'month', now, budget?.since ?? now.toISOString());
    const today = dayOf(now);
    const current = monthOf(today);
    const isEarly = Number(today.slice(8)) <= looksBackDays;
    const wanted = new Set([
      ...monthsBetween(monthOf(period.from), current),
      ...(isEarly ? [monthAfter(current, -1)] : []),
      ...(heard?.months ?? []),
    ]);
    return {
      months: await this.#months.read(workspace, [...wanted].sort()),
      metering: await this.#get<Metering>(meteringAddress(workspace)),
      spending: await this.#get<Spending>(spendingAddress(workspace)),
      period,
      budget,
    };
  }

  async #meter(workspace: OfWorkspace, known: Metering | undefined, findings: Findings): Promise<Metering> {
    const { now, machines, disks, heard } = findings;
    const group = workspace.resourceGroup.toLowerCase();
    const present = machines && (machines.get(group) ?? []);
    const metered = present
      ? meter(known, {
          workspace: workspace.id,
          now,
          machines: present,
          ...(disks && { disks: disks.get(group) ?? [] }),
          toggles: await this.#toggles(workspace.id, known, present),
          settledThrough: settledEverywhere(heard ?? known),
        })
      : (known ?? nothingMetered(workspace.id, now));
    return heard ? { ...metered, askedAt: heard.askedAt, lastBilled: heard.lastBilled } : metered;
  }

  /** Records are read of machines alone that are not as they were. */
  async #toggles(
    workspace: string,
    known: Metering | undefined,
    machines: readonly SeenMachine[],
  ): Promise<(machine: string) => readonly Toggle[]> {
    if (!known) return () => [];
    const before = new Map(known.machines.map(({ name, state }) => [name.toLowerCase(), state]));
    const present = new Set(machines.map(({ name }) => name.toLowerCase()));
    const changed = [
      ...machines.filter(
        (machine) =>
          before.has(machine.name.toLowerCase()) &&
          ((before.get(machine.name.toLowerCase()) === 'on') !== isMetered(machine) ||
            (machine.since !== undefined && machine.since.toISOString() > known.at)),
      ),
      ...known.machines.filter(({ name, state }) => state === 'on' && !present.has(name.toLowerCase())),
    ];
    const toggles = new Map<string, readonly Toggle[]>();
    for (const { name } of changed) {
      const record = (await this.#get<MachineRecord>(recordAddress(workspace, name)))?.document;
      toggles.set(name.toLowerCase(), togglesOf(record, new Date(known.at)));
    }
    return (machine) => toggles.get(machine.toLowerCase()) ?? [];
  }

  async #get<D extends Document>({ partition, id }: { partition: string; id: string }): Promise<Stored<D> | undefined> {
    return await this.#store.get<D>(partition, id);
  }

  async #put<D extends Document>(stored: Stored<D> | undefined, next: D): Promise<void> {
    await (stored ? this.#store.replace(next, stored.etag) : this.#store.create(next));
  }
}

/** Before it nothing is needed, also where Azure never bills: the period, and what a forecast looks back on. */
function earliestOf({ from }: BudgetPeriod, now: Date): string {
  const lately = daysAfter(dayOf(now), -looksBackDays - 1);
  const before = daysAfter(from, -1);
  return before < lately ? before : lately;
}

/** In every currency in which anything is billed. */
function settledEverywhere(asked: Pick<Metering, 'askedAt' | 'lastBilled'> | undefined): string | undefined {
  const settled = Object.keys(asked?.lastBilled ?? {}).map((currency) => settledThrough(asked!, currency));
  return settled.every((day) => day !== undefined) ? settled.sort()[0] : undefined;
}
