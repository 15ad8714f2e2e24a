import { LRUCache } from 'lru-cache';
import type { Changes } from '../change/change.ts';
import { type Spending, spendingAddress } from '../money/spending.ts';
import type { Store } from '../store/store.ts';
import type { Clock } from '../time/clock.ts';
import { requestSweep } from './cost-sweep-timer.ts';
import { type MonthCosts, monthAfter, monthCostsAddress, monthOf } from './month-costs.ts';

export interface SpendingReportsParts {
  readonly store: Store;
  readonly changes: Changes;
  readonly clock: Clock;
}

type OfWorkspace = { readonly id: string };

/** Figures younger than this are as good as new ones: Azure itself knows of nothing newer. */
const freshForInMs = 3_600_000;
/** Figures change with a sweep, once an hour: whoever looks at something else need not read them each time. */
const recentForInMs = 10_000;
const mostRemembered = 500;

interface Recent {
  readonly at: number;
  readonly spending: Promise<Spending | undefined>;
}

/** What was spent, for whoever looks: the figures as the last sweep left them. Who may look is the caller's to ask. */
export class SpendingReports {
  readonly #parts: SpendingReportsParts;
  readonly #recent = new LRUCache<string, Recent>({ max: mostRemembered });

  constructor(parts: SpendingReportsParts) {
    this.#parts = parts;
  }

  /** The current period's figures, at the cost of one read; undefined before the first sweep. @throws {WorkspaceError} unavailable */
  async get({ id: workspace }: OfWorkspace): Promise<Spending | undefined> {
    const { partition, id } = spendingAddress(workspace);
    return (await this.#parts.store.get<Spending>(partition, id))?.document;
  }

  /** The same, at most ten seconds old: for what is shown beside something else. @throws {WorkspaceError} unavailable */
  async recent({ id }: OfWorkspace): Promise<Spending | undefined> {
    const now = this.#parts.clock.now().getTime();
    const known = this.#recent.get(id);
    if (known && Math.abs(now - known.at) < recentForInMs) return await known.spending;
    const spending = this.get({ id });
    this.#recent.set(id, { at: now, spending });
    // What could not be read is asked for again.
    spending.catch(() => this.#recent.delete(id));
    return await spending;
  }

  /**
   * What Azure billed in the last so many months, this one among them, oldest first; a month without anything is missing.
   * @throws {WorkspaceError} unavailable
   */
  async history({ id: workspace }: OfWorkspace, months: number): Promise<readonly MonthCosts[]> {
    const current = monthOf(this.#parts.clock.now().toISOString());
    const wanted = Array.from({ length: months }, (_, index) => monthAfter(current, index + 1 - months));
    const found = await Promise.all(
      wanted.map(async (month) => {
        const { partition, id } = monthCostsAddress(workspace, month);
        return (await this.#parts.store.get<MonthCosts>(partition, id))?.document;
      }),
    );
    return found.filter((month) => month !== undefined);
  }

  /**
   * Has the sweep run now where the workspace's figures are older than an hour, or not there. Does not wait for it; however many
   * ask, it runs once. True where it was asked for. @throws {WorkspaceError} unavailable
   */
  async refresh(workspace: OfWorkspace): Promise<boolean> {
    const { changes, clock } = this.#parts;
    const known = await this.get(workspace);
    if (known && clock.now().getTime() - Date.parse(known.at) < freshForInMs) return false;
    return await requestSweep(changes, clock);
  }
}
