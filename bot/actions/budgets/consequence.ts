import type { Consequence } from '../../../cards/budgets/confirm.ts';
import { runs } from '../../../services/budgets/budget-figures.ts';
import { judge } from '../../../services/budgets/budget-rules.ts';
import { wished } from '../../../services/budgets/budget-wish.ts';
import { WorkspaceError } from '../../../services/errors.ts';
import type { Context } from '../action.ts';
import { type WishValues, wishFrom } from './wish.ts';

/** What would follow at the figures of now; undefined for a wish that cannot be. */
export async function consequenceOf(values: WishValues, context: Context): Promise<Consequence | undefined> {
  const { caller, services, workspace, now } = context;
  const [before, spending] = await Promise.all([
    services.budgets.get(caller, workspace),
    services.spendings.get(workspace),
  ]);
  try {
    const wish = await wishFrom(values, context);
    const { standing, isRaised } = wished(before, wish, { workspace, now, spending });
    const judged = judge(standing, { now, spending, isRaised })?.next;
    const after = { ...standing, ...judged };
    const isNew = before === undefined || before.state === 'open';
    const goneLater = after.state === 'open' && after.goneAt !== undefined && before?.goneAt === undefined;
    const runsNow = spending === undefined || spending.machines.some(runs);
    return { before, after, spending, stops: runsNow && ((isNew && after.state === 'stopping') || goneLater) };
  } catch (error) {
    if (error instanceof WorkspaceError && error.code === 'invalid') return undefined;
    throw error;
  }
}
