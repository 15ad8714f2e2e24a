import type { Standing } from '../../../services/budgets/budget-rules.ts';
import { nothingTold } from '../../../services/budgets/budget-rules.ts';
import { type BudgetPeriod, periodAt } from '../../../services/money/budget-period.ts';
import { money } from '../../../services/money/money.ts';
import type { MachineSpending, Spending } from '../../../services/money/spending.ts';

export const noon = new Date('2026-03-12T12:00:00.000Z');

/** A budget of 1000 EUR a month, as it was set. */
export function standing(more: Partial<Standing> = {}): Standing {
  const since = '2026-02-03T09:00:00.000Z';
  return {
    ...{ workspace: 'oncology', limit: money(1000, 'EUR'), per: 'month', since, thresholds: [50, 75, 90, 100] },
    ...{ forecastThreshold: 100, graceHours: 0, topUps: [], told: nothingTold(periodAt('month', noon, since)) },
    ...{ state: 'open', effects: [] },
    ...more,
  };
}

export interface SpendingSample {
  readonly billed?: string | number;
  readonly estimated?: string | number;
  readonly likely?: string | number;
  readonly currency?: string;
  readonly period?: BudgetPeriod;
  /** Of machines that run. */
  readonly running?: readonly string[];
  readonly at?: Date;
  readonly workspace?: string;
}

export function spending(sample: SpendingSample = {}): Spending {
  const {
    billed = 0,
    estimated = 0,
    likely,
    currency = 'EUR',
    running = [],
    at = noon,
    workspace = 'oncology',
  } = sample;
  const of = (amount: string | number) => money(amount, currency);
  const machine = (name: string): MachineSpending => ({
    ...{ name, isRunning: true, billed: of(0), estimated: of(0), perHour: of('0.84') },
  });
  return {
    ...{ partition: `workspace/${workspace}`, id: 'spending', kind: 'spending', schema: 1, workspace },
    period: sample.period ?? periodAt('month', at, at.toISOString()),
    ...{ billed: of(billed), estimated: of(estimated), perHour: of(0.84 * running.length), rest: of(0) },
    machines: running.map(machine),
    ...{ days: [], foreign: [], at: at.toISOString() },
    ...(likely !== undefined && { forecast: { low: of(likely), likely: of(likely), high: of(likely) } }),
  };
}
