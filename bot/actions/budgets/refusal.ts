import { refusedCard } from '../../../cards/budgets/refused.ts';
import type { OverBudget } from '../../../services/budgets/budget-refusal.ts';
import { may } from '../../../services/policy.ts';
import type { Context, Reply } from '../action.ts';

/** Why nothing can be started, in the caller's own numbers, with the way to more money that is theirs to go. */
export async function refusedReply(refusal: OverBudget, { caller, services, now }: Context): Promise<Reply> {
  const { locale } = caller;
  const workspace = (await services.workspaces.list(caller)).find(({ id }) => id === refusal.workspace);
  if (!workspace) throw refusal;
  const askers = may(caller, workspace, 'budget.ask')
    ? undefined
    : // Whom to ask is worth knowing, and no reason to say nothing.
      (await services.members.owners(workspace).catch(() => [])).map(({ name }) => name);
  return { card: refusedCard({ workspace, refusal, askers, locale, now }) };
}
