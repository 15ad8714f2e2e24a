import type { Budget } from '../../services/budgets/budget.ts';
import { money } from '../../services/money/money.ts';
import type { MachineSpending, Spending } from '../../services/money/spending.ts';

/** The moment at which the samples are looked at. */
export const budgetNow = new Date('2026-11-22T09:30:00Z');

export const eur = (amount: string | number) => money(amount, 'EUR');

export function machineSpending(name: string, more: Partial<MachineSpending> = {}): MachineSpending {
  return {
    name,
    billed: eur('320.40'),
    estimated: eur('20.16'),
    perHour: eur('0.84'),
    runningPerHour: eur('0.84'),
    idlePerHour: eur('0.02'),
    ...more,
  };
}

export function spending(more: Partial<Spending> = {}): Spending {
  return {
    partition: 'workspace/oncology',
    id: 'spending',
    kind: 'spending',
    schema: 1,
    workspace: 'oncology',
    period: { kind: 'month', from: '2026-11-01', to: '2026-11-30' },
    billed: eur('641.2'),
    estimated: eur('46.8'),
    perHour: eur('2.1'),
    machines: [
      machineSpending('onc-gpu', {
        billed: eur('402.10'),
        estimated: eur('28'),
        perHour: eur('1.26'),
        runningPerHour: eur('1.26'),
      }),
      machineSpending('onc-r', { billed: eur('199.1'), estimated: eur('18.8') }),
      machineSpending('onc-python', { billed: eur('12'), estimated: eur('0'), perHour: eur('0.02') }),
    ],
    rest: eur('28'),
    days: Array.from({ length: 22 }, (_, index) => ({
      day: `2026-11-${String(index + 1).padStart(2, '0')}`,
      billed: index < 20 ? eur([12, 18, 44, 58, 51, 49, 31][index % 7]!) : eur(0),
      estimated: index < 20 ? eur(0) : eur('23.4'),
    })),
    forecast: { low: eur('880'), likely: eur('940.5'), high: eur('1020') },
    foreign: [],
    billedThrough: '2026-11-20',
    askedAt: '2026-11-22T07:20:00.000Z',
    at: '2026-11-22T09:00:00.000Z',
    ...more,
  };
}

export function budget(more: Partial<Budget> = {}): Budget {
  return {
    partition: 'workspace/oncology',
    id: 'budget',
    kind: 'budget',
    schema: 1,
    version: 4,
    state: 'open',
    history: [],
    archived: 0,
    effects: [],
    deadLetters: [],
    workspace: 'oncology',
    limit: eur('1000'),
    per: 'month',
    since: '2026-01-15T10:00:00.000Z',
    costCentre: 'CC-100',
    thresholds: [50, 75, 90, 100],
    forecastThreshold: 100,
    graceHours: 0,
    topUps: [],
    told: {
      period: { kind: 'month', from: '2026-11-01', to: '2026-11-30' },
      thresholds: [50],
      forecast: false,
      armed: 0,
    },
    ...more,
  };
}
