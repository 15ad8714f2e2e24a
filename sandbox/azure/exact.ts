import { Decimal } from 'decimal.js';

/** Sums and products to fifty digits, written as plain decimal text. */
export const Exact = Decimal.clone({ precision: 50, rounding: Decimal.ROUND_HALF_EVEN, toExpNeg: -60, toExpPos: 60 });
export type Exact = Decimal;

export function textOf(value: Exact): string {
  return value.isZero() ? '0' : value.toFixed();
}

/** As a number in JSON, every digit of it. */
export function jsonNumber(text: string): unknown {
  // Not yet in TypeScript's library: TC39 "JSON.parse source text access".
  return (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON(text);
}

/** As exactly as JSON can say it: a number, or its digits as text. Undefined for anything else. */
export function amountIn(value: unknown): string | undefined {
  const plain = typeof value === 'number' ? Number.isFinite(value) : /^-?\d{1,30}(\.\d{1,20})?$/.test(String(value));
  return plain && (typeof value === 'number' || typeof value === 'string') ? textOf(new Exact(value)) : undefined;
}

/** Shares of an amount that add up to it exactly, as even as its cents allow; the first takes what is left over. */
export function shares(amount: Exact, count: number): Exact[] {
  const places = Math.max(2, amount.decimalPlaces());
  const share = amount.dividedBy(count).toDecimalPlaces(places, Exact.ROUND_DOWN);
  return Array.from({ length: count }, (_, index) => (index === 0 ? amount.minus(share.times(count - 1)) : share));
}
