import { WorkspaceError } from '../errors.ts';
import { isPositive } from '../money/money.ts';
import { personOf } from '../people/people.ts';
import type { Budget, TopUp } from './budget.ts';
import { noBudget } from './budget-decision.ts';
import { inPeriod, type Standing } from './budget-rules.ts';

/**
 * The budget with more money in the current period; undefined where the request has added it already.
 * @throws {WorkspaceError} conflict, where it cannot be added
 */
export function toppedUp(
  current: Budget | undefined,
  { amount, request, by }: Omit<TopUp, 'at'>,
  now: Date,
): Standing | undefined {
  if (!current) throw noBudget('The workspace');
  if (current.limit.currency !== amount.currency)
    throw new WorkspaceError(
      'conflict',
      `The budget is in ${current.limit.currency} and the top-up in ${amount.currency}. Ask again in ${current.limit.currency}.`,
    );
  if (!isPositive(amount)) throw new WorkspaceError('conflict', 'A top-up has to be more than nothing. Ask again.');
  if (current.topUps.some((each) => each.request === request)) return undefined;
  const begun = inPeriod(current, now);
  const added = { amount, request, by: personOf(by), at: now.toISOString() };
  return { ...begun, topUps: [...begun.topUps, added] };
}
