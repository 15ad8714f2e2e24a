import { Decimal } from 'decimal.js';
import { type BudgetPeriod, dayOf, daysAfter } from '../money/budget-period.ts';
import { compare, type Money, plus, rounded, times } from '../money/money.ts';
import type { Forecast } from '../money/spending.ts';

export interface KnownSpending {
  /** Billed and estimated, in the period so far. */
  readonly spent: Money;
  /** What runs now costs this much an hour. */
  readonly perHour: Money;
  /** Billed and estimated on that day; undefined for a day from before anything was known. */
  readonly on: (day: string) => Money | undefined;
}

const week = 7;
/** So many days at either end of the week say from where to where it may be. */
const fewest = 3;

/**
 * What is likely by the end of the period: what is spent, and for the time that is left the mean of the last seven full days; from
 * the mean of the three cheapest of them to that of the three dearest. Before the first full day it is what runs now, day and night.
 * Undefined for a period without an end.
 */
export function forecast({ spent, perHour, on }: KnownSpending, period: BudgetPeriod, at: Date): Forecast | undefined {
  if (period.to === undefined) return undefined;
  const today = dayOf(at);
  const full = Array.from({ length: week }, (_, index) => on(daysAfter(today, -index - 1))).filter(
    (day) => day !== undefined,
  );
  const rates = (full.length > 0 ? full : [times(perHour, 24)]).sort(compare);
  const end = Date.parse(`${daysAfter(period.to, 1)}T00:00:00Z`);
  const daysLeft = new Decimal(Math.max(end - at.getTime(), 0)).dividedBy(86_400_000);
  const by = (days: readonly Money[]) => {
    const [first, ...others] = days;
    return rounded(plus(spent, times(plus(first!, ...others), daysLeft.dividedBy(days.length).toFixed())), 6);
  };
  return { low: by(rates.slice(0, fewest)), likely: by(rates), high: by(rates.slice(-fewest)) };
}
