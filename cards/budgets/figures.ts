import type { Budget } from '../../services/budgets/budget.ts';
import { limitAt } from '../../services/budgets/budget.ts';
import { type BudgetPeriod, periodAt } from '../../services/money/budget-period.ts';
import { compare, isPositive, type Money, minus, nothing, plus, share } from '../../services/money/money.ts';
import type { Spending } from '../../services/money/spending.ts';

/** What a budget comes to at a moment; sums in its currency. */
export interface Figures {
  readonly period: BudgetPeriod;
  /** With what was added to it. */
  readonly limit: Money;
  readonly topUps: Money;
  readonly billed: Money;
  readonly estimated: Money;
  /** Billed and estimated, or what Azure's own alert said, where that is more. */
  readonly spent: Money;
  /** Never below zero. */
  readonly left: Money;
  /** By how much it is overdrawn; zero where it is not. */
  readonly over: Money;
  /** What part is spent; undefined of a budget of nothing. */
  readonly share: number | undefined;
  /** The figures of this period and in the budget's currency; undefined where there are none. */
  readonly spending: Spending | undefined;
  /** What was spent in currencies that do not count. */
  readonly foreign: readonly Money[];
}

/** What Labdesk has stopped since the figures were reckoned runs no more, while nothing can be started. */
function sinceStop(spending: Spending, { state, stop }: Budget): Spending {
  if (state === 'open') return spending;
  const stopped = new Set(
    (stop?.machines ?? []).flatMap(({ machine, state }) => (state === 'stopped' ? [machine.toLowerCase()] : [])),
  );
  if (stopped.size === 0 || (stop?.endedAt !== undefined && stop.endedAt <= spending.at)) return spending;
  const machines = spending.machines.map((machine) =>
    stopped.has(machine.name.toLowerCase())
      ? { ...machine, isRunning: false, perHour: machine.idlePerHour ?? nothing(machine.perHour.currency) }
      : machine,
  );
  const perHour = machines.reduce((sum, machine) => plus(sum, machine.perHour), nothing(spending.perHour.currency));
  return { ...spending, machines, perHour };
}

export function figuresOf(budget: Budget, spending: Spending | undefined, now: Date): Figures {
  const period = periodAt(budget.per, now, budget.since);
  const limit = limitAt(budget, now);
  const { currency } = limit;
  const none = nothing(currency);
  // Right after a change of currency or period the figures are still those of before.
  const counts = spending && spending.billed.currency === currency && spending.period.from === period.from;
  const own = counts ? sinceStop(spending, budget) : undefined;
  const billed = own?.billed ?? none;
  const estimated = own?.estimated ?? none;
  const known = plus(billed, estimated);
  const alerted = budget.told.period.from === period.from ? budget.alerted : undefined;
  const spent = alerted && alerted.currency === currency && compare(alerted, known) > 0 ? alerted : known;
  const rest = minus(limit, spent);
  const isOver = compare(rest, none) < 0;
  const others = spending && spending.billed.currency !== currency ? [plus(spending.billed, spending.estimated)] : [];
  return {
    ...{ period, limit, billed, estimated, spent },
    topUps: minus(limit, budget.limit),
    left: isOver ? none : rest,
    over: isOver ? minus(spent, limit) : none,
    share: share(spent, limit),
    spending: own,
    foreign: [...others, ...(spending?.foreign ?? [])].filter(isPositive),
  };
}
