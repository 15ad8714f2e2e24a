import { Decimal } from 'decimal.js';

/** An exact sum: `amount` is plain decimal text (`-12.5`, never an exponent), `currency` an ISO 4217 code. Never a float. */
export interface Money {
  readonly amount: string;
  readonly currency: string;
}

// Its own, so that nobody else's settings reach it: sums of a hundred thousand rows to the last digit.
const Exact = Decimal.clone({ precision: 50, rounding: Decimal.ROUND_HALF_EVEN, toExpNeg: -60, toExpPos: 60 });
type Exact = Decimal;

/** @throws {RangeError} for what is no finite number */
export function money(amount: string | number, currency: string): Money {
  const value = new Exact(amount);
  if (!value.isFinite()) throw new RangeError('An amount is a finite number.');
  return moneyOf(value, currency.toUpperCase());
}

export function nothing(currency: string): Money {
  return { amount: '0', currency };
}

/** @throws {RangeError} where the currencies differ */
export function plus(one: Money, ...others: readonly Money[]): Money {
  return moneyOf(
    others.reduce((sum, other) => sum.plus(amountIn(other, one.currency)), new Exact(one.amount)),
    one.currency,
  );
}

/** @throws {RangeError} where the currencies differ */
export function minus(one: Money, other: Money): Money {
  return moneyOf(new Exact(one.amount).minus(amountIn(other, one.currency)), one.currency);
}

/** So many times as much; exact to 50 digits. */
export function times({ amount, currency }: Money, factor: string | number): Money {
  return moneyOf(new Exact(amount).times(factor), currency);
}

/** What something costs for so long, at a price an hour. */
export function forSeconds(perHour: Money, seconds: number): Money {
  return moneyOf(new Exact(perHour.amount).times(seconds).dividedBy(3600), perHour.currency);
}

/** Below 0, 0 or above, as the first is less than, equal to or more than the other. @throws {RangeError} where the currencies differ */
export function compare(one: Money, other: Money): number {
  return new Exact(one.amount).comparedTo(amountIn(other, one.currency));
}

/** How often the whole is in the part, as a plain number for percentages and pictures; undefined for a part of nothing. @throws {RangeError} where the currencies differ */
export function share(part: Money, whole: Money): number | undefined {
  const of = amountIn(whole, part.currency);
  return of.isZero() ? undefined : new Exact(part.amount).dividedBy(of).toNumber();
}

/** True where the part has reached so many percent of the whole; exact. Of nothing every percentage is reached. @throws {RangeError} where the currencies differ */
export function hasReached(part: Money, percent: number, whole: Money): boolean {
  return new Exact(part.amount).times(100).gte(amountIn(whole, part.currency).times(percent));
}

/** Rounded half to even, to so many places (default 2). */
export function rounded({ amount, currency }: Money, places = 2): Money {
  return moneyOf(new Exact(amount).toDecimalPlaces(places), currency);
}

export function isPositive({ amount }: Money): boolean {
  return new Exact(amount).gt(0);
}

function amountIn({ amount, currency }: Money, wanted: string): Exact {
  // Nobody here knows a rate, so it must not come to that.
  if (currency !== wanted) throw new RangeError(`An amount in ${wanted} and one in ${currency} do not add up.`);
  return new Exact(amount);
}

function moneyOf(value: Exact, currency: string): Money {
  return { amount: value.isZero() ? '0' : value.toFixed(), currency };
}
