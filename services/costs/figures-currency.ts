import type { Budget } from '../budgets/budget.ts';
import type { BudgetPeriod } from '../money/budget-period.ts';
import type { Spending } from '../money/spending.ts';
import type { Stored } from '../store/store.ts';
import type { Metering } from './metering.ts';
import type { CostLine, MonthCosts } from './month-costs.ts';

/** What says in which currency a workspace's figures are. */
export interface CurrencySigns {
  readonly budget: Budget | undefined;
  /** The figures before these. */
  readonly spending: Stored<Spending> | undefined;
  readonly period: BudgetPeriod;
  readonly months: readonly MonthCosts[];
  readonly metering: Pick<Metering, 'lastBilled'>;
}

/** The limit's; else what it was in this period; else what is billed here, or anywhere. */
export function figuresCurrency(
  { budget, spending, period, months, metering }: CurrencySigns,
  otherwise: string,
): string {
  if (budget) return budget.limit.currency;
  const { document: last } = spending ?? {};
  if (last && last.period.from === period.from && last.billed.amount !== '0') return last.billed.currency;
  const newest = months.toSorted((a, b) => (a.month < b.month ? 1 : -1)).find(({ lines }) => lines.length > 0);
  return newest ? mostFrequent(newest.lines) : (newestOf(metering.lastBilled) ?? otherwise);
}

function mostFrequent(lines: readonly CostLine[]): string {
  const counts = new Map<string, number>();
  for (const { currency, days } of lines) counts.set(currency, (counts.get(currency) ?? 0) + Object.keys(days).length);
  return [...counts].sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1))[0]![0];
}

function newestOf(lastBilled: Readonly<Record<string, string>>): string | undefined {
  return Object.entries(lastBilled).sort(([a, one], [b, other]) =>
    one === other ? (a < b ? -1 : 1) : one < other ? 1 : -1,
  )[0]?.[0];
}
