import { Decimal } from 'decimal.js';
import { type Money, money } from './money.ts';

const Exact = Decimal.clone({ precision: 50, rounding: Decimal.ROUND_HALF_EVEN, toExpNeg: -60, toExpPos: 60 });
const zero = new Exact(0);

/** Exact sums of one currency, each under a name: quicker than adding Money to Money, where there are many to add. */
export class MoneySums {
  readonly #currency: string;
  readonly #sums = new Map<string, Decimal>();

  constructor(currency: string) {
    this.#currency = currency;
  }

  /** `amount` is plain decimal text. */
  add(name: string, amount: string): void {
    const sum = this.#sums.get(name);
    this.#sums.set(name, sum ? sum.plus(amount) : new Exact(amount));
  }

  /** Nothing, where nothing was added. */
  of(name: string): Money {
    return money((this.#sums.get(name) ?? zero).toFixed(), this.#currency);
  }

  /** In the order in which they were added to first. */
  get names(): readonly string[] {
    return [...this.#sums.keys()];
  }
}
