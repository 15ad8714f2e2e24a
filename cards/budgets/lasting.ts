import { runs } from '../../services/budgets/budget-figures.ts';
import { runway } from '../../services/costs/runway.ts';
import type { BudgetPeriod } from '../../services/money/budget-period.ts';
import { compare } from '../../services/money/money.ts';
import { dayText } from '../money.ts';
import { budgetTexts as words } from '../texts/budgets.ts';
import type { Figures } from './figures.ts';

const { lasts } = words;
/** The dearest of a workspace help most. */
const mostTried = 3;

/** "lasts until 14 December", or to the end of a period that begins anew, or does not run out. */
export function lastingText(until: string | undefined, { kind }: BudgetPeriod, now: Date, locale: string): string {
  if (until) return `${lasts.lasts} ${lasts.until(dayText(until, now, locale))}`;
  return kind === 'once' ? lasts.forever : `${lasts.lasts} ${lasts.toEnd[kind]}`;
}

/** "without onc-gpu until 3 January", as it goes on after the words above; `who` is `onc-gpu`, or `this machine`. */
export function withoutText(
  who: string,
  until: string | undefined,
  { kind }: BudgetPeriod,
  now: Date,
  locale: string,
): string {
  if (until) return `${lasts.without(who)} ${lasts.until(dayText(until, now, locale))}`;
  return `${lasts.without(who)} ${kind === 'once' ? lasts.itIsForever : lasts.toEnd[kind]}`;
}

/** A machine that runs, and until when the money would last without it. */
export interface Dearest {
  readonly name: string;
  readonly until: string | undefined;
}

/** How long it lasts at what runs now, and the machine whose end would help most; undefined where there are no figures or no money. */
export function runwayOf({ spending, limit, left, over }: Figures, now: Date) {
  if (!spending || over.amount !== '0' || left.amount === '0') return undefined;
  const until = runway(spending, limit, now);
  if (until === undefined) return { until, dearest: undefined };
  const dearest = spending.machines
    .filter(runs)
    .toSorted((one, other) => compare(other.perHour, one.perHour))
    .slice(0, mostTried)
    .map(({ name }) => ({ name, until: runway(spending, limit, now, { without: name }) }))
    .toSorted(later)[0];
  return { until, dearest: dearest?.until === until ? undefined : dearest };
}

function later(one: Dearest, other: Dearest): number {
  return (other.until ?? '9').localeCompare(one.until ?? '9');
}
