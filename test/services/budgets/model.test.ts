import { fc } from '../../support/properties.ts';
import { runs } from '../../support/runs.ts';
import { happen, schedule } from './world/schedule.ts';

const schedules = runs(150, 6_000);

describe('Budgets, whatever happens', () => {
  const { random } = Math;

  afterEach(() => {
    Math.random = random;
  });

  it(`warn of each threshold once, stop everything or have somebody know, and leave nothing untraced (${schedules} schedules)`, async () => {
    await fc.assert(
      fc.asyncProperty(schedule, (one) => happen(one)),
      { numRuns: schedules },
    );
  }).timeout(3_600_000);
});
