import assert from 'node:assert/strict';
import { nothing, plus } from '../../../services/money/money.ts';
import { MoneySums } from '../../../services/money/money-sums.ts';
import { fc } from '../../support/properties.ts';
import { runs } from '../../support/runs.ts';

const amount = fc
  .tuple(fc.boolean(), fc.bigInt({ min: 0n, max: 10n ** 20n }), fc.integer({ min: 0, max: 18 }))
  .map(([isNegative, digits, places]) => {
    const text = `${digits}`.padStart(places + 1, '0');
    const plain = places === 0 ? text : `${text.slice(0, -places)}.${text.slice(-places)}`;
    return `${isNegative ? '-' : ''}${plain}`;
  });

describe('sums of money', () => {
  it('are those of money added one after the other', () => {
    fc.assert(
      fc.property(fc.array(amount), (amounts) => {
        const sums = new MoneySums('EUR');
        for (const each of amounts) sums.add('all', each);
        const added = plus(nothing('EUR'), ...amounts.map((each) => ({ amount: each, currency: 'EUR' })));
        assert.deepEqual(sums.of('all'), added);
      }),
      { numRuns: runs(200) },
    );
  });

  it('are nothing where nothing was added, and refuse what is no number', () => {
    const sums = new MoneySums('EUR');
    assert.deepEqual(sums.of('all'), { amount: '0', currency: 'EUR' });
    assert.throws(() => sums.add('all', '1e5'), RangeError);
    sums.add('tiny', `0.${'0'.repeat(30)}51`);
    assert.equal(sums.of('tiny').amount, `0.${'0'.repeat(29)}1`);
  });
});
