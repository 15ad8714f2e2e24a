import { LRUCache } from 'lru-cache';
import type { Money } from '../services/money/money.ts';

/** What takes longer to make than a card to fill is made once. */
const languages = new LRUCache<string, string>({ max: 200, memoMethod: canonical });
const formats = new LRUCache<string, Intl.NumberFormat, CurrencyIn>({
  max: 200,
  memoMethod: (_key, _stale, { context }) => currencyFormat(context),
});
const dates = new LRUCache<string, Intl.DateTimeFormat, DatesIn>({
  max: 200,
  memoMethod: (_key, _stale, { context }) => dateFormat(context),
});
/** The same few prices stand on card after card. */
const amounts = new LRUCache<string, string, AmountIn>({
  max: 2_000,
  memoMethod: (_key, _stale, { context }) => written(context),
});
const dateShapes = {
  day: { day: 'numeric' },
  'day and year': { day: 'numeric', year: 'numeric' },
  month: {},
  'month and year': { year: 'numeric' },
} as const;

interface CurrencyIn {
  readonly locale: string;
  readonly currency: string;
}
interface AmountIn extends CurrencyIn {
  readonly amount: Money['amount'];
}
interface DatesIn {
  readonly locale: string;
  readonly shape: keyof typeof dateShapes;
}

/**
 * "312 EUR", "0.84 EUR": exact text in somebody's locale (BCP 47), rounded half to even to the places that the currency has, and
 * without them where they are all zero. The currency is its code, since "$" is more than one.
 */
export function moneyText({ amount, currency }: Money, locale: string): string {
  return `${amountText({ amount, currency }, locale)} ${currency}`;
}

/** The number alone, for where the currency is said once for several. */
export function amountText({ amount, currency }: Money, locale: string): string {
  return amounts.memo(`${locale}/${currency}/${amount}`, { context: { amount, currency, locale } });
}

function written({ amount, currency, locale: said }: AmountIn): string {
  const locale = known(said);
  return formats
    .memo(`${locale}/${currency}`, { context: { locale, currency } })
    .formatToParts(amount as Intl.StringNumericLiteral)
    .filter(({ type }) => type !== 'currency' && type !== 'literal')
    .map(({ value }) => value)
    .join('');
}

/** "75 %", rounded down, so that none is said before it is reached; "below 1 %" of a little. */
export function percentText(share: number, locale: string): string {
  const whole = Math.floor(share * 100 + 1e-9);
  if (whole < 1 && share > 0) return `below ${(1).toLocaleString(known(locale))} %`;
  return `${whole.toLocaleString(known(locale))} %`;
}

/** A day that is farther away needs its year. */
const nearInMs = 300 * 86_400_000;

/** "14 December", with the year where it is far away. Days are days in UTC, since Azure bills by them. */
export function dayText(day: string, now: Date, locale: string): string {
  const date = new Date(`${day.slice(0, 10)}T12:00:00Z`);
  return datesIn(locale, isNear(date, now) ? 'day' : 'day and year').format(date);
}

/** "November", with its year where it is far away, of a day in that month. */
export function monthText(day: string, now: Date, locale: string): string {
  const date = new Date(`${day.slice(0, 7)}-15T12:00:00Z`);
  return datesIn(locale, isNear(date, now) ? 'month' : 'month and year').format(date);
}

function isNear(date: Date, now: Date): boolean {
  return Math.abs(date.getTime() - now.getTime()) < nearInMs;
}

function datesIn(said: string, shape: DatesIn['shape']): Intl.DateTimeFormat {
  const locale = known(said);
  return dates.memo(`${locale}/${shape}`, { context: { locale, shape } });
}

function dateFormat({ locale, shape }: DatesIn): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(locale, { month: 'long', timeZone: 'UTC', ...dateShapes[shape] });
}

function currencyFormat({ locale, currency }: CurrencyIn): Intl.NumberFormat {
  // What no currency is has two places.
  const style = /^[A-Z]{3}$/.test(currency)
    ? ({ style: 'currency', currency, currencyDisplay: 'code' } as const)
    : { minimumFractionDigits: 2, maximumFractionDigits: 2 };
  return new Intl.NumberFormat(locale, {
    ...style,
    roundingMode: 'halfEven',
    signDisplay: 'negative',
    trailingZeroDisplay: 'stripIfInteger',
  });
}

function known(locale: string): string {
  return languages.memo(locale);
}

/** The locale, or English where a client says one that nobody knows. */
function canonical(locale: string): string {
  try {
    return Intl.getCanonicalLocales(locale)[0] ?? 'en';
  } catch {
    return 'en';
  }
}
