import { type Budget, limitAt } from './budget.ts';
import { isSamePeriod } from './budget-figures.ts';
import { periodAt } from './budget-period.ts';
import { WorkspaceError } from './errors.ts';
import { isPositive, rounded } from './money.ts';

const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });

/** Why nothing may be started now, for want of money; undefined where it may. A budget that nobody looked at in the new period is a new one. */
export function refusalOf(budget: Budget | undefined, name: string, now: Date): WorkspaceError | undefined {
  if (!budget || isExempt(budget, now)) return undefined;
  const limit = limitAt(budget, now);
  if (!isPositive(limit))
    return new WorkspaceError(
      'over-budget',
      `The budget of ${name} is 0 ${limit.currency}, so nothing can be started there. Ask for a top-up, or ask an admin to set a budget.`,
    );
  const isOfNow = isSamePeriod(budget.told.period, periodAt(budget.per, now, budget.since));
  if (budget.state === 'open' || !isOfNow) return undefined;
  const since = budget.goneAt ?? budget.stop?.startedAt;
  return new WorkspaceError(
    'over-budget',
    `${name} has used up its budget of ${rounded(limit).amount} ${limit.currency}${since ? ` on ${day.format(new Date(since))}` : ''}, so nothing can be started there. Ask for a top-up, or ask an admin to raise the budget.`,
  );
}

export function isExempt({ exemption }: Pick<Budget, 'exemption'>, now: Date): boolean {
  return exemption !== undefined && Date.parse(exemption.until) > now.getTime();
}
