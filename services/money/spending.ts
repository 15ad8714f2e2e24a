import type { Document } from '../store/store.ts';
import type { BudgetPeriod } from './budget-period.ts';
import type { Money } from './money.ts';

/** What one machine (with its disks) has cost in the period, and costs now. */
export interface MachineSpending {
  readonly name: string;
  /** True while Azure holds hardware for it, so that it costs; undefined where that is not known. */
  readonly isRunning?: boolean;
  readonly billed: Money;
  readonly estimated: Money;
  /** Now: 0 where it does not run, but for its disks. */
  readonly perHour: Money;
  /** What it would cost an hour if it ran; undefined where its size has no known price. */
  readonly runningPerHour?: Money;
  /** What its disks alone cost an hour, whether it runs or not; undefined where there are none with a known price. */
  readonly idlePerHour?: Money;
}

export interface DaySpending {
  readonly day: string;
  readonly billed: Money;
  readonly estimated: Money;
}

/** What is likely by the end of the period: the middle, and from where to where it may be. */
export interface Forecast {
  readonly low: Money;
  readonly likely: Money;
  readonly high: Money;
}

/**
 * What a workspace has spent in the current period of its budget, as last reckoned. All of one currency: `billed` is Azure's
 * word, `estimated` our own for what Azure has not billed yet, and they are never mixed but in sums that say so.
 */
export interface Spending extends Document {
  readonly kind: 'spending';
  readonly workspace: string;
  readonly period: BudgetPeriod;
  readonly billed: Money;
  readonly estimated: Money;
  /** What runs now costs this much an hour. */
  readonly perHour: Money;
  /** Dearest first. */
  readonly machines: readonly MachineSpending[];
  /** Billed for what is no machine: storage, network, and what belongs to no resource. */
  readonly rest: Money;
  /** Of the period so far, oldest first, at most 62. */
  readonly days: readonly DaySpending[];
  readonly forecast?: Forecast;
  /** Billed in other currencies, which nobody adds up. */
  readonly foreign: readonly Money[];
  /** The last day that Azure has billed; undefined before the first. */
  readonly billedThrough?: string;
  /** When Azure was last asked what it billed; undefined where it never answered. */
  readonly askedAt?: string;
  /** When this was reckoned. */
  readonly at: string;
}

export function spendingAddress(workspace: string): { partition: string; id: string } {
  return { partition: `workspace/${workspace}`, id: 'spending' };
}
