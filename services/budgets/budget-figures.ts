import { type BudgetPeriod, periodAt } from '../money/budget-period.ts';
import { compare, hasReached, isPositive, type Money, plus } from '../money/money.ts';
import type { MachineSpending, Spending } from '../money/spending.ts';
import type { Budget } from './budget.ts';

/** What is known of the money spent in a budget's current period. */
export interface Figures {
  /** Billed and estimated, or what Azure's own alert said where that is more. */
  readonly spent: Money;
  /** False where it is of a part of the period alone, so that it may be more. */
  readonly isWhole: boolean;
  /** By the end of the period; of the whole period only. */
  readonly likely?: Money;
  /** True where something ran when it was reckoned. */
  readonly isRunning: boolean;
}

/** Azure knows of no costs sooner (Cost Management, "Understand Cost Management data"): what it says before is of the period before. */
const alertsLateInMs = 8 * 3_600_000;

type Terms = Pick<Budget, 'limit' | 'per' | 'since' | 'alerted'>;

/** Undefined where nothing is known of this period in the budget's currency. */
export function figuresOf(terms: Terms, spending: Spending | undefined, now: Date): Figures | undefined {
  const { limit, alerted } = terms;
  const period = periodAt(terms.per, now, terms.since);
  const usable = spending && isWithin(spending.period, period) && isIn(spending, limit.currency) ? spending : undefined;
  const isAlerted = alerted !== undefined && alerted.currency === limit.currency;
  const isRunning = usable?.machines.some(runs) ?? false;
  if (!usable) return isAlerted ? { spent: alerted, isWhole: true, isRunning } : undefined;
  const reckoned = plus(usable.billed, usable.estimated);
  const isWhole = isSamePeriod(usable.period, period);
  const spent = isAlerted && compare(alerted, reckoned) > 0 ? alerted : reckoned;
  return { spent, isWhole: isWhole || isAlerted, ...(isWhole && { likely: usable.forecast?.likely }), isRunning };
}

/** The percentages that are reached. Where nothing may be spent, they are with the first cent, and by whatever runs. */
export function reachedOf(
  percentages: readonly number[],
  { spent, isRunning }: Pick<Figures, 'spent' | 'isRunning'>,
  limit: Money,
): readonly number[] {
  if (isPositive(limit)) return percentages.filter((percent) => hasReached(spent, percent, limit));
  return isPositive(spent) || isRunning ? percentages.filter((percent) => percent <= 100) : [];
}

/** True where an alert of Azure's, fired then, can be of the period that goes on. */
export function tellsOfPeriod(firedAt: Date, { per, since }: Pick<Budget, 'per' | 'since'>, now: Date): boolean {
  const { from } = periodAt(per, now, since);
  return firedAt.getTime() >= Date.parse(from) + (per === 'once' ? 0 : alertsLateInMs);
}

/** True where a machine costs more than its disks. */
export function runs({ isRunning, perHour, idlePerHour }: MachineSpending): boolean {
  if (isRunning !== undefined) return isRunning;
  return idlePerHour ? compare(perHour, idlePerHour) > 0 : isPositive(perHour);
}

export function isSamePeriod(one: BudgetPeriod, other: BudgetPeriod): boolean {
  return one.kind === other.kind && one.from === other.from;
}

/** True where the first began in the second. */
export function isWithin(one: BudgetPeriod, other: BudgetPeriod): boolean {
  return one.from >= other.from && (other.to === undefined || one.from <= other.to);
}

function isIn({ billed, estimated }: Spending, currency: string): boolean {
  return billed.currency === currency && estimated.currency === currency;
}
