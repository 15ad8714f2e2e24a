import type { BudgetPeriod } from '../../services/money/budget-period.ts';
import { monthText } from '../money.ts';
import { budgetTexts as words } from '../texts/budgets.ts';

/** "November", "Quarter 4 of 2026", "2026", "Whole project". */
export function periodName({ kind, from }: BudgetPeriod, now: Date, locale: string): string {
  const [year = 0, month = 1] = from.split('-').map(Number);
  if (kind === 'once') return words.once;
  if (kind === 'year') return String(year);
  return kind === 'quarter' ? words.quarter(Math.ceil(month / 3), year) : monthText(from, now, locale);
}
