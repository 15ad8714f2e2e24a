import { LRUCache } from 'lru-cache';
import type { Money } from '../services/money/money.ts';

const languages = new LRUCache<string, string>({ max: 200 });
const formats = new LRUCache<string, Intl.NumberFormat>({ max: 200 });
/** The same few prices stand on card after card, and the parts of a number take longer to find than many cards to fill. */
const amounts = new LRUCache<string, string>({ max: 2_000 });
const dates = new LRUCache<string, Intl.DateTimeFormat>({ max: 200 });
const dateShapes = {
  day: { day: 'numeric' },
  'day and year': { day: 'numeric', year: 'numeric' },
  month: {},
  'month and year': { year: 'numeric' },
} as const;

/**
 * "312 EUR", "0.84 EUR": exact text in somebody's locale (BCP 47), rounded half to even to the places that the currency has, and
 * without them where they are all zero. The currency is its code, since "$" is more than one.
 */
export function moneyText({ amount, currency }: Money, locale: string): string {
  return `${amountText({ amount, currency }, locale)} ${currency}`;
}

/** The number alone, for where the currency is said once for several. */
export function amountText({ amount, currency }: Money, locale: string): string {
  const key = `${locale}/${currency}/${amount}`;
  const before = amounts.get(key);
  if (before !== undefined) return before;
  const text = formatOf(known(locale), currency)
    .formatToParts(amount as Intl.StringNumericLiteral)
    .filter(({ type }) => type !== 'currency' && type !== 'literal')
    .map(({ value }) => value)
    .join('');
  amounts.set(key, text);
  return text;
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
  return dateFormat(known(locale), isNear(date, now) ? 'day' : 'day and year').format(date);
}

/** "November", with its year where it is far away, of a day in that month. */
export function monthText(day: string, now: Date, locale: string): string {
  const date = new Date(`${day.slice(0, 7)}-15T12:00:00Z`);
  return dateFormat(known(locale), isNear(date, now) ? 'month' : 'month and year').format(date);
}

function isNear(date: Date, now: Date): boolean {
  return Math.abs(date.getTime() - now.getTime()) < nearInMs;
}

function dateFormat(locale: string, shape: keyof typeof dateShapes): Intl.DateTimeFormat {
  const key = `${locale}/${shape}`;
  const format =
    dates.get(key) ?? new Intl.DateTimeFormat(locale, { month: 'long', timeZone: 'UTC', ...dateShapes[shape] });
  dates.set(key, format);
  return format;
}

function formatOf(locale: string, currency: string): Intl.NumberFormat {
  const key = `${locale}/${currency}`;
  const before = formats.get(key);
  if (before) return before;
  // What no currency is has two places.
  const style = /^[A-Z]{3}$/.test(currency)
    ? ({ style: 'currency', currency, currencyDisplay: 'code' } as const)
    : { minimumFractionDigits: 2, maximumFractionDigits: 2 };
  const format = new Intl.NumberFormat(locale, {
    ...style,
    roundingMode: 'halfEven',
    signDisplay: 'negative',
    trailingZeroDisplay: 'stripIfInteger',
  });
  formats.set(key, format);
  return format;
}

/** The locale, or English where a client says one that nobody knows. */
function known(locale: string): string {
  const before = languages.get(locale);
  if (before) return before;
  let language = 'en';
  try {
    language = Intl.getCanonicalLocales(locale)[0] ?? language;
  } catch {
    // Not a locale.
  }
  languages.set(locale, language);
  return language;
}
