import { budgetCard } from '../../../cards/budgets/budget.ts';
import { may } from '../../../services/policy.ts';
import type { Context, Reply } from '../action.ts';

/** The sweep comes once an hour. */
const freshForInMs = 3_600_000;

/** How the workspace's money stands; where the figures are old, new ones are reckoned for whoever looks next. */
export async function budgetReply(context: Context, note = ''): Promise<Reply> {
  const { caller, services, workspace, now } = context;
  const [budget, spending] = await Promise.all([
    services.budgets.get(caller, workspace),
    services.spendings.get(workspace),
  ]);
  const isOld = !spending || now.getTime() - Date.parse(spending.at) >= freshForInMs;
  // What is there is shown; that nothing newer could be asked for is no reason to show nothing.
  const isRefreshing = isOld && (await services.spendings.refresh(workspace).catch(() => false));
  return {
    card: budgetCard({
      ...{ workspace, budget, spending, now, note, isRefreshing },
      locale: caller.locale,
      may: { ask: may(caller, workspace, 'budget.ask'), manage: may(caller, workspace, 'budget.manage') },
    }),
  };
}
