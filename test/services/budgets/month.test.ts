import assert from 'node:assert/strict';
import { nothing, plus } from '../../../services/money/money.ts';
import { fc } from '../../support/properties.ts';
import { runs } from '../../support/runs.ts';
import { Month, type Step } from './month/month.ts';

const step: fc.Arbitrary<Step> = fc.record({
  hours: fc.constantFrom(1, 1, 2, 6, 13),
  machine: fc.nat({ max: 2 }),
  after: fc.double({ min: 0.01, max: 0.99, noNaN: true }),
  trouble: fc.constantFrom('none', 'none', 'none', 'costs', 'machines', 'killed', 'restarted', 'corrected'),
  calls: fc.nat({ max: 40 }),
});
const thresholds = [50, 75, 90, 100];

describe('a month of money', () => {
  it('is told once at each threshold, and the books are Azure’s to the cent', async function month() {
    this.timeout(120_000);
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 40 }), fc.integer({ min: 5, max: 80 }), live),
      { numRuns: runs(5) },
    );
  });
});

async function live(steps: readonly Step[], limit: number): Promise<void> {
  const month = await Month.begin(limit);
  let most = 0;
  for (const each of steps) {
    await month.step(each);
    const spending = await month.spending();
    if (!spending) continue;
    const spent = Number(plus(spending.billed, spending.estimated).amount);
    most = Math.max(most, spent);
    // Whoever has just looked knows all that was used, in time; what Azure took back may be estimated for a while.
    if (spending.at === month.clock.now().toISOString() && each.trouble !== 'machines') near(spent, month);
  }
  await month.end();
  const { billed, estimated } = (await month.spending())!;
  const azure = plus(nothing('EUR'), ...month.costs.billed.map(({ amount }) => ({ amount, currency: 'EUR' })));
  assert.deepEqual(billed, azure, 'The books are not the same.');
  assert.ok(Number(estimated.amount) >= 0);
  const lines = (await month.billed())?.lines ?? [];
  const days = lines.flatMap((line) =>
    Object.entries(line.days).map(([day, amount]) => `${line.resource} ${day} ${amount}`),
  );
  assert.deepEqual(
    days.sort(),
    month.costs.billed
      .map(({ resource, day, amount }) => `microsoft.compute/${resource} ${day.slice(8)} ${amount}`.toLowerCase())
      .sort(),
  );
  most = Math.max(most, Number(plus(billed, estimated).amount));
  await toldOnce(month, (most / limit) * 100);
}

function near(spent: number, month: Month): void {
  const used = month.used();
  const isNear = spent <= used + 0.011 && spent >= used - month.takenBack() - 0.011;
  assert.ok(isNear, `${spent} are said to be spent of ${used}, of which ${month.takenBack()} were taken back.`);
}

async function toldOnce(month: Month, percent: number): Promise<void> {
  const { told, history } = await month.budget();
  const reached = thresholds.filter((threshold) => percent >= threshold);
  assert.deepEqual(told.thresholds, reached, `${percent} % were reached.`);
  const announced = history.flatMap(({ detail }) => `${detail?.reached ?? ''}`.split(',').filter(Boolean).map(Number));
  assert.deepEqual(
    announced.toSorted((a, b) => a - b),
    reached,
  );
}
