import type { Budget } from '../../services/budgets/budget.ts';
import { runway } from '../../services/costs/runway.ts';
import type { Machine } from '../../services/machines/machines.ts';
import { isPositive, type Money } from '../../services/money/money.ts';
import type { Spending } from '../../services/money/spending.ts';
import type { Fact } from '../fact.ts';
import { moneyText } from '../money.ts';
import { budgetTexts } from '../texts/budgets.ts';
import { figuresOf } from './figures.ts';
import { lastingText, withoutText } from './lasting.ts';

const { cost: words, lasts } = budgetTexts;

/** What a machine costs an hour while it runs, and how long the money lasts with it and without it. */
export interface CostView {
  readonly machine: Pick<Machine, 'name' | 'state'>;
  readonly budget: Budget | undefined;
  readonly spending: Spending | undefined;
  readonly now: Date;
  /** BCP 47. */
  readonly locale: string;
}

/** "0.84 EUR an hour; 312 EUR left: lasts until 14 December, without this machine until 3 January"; none where nothing is known. */
export function costFact(view: CostView): Fact[] {
  const value = costLine(view);
  const title = view.machine.state === 'Started' ? words.title.now : words.title.later;
  return value === undefined ? [] : [{ title, value }];
}

export function costLine({ machine, budget, spending, now, locale }: CostView): string | undefined {
  const known = spending?.machines.find(({ name }) => name.toLowerCase() === machine.name.toLowerCase());
  const money = (sum: Money) => moneyText(sum, locale);
  const rate = known?.runningPerHour && money(known.runningPerHour);
  if (!spending || !budget) return rate && words.rate(rate);
  const figures = figuresOf(budget, spending, now);
  const { left, limit, period } = figures;
  if (!figures.spending) return rate && words.rate(rate);
  if (!isPositive(left)) return words.gone(rate);
  const running = runway(spending, limit, now, { running: machine.name });
  const without = runway(spending, limit, now, { without: machine.name });
  const lasting = lastingText(running, period, now, locale);
  const other = running === without ? '' : `, ${withoutText(lasts.thisMachine, without, period, now, locale)}`;
  return words.line(rate, money(left), `${lasting}${other}`);
}
