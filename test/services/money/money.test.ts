import assert from 'node:assert/strict';
import {
  compare,
  forSeconds,
  hasReached,
  isPositive,
  minus,
  money,
  nothing,
  plus,
  rounded,
  share,
  times,
} from '../../../services/money/money.ts';
import { fc } from '../../support/properties.ts';

const cents = fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n });

/** An amount of so many cents, written as people do. */
function eur(count: bigint) {
  const digits = `${count < 0n ? -count : count}`.padStart(3, '0');
  return money(`${count < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`, 'EUR');
}

describe('money', () => {
  it('adds up to the cent, whatever the sums and their order', () => {
    fc.assert(
      fc.property(fc.array(cents, { maxLength: 50 }), (counts) => {
        const sum = plus(nothing('EUR'), ...counts.map(eur));
        assert.deepEqual(sum, eur(counts.reduce((total, count) => total + count, 0n)));
        assert.deepEqual(plus(nothing('EUR'), ...counts.toReversed().map(eur)), sum);
      }),
    );
  });

  it('is not what floats make of it', () => {
    assert.deepEqual(plus(money('0.1', 'EUR'), money('0.2', 'EUR')), money('0.3', 'EUR'));
    assert.deepEqual(times(money('1e12', 'EUR'), '1.000000000001'), money('1000000000001', 'EUR'));
    assert.equal(plus(...([money('0', 'EUR'), ...Array(100_000).fill(money('0.01', 'EUR'))] as const)).amount, '1000');
  });

  it('is plain text, never with an exponent and never a negative nothing', () => {
    assert.equal(money('1e-12', 'eur').amount, '0.000000000001');
    assert.equal(money(1e21, 'EUR').amount, '1000000000000000000000');
    assert.equal(minus(money('5', 'EUR'), money('5.00', 'EUR')).amount, '0');
    assert.equal(money('-0', 'EUR').amount, '0');
    assert.equal(money('1', 'eur').currency, 'EUR');
  });

  it('knows what an hour’s price comes to in seconds', () => {
    assert.equal(rounded(forSeconds(money('0.84', 'EUR'), 5400), 4).amount, '1.26');
    assert.equal(forSeconds(money('0.36', 'EUR'), 1).amount, '0.0001');
  });

  it('has reached a percentage exactly when it has', () => {
    const whole = money('0.30', 'EUR');
    assert.ok(hasReached(plus(money('0.1', 'EUR'), money('0.2', 'EUR')), 100, whole));
    assert.ok(!hasReached(money('0.2999999999999999999', 'EUR'), 100, whole));
    assert.ok(hasReached(nothing('EUR'), 100, nothing('EUR')));
    assert.equal(share(money('1', 'EUR'), nothing('EUR')), undefined);
    assert.equal(share(money('0.15', 'EUR'), whole), 0.5);
  });

  it('never adds or compares two currencies', () => {
    for (const wrong of [plus, minus, compare, share])
      assert.throws(() => wrong(money('1', 'EUR'), money('1', 'USD')), /EUR.*USD|USD.*EUR/);
    assert.throws(() => hasReached(money('1', 'EUR'), 50, money('1', 'USD')), RangeError);
  });

  it('takes nothing that is no number', () => {
    for (const wrong of ['', 'abc', 'NaN', 'Infinity', '1,5', '--1']) assert.throws(() => money(wrong, 'EUR'), wrong);
    assert.ok(isPositive(money('0.01', 'EUR')));
    assert.ok(!isPositive(nothing('EUR')));
  });
});
