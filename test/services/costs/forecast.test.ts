import assert from 'node:assert/strict';
import { forecast } from '../../../services/costs/forecast.ts';

const eur = (amount: string) => ({ amount, currency: 'EUR' });
const november = { kind: 'month', from: '2026-11-01', to: '2026-11-30' } as const;
const at = new Date('2026-11-20T12:00:00Z');

/** What was spent on each day before the 20th, the newest first. */
const daysOf = (...amounts: readonly string[]) => {
  const days = new Map(amounts.map((amount, index) => [`2026-11-${19 - index}`, eur(amount)]));
  return (day: string) => days.get(day);
};

describe('the forecast', () => {
  it('goes on as in the last seven full days, from the cheapest three to the dearest three of them', () => {
    const on = daysOf('10', '10', '10', '20', '20', '30', '40', '1000');
    assert.deepEqual(forecast({ spent: eur('400'), perHour: eur('0'), on }, november, at), {
      low: eur('505'),
      likely: eur('610'),
      high: eur('715'),
    });
  });

  it('takes what days there are, and before the first what runs now', () => {
    const flat = { low: eur('505'), likely: eur('505'), high: eur('505') };
    assert.deepEqual(forecast({ spent: eur('400'), perHour: eur('9'), on: daysOf('10') }, november, at), flat);
    const rate = { spent: eur('400'), on: () => undefined };
    assert.equal(forecast({ ...rate, perHour: eur('0.5') }, november, at)?.likely.amount, '526');
    assert.equal(forecast({ ...rate, perHour: eur('0') }, november, at)?.high.amount, '400');
  });

  it('is what is spent when the period is over, and nothing for one without an end', () => {
    const known = { spent: eur('400'), perHour: eur('1'), on: daysOf('10') };
    assert.equal(forecast(known, november, new Date('2026-12-01T00:00:00Z'))?.likely.amount, '400');
    assert.equal(forecast(known, { kind: 'once', from: '2026-11-01' }, at), undefined);
  });
});
