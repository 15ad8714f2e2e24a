import { setImmediate as others } from 'node:timers/promises';
import { type Budget, budgetAddress } from '../budgets/budget.ts';
import { Slots } from '../effects/slots.ts';
import { periodAt } from '../money/budget-period.ts';
import type { Store } from '../store/store.ts';
import type { Workspace } from '../workspaces/workspaces.ts';
import type { Billing, Heard } from './billing.ts';
import type { MonthBook } from './month-book.ts';
import { monthAfter, monthOf } from './month-costs.ts';

export interface LookBackParts {
  readonly store: Store;
  readonly billing: Billing;
  readonly months: MonthBook;
}

/** What one sweep looks back on. */
export interface Sweep {
  readonly workspaces: readonly Workspace[];
  /** Ids of the workspaces by resource group in lower case. */
  readonly groups: ReadonlyMap<string, string>;
  readonly heard: Heard;
  readonly now: Date;
  readonly signal: AbortSignal;
}

/** Each asks once more than it has pages; with the sum of the months that are billed still, five a sweep. */
const mostQueries = 4;
const mostMonthsAtOnce = 3;
/** As many rows as are little to hold while those of this month are held too. */
const mostRowsAtOnce = 600_000;
const parallel = 16;

/** Months from before Labdesk came, over the whole subscription and never by workspace: those that a budget counts at once, the others slowly. */
export class LookBack {
  readonly #parts: LookBackParts;

  constructor(parts: LookBackParts) {
    this.#parts = parts;
  }

  /**
   * Before the figures are reckoned: the months that a budget's period needs and of which nothing was ever asked. True where it asked.
   * Where Azure does not answer, or they are too many, the rest comes with the next sweep.
   */
  async needed(sweep: Sweep): Promise<boolean> {
    const { billing } = this.#parts;
    let asked = false;
    let last = await billing.lookedBackTo(sweep.heard);
    if (last === undefined) return asked;
    const first = await this.#firstNeeded(sweep);
    for (let queries = 0; queries < mostQueries && last !== undefined && first < last; queries += 1) {
      asked = true;
      const atOnce = monthAfter(last, -monthsAtOnce(sweep.heard));
      if (!(await this.#ask(sweep, atOnce < first ? first : atOnce, monthAfter(last, -1)))) break;
      last = await billing.lookedBackTo(sweep.heard);
    }
    return asked;
  }

  /** One month more, for reports and for budgets that are set later, until there is none. */
  async next(sweep: Sweep): Promise<void> {
    const last = await this.#parts.billing.lookedBackTo(sweep.heard);
    if (last === undefined) return;
    const month = monthAfter(last, -1);
    await this.#ask(sweep, month, month);
  }

  /** False where Azure does not answer. */
  async #ask({ workspaces, groups, signal }: Sweep, from: string, to: string): Promise<boolean> {
    const { billing, months } = this.#parts;
    const older = await billing.askOlder(groups, { from, to }, signal);
    if (!older) return false;
    for (const workspace of workspaces) {
      // A store in this process answers at once: others have their turn in between.
      await others();
      signal.throwIfAborted();
      await months.write(workspace.id, await months.read(workspace.id, older.months), older);
      older.rows.drop(workspace.id);
    }
    await billing.keepOlder(older);
    return true;
  }

  /** The month in which the longest period of a budget began. */
  async #firstNeeded({ workspaces, now, signal }: Sweep): Promise<string> {
    const slots = new Slots(parallel);
    const months = await Promise.all(
      workspaces.map((workspace) =>
        slots.use(async () => {
          signal.throwIfAborted();
          const { partition, id } = budgetAddress(workspace.id);
          const budget = (await this.#parts.store.get<Budget>(partition, id))?.document;
          return budget && monthOf(periodAt(budget.per, now, budget.since).from);
        }),
      ),
    );
    return months.reduce<string>((first, month) => (month && month < first ? month : first), '9999-12');
  }
}

function monthsAtOnce({ rows, months }: Heard): number {
  const aMonth = Math.max(1, rows.count / months.length);
  return Math.min(mostMonthsAtOnce, Math.max(1, Math.floor(mostRowsAtOnce / aMonth)));
}
