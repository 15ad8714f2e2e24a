import assert from 'node:assert/strict';
import { spread } from '../../../services/costs/running-time.ts';
import { fc } from '../../support/properties.ts';
import { runs } from '../../support/runs.ts';

const dayInMs = 86_400_000;
const moment = fc.integer({ min: Date.UTC(2026, 9, 20), max: Date.UTC(2026, 10, 12) }).map((ms) => new Date(ms));

describe('running time', () => {
  it('falls on the days in UTC on which it was', () => {
    assert.deepEqual(spread({}, new Date('2026-11-01T22:30:00Z'), new Date('2026-11-03T00:15:00Z')), {
      '2026-11-01': 5_400_000,
      '2026-11-02': dayInMs,
      '2026-11-03': 900_000,
    });
  });

  it('is as much in the end, however often it is looked at, and never more than a day a day', () => {
    fc.assert(
      fc.property(fc.array(moment, { minLength: 2, maxLength: 12 }), (moments) => {
        const sorted = moments.toSorted((a, b) => a.getTime() - b.getTime());
        const inSteps = sorted
          .slice(1)
          .reduce((time, to, index) => spread(time, sorted[index]!, to), {} as Readonly<Record<string, number>>);
        const atOnce = spread({}, sorted[0]!, sorted.at(-1)!);
        assert.deepEqual(inSteps, atOnce);
        const total = Object.values(inSteps).reduce((sum, each) => sum + each, 0);
        assert.equal(total, sorted.at(-1)!.getTime() - sorted[0]!.getTime());
        assert.ok(Object.values(inSteps).every((each) => each <= dayInMs));
      }),
      { numRuns: runs(200) },
    );
  });

  it('is none where the end comes before the beginning', () => {
    assert.deepEqual(spread({}, new Date('2026-11-02T00:00:00Z'), new Date('2026-11-01T00:00:00Z')), {});
  });
});
