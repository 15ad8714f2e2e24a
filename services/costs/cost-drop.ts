import type { Budget } from '../budgets/budget.ts';
import { limitAt } from '../budgets/budget.ts';
import type { Changes } from '../change/change.ts';
import type { Effects } from '../effects/effects.ts';
import { beginSweeps, defineSweepTimer, registerSweeps } from '../effects/sweep-timer.ts';
import { dayOf } from '../money/budget-period.ts';
import { type Spending, spendingAddress } from '../money/spending.ts';
import type { Store } from '../store/store.ts';
import { csvLine } from '../text/csv.ts';
import type { Clock } from '../time/clock.ts';
import type { Workspace } from '../workspaces/workspaces.ts';
import { factsOf } from './cost-facts.ts';
import { budgetColumns, dateRows, factRow, StarDimensions, starColumns } from './cost-star.ts';
import { type MonthCosts, monthAfter, monthCostsAddress, monthOf, monthsBetween } from './month-costs.ts';

/** Where the files for reporting tools are put; `azure/cost-drop.ts` provides it. Throws WorkspaceErrors only. */
export interface DropStore {
  /** Puts a file, in place of the one before: whole, or not at all. */
  put(name: string, text: AsyncIterable<string>, signal: AbortSignal): Promise<void>;
}

export interface CostDropParts {
  readonly store: Store;
  readonly changes: Changes;
  readonly clock: Clock;
  readonly workspaces: { all(): Promise<readonly Workspace[]> };
  readonly budgets: { of(workspaceId: string): Promise<Budget | undefined> };
  readonly drop: DropStore;
}

export const costDropTimer = defineSweepTimer('cost-drop', 'cost-drop', 'costs.drop');
const longestInMs = 60 * 60_000;
/** In UTC: by then Azure knows nearly all of the day before. */
const hour = 2;
const months = 13;
const readAtOnce = 32;

/**
 * Every night, what was billed in the last thirteen months and how the budgets stand, as CSV files in a star schema that reporting
 * tools read (docs/power-bi.md). One instance at a time; files are made anew from what is stored, so that a crash costs nothing
 * but time.
 */
export class CostDrop {
  readonly #parts: CostDropParts;

  constructor(parts: CostDropParts) {
    this.#parts = parts;
  }

  register(effects: Effects): void {
    registerSweeps(effects, costDropTimer, longestInMs, async (_due, { now, signal }) => {
      await this.#drop(now, signal);
      return { again: nightAfter(now) };
    });
  }

  /** Has the files made every night, where that has not begun yet. @throws {WorkspaceError} unavailable */
  async start(): Promise<void> {
    const { changes, clock } = this.#parts;
    await beginSweeps(changes, costDropTimer, 'costs.drop', { dueAt: nightAfter(clock.now()) });
  }

  async #drop(now: Date, signal: AbortSignal): Promise<void> {
    const { drop } = this.#parts;
    const workspaces = await this.#parts.workspaces.all();
    const current = monthOf(dayOf(now));
    const covered = monthsBetween(monthAfter(current, 1 - months), current);
    const dimensions = new StarDimensions();
    for (const month of covered)
      await drop.put(`fact_cost/${month}.csv`, this.#facts(workspaces, month, dimensions), signal);
    await drop.put(`fact_budget/${dayOf(now)}.csv`, this.#budgets(workspaces, dimensions, now), signal);
    // Last, so that a fact never stands without what it names.
    await drop.put('dim_date.csv', table(starColumns.date, dateRows(covered)), signal);
    await drop.put('dim_workspace.csv', table(starColumns.workspace, dimensions.workspaces()), signal);
    await drop.put('dim_resource.csv', table(starColumns.resource, dimensions.resources()), signal);
    await drop.put('dim_service.csv', table(starColumns.service, dimensions.services()), signal);
  }

  async *#facts(workspaces: readonly Workspace[], month: string, dimensions: StarDimensions): AsyncGenerator<string> {
    yield csvLine(starColumns.cost);
    for await (const found of this.#each(workspaces, async ({ id }) => await this.#month(id, month)))
      if (found)
        yield factsOf(found)
          .map((fact) => csvLine(factRow(dimensions.add(fact), fact)))
          .join('');
  }

  async *#budgets(workspaces: readonly Workspace[], dimensions: StarDimensions, now: Date): AsyncGenerator<string> {
    yield csvLine(budgetColumns);
    const read = async (workspace: Workspace) => {
      const [budget, spending] = await Promise.all([
        this.#parts.budgets.of(workspace.id),
        this.#parts.store.get<Spending>(spendingAddress(workspace.id).partition, spendingAddress(workspace.id).id),
      ]);
      return { workspace, budget, spending: spending?.document };
    };
    for await (const { workspace, budget, spending } of this.#each(workspaces, read)) {
      dimensions.addWorkspace(workspace, budget);
      if (!budget) continue;
      const { amount, currency } = limitAt(budget, now);
      const same = spending?.billed.currency === currency ? spending : undefined;
      yield csvLine([
        ...[dayOf(now).replaceAll('-', ''), workspace.id, budget.per, currency, amount],
        ...[same?.billed.amount ?? '', same?.estimated.amount ?? '', budget.state],
      ]);
    }
  }

  async *#each<T>(workspaces: readonly Workspace[], read: (workspace: Workspace) => Promise<T>): AsyncGenerator<T> {
    for (let first = 0; first < workspaces.length; first += readAtOnce)
      yield* await Promise.all(workspaces.slice(first, first + readAtOnce).map(read));
  }

  async #month(workspace: string, month: string): Promise<MonthCosts | undefined> {
    const { partition, id } = monthCostsAddress(workspace, month);
    return (await this.#parts.store.get<MonthCosts>(partition, id))?.document;
  }
}

async function* table(columns: readonly string[], rows: Iterable<readonly string[]>): AsyncGenerator<string> {
  yield csvLine(columns);
  for (const row of rows) yield csvLine(row);
}

function nightAfter(now: Date): Date {
  const night = new Date(now);
  night.setUTCHours(hour, 0, 0, 0);
  if (night <= now) night.setUTCDate(night.getUTCDate() + 1);
  return night;
}
