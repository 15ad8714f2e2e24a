import { WorkspaceError } from '../errors.ts';
import { periodAt } from '../money/budget-period.ts';
import { isPositive, type Money } from '../money/money.ts';
import { type Budget, limitAt } from './budget.ts';
import { isSamePeriod } from './budget-figures.ts';

/** Nothing may be started for want of money. The sentence holds no sums: a card says them as its reader writes numbers. */
export class OverBudget extends WorkspaceError {
  /** Its id. */
  readonly workspace: string;
  /** What may be spent in this period; zero where nothing ever may. */
  readonly limit: Money;
  /** When it was gone, as an ISO time; undefined where nobody knows. */
  readonly since: string | undefined;

  constructor({ workspace, goneAt, stop }: Budget, name: string, limit: Money) {
    const why = isPositive(limit) ? `${name} has used up its budget` : `${name} may spend nothing`;
    super(
      'over-budget',
      `${why}, so nothing can be started there. An owner can ask for a top-up, and an admin can raise the budget.`,
    );
    this.workspace = workspace;
    this.limit = limit;
    this.since = goneAt ?? stop?.startedAt;
  }
}

/** Why nothing may be started now, for want of money; undefined where it may. A budget that nobody looked at in the new period is a new one. */
export function refusalOf(budget: Budget | undefined, name: string, now: Date): OverBudget | undefined {
  if (!budget || isExempt(budget, now)) return undefined;
  const limit = limitAt(budget, now);
  if (!isPositive(limit)) return new OverBudget(budget, name, limit);
  const isOfNow = isSamePeriod(budget.told.period, periodAt(budget.per, now, budget.since));
  return budget.state === 'open' || !isOfNow ? undefined : new OverBudget(budget, name, limit);
}

export function isExempt({ exemption }: Pick<Budget, 'exemption'>, now: Date): boolean {
  return exemption !== undefined && Date.parse(exemption.until) > now.getTime();
}
