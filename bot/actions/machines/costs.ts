import { type CostView, costFact, costLine } from '../../../cards/budgets/cost-line.ts';
import type { Fact } from '../../../cards/fact.ts';
import type { Machine } from '../../../services/machines/machines.ts';
import type { Context } from '../action.ts';

/** What the machine costs and how long the money lasts with it: a line of its card; none where nobody knows. */
export async function costsOf(machine: Machine, context: Context): Promise<readonly Fact[]> {
  const view = await viewOf(machine, context);
  return view ? costFact(view) : [];
}

/** The same as a line alone, for a card that has no others. */
export async function costOf(machine: Machine, context: Context): Promise<string | undefined> {
  const view = await viewOf(machine, context);
  return view && costLine(view);
}

/** The machine is what people want to see: nothing waits for money that cannot be read. */
async function viewOf(machine: Machine, { caller, services, workspace, now }: Context): Promise<CostView | undefined> {
  const read = Promise.all([services.budgets.of(workspace.id), services.spendings.recent(workspace)]);
  const known = await read.catch(() => undefined);
  return known && { machine, budget: known[0], spending: known[1], now, locale: caller.locale };
}
