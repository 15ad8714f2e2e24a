import type { Budget } from '../budgets/budget.ts';
import { WorkspaceError } from '../errors.ts';
import { dayOf, daysAfter } from '../money/budget-period.ts';
import type { Caller } from '../people/people.ts';
import { may } from '../policy.ts';
import type { Store } from '../store/store.ts';
import type { Period } from '../time/period.ts';
import type { WorkspaceDirectory } from '../workspaces/workspace-directory.ts';
import type { Workspace } from '../workspaces/workspaces.ts';
import { type CostFact, factsOf } from './cost-facts.ts';
import type { CostTable } from './cost-file.ts';
import { type CostDimension, type CostSummary, summarise } from './cost-summary.ts';
import { type MonthCosts, monthCostsAddress, monthOf, monthsBetween } from './month-costs.ts';

/** Days in UTC, both among them, and what people call them. */
export interface ReportPeriod {
  readonly from: string;
  readonly to: string;
  /** As it goes on in a sentence: `in March 2026`. */
  readonly words: string;
}

export interface CostReportsParts {
  readonly store: Store;
  readonly budgets: { of(workspaceId: string): Promise<Budget | undefined> };
  readonly workspaces: Pick<WorkspaceDirectory, 'list'>;
}

const mostDays = 366;
/** A file is made in memory. */
export const mostCostRows = 200_000;
const readAtOnce = 32;
/** More months of workspaces than a turn has time to read; the file has them all. */
const mostRead = 3_000;

/** What was billed, put together for those who answer for it: owners for their workspaces, reviewers and admins for all. */
export class CostReports {
  readonly #parts: CostReportsParts;

  constructor(parts: CostReportsParts) {
    this.#parts = parts;
  }

  /**
   * Sums of a period, of one workspace or of all that the caller may see; `undefined` where these are too many to add up while
   * somebody waits.
   * @throws {WorkspaceError} forbidden, unavailable
   */
  async summary(
    caller: Caller,
    workspace: Workspace | undefined,
    period: ReportPeriod,
    by: CostDimension,
  ): Promise<CostSummary | undefined> {
    const workspaces = await this.workspacesFor(caller, workspace);
    if (workspaces.length * monthsOf(period).length > mostRead) return undefined;
    const { facts, workspaces: known } = await this.#read(workspaces, period);
    return summarise(facts, by, new Map([...known].map(([id, { costCentre }]) => [id, costCentre])));
  }

  /** Every row of a period, the oldest day first, at most the newest 200,000. @throws as {@link summary} */
  async table(caller: Caller, workspace: Workspace | undefined, period: ReportPeriod): Promise<CostTable> {
    return await this.#read(await this.workspacesFor(caller, workspace), period);
  }

  /** The workspaces whose costs the caller may see, or the one that was named. @throws {WorkspaceError} forbidden */
  async workspacesFor(caller: Caller, workspace: Workspace | undefined): Promise<readonly Workspace[]> {
    const asked = workspace ? [workspace] : await this.#parts.workspaces.list(caller);
    const theirs = asked.filter((each) => may(caller, each, 'budget.report'));
    if (theirs.length > 0) return theirs;
    throw new WorkspaceError('forbidden', 'Reports are for owners and admins. Ask an owner of your workspace for one.');
  }

  async #read(workspaces: readonly Workspace[], period: ReportPeriod): Promise<CostTable> {
    const months = monthsOf(period);
    const facts: CostFact[] = [];
    const known = new Map<string, { name: string; costCentre?: string | undefined }>();
    for (let first = 0; first < workspaces.length; first += readAtOnce) {
      const some = workspaces.slice(first, first + readAtOnce);
      const read = await Promise.all(
        some.map(async ({ id }) => {
          const [budget, ...costs] = await Promise.all([
            this.#parts.budgets.of(id),
            ...months.map(async (month) => await this.#month(id, month)),
          ]);
          return { costCentre: budget?.costCentre, costs };
        }),
      );
      for (const [index, { costCentre, costs }] of read.entries()) {
        known.set(some[index]!.id, { name: some[index]!.name, costCentre });
        for (const month of costs)
          if (month) for (const fact of factsOf(month, period.from, period.to)) facts.push(fact);
      }
    }
    facts.sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));
    return { facts: facts.slice(-mostCostRows), workspaces: known };
  }

  async #month(workspace: string, month: string): Promise<MonthCosts | undefined> {
    const { partition, id } = monthCostsAddress(workspace, month);
    return (await this.#parts.store.get<MonthCosts>(partition, id))?.document;
  }
}

/** A period in days: the current month where none was named, and at most a year, the newest. */
export function reportPeriod(period: Period | undefined, now: Date): ReportPeriod {
  const today = dayOf(now);
  if (!period) return { from: `${monthOf(today)}-01`, to: today, words: 'this month' };
  const last = dayOf(new Date(Math.min(period.to.getTime(), now.getTime() + 1) - 1));
  const first = dayOf(period.from);
  const earliest = daysAfter(last, 1 - mostDays);
  if (first >= earliest) return { from: first, to: last, words: period.words };
  return { from: earliest, to: last, words: 'in the last year of it' };
}

function monthsOf({ from, to }: ReportPeriod): readonly string[] {
  return monthsBetween(monthOf(from), monthOf(to));
}
