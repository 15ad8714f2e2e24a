import fc from 'fast-check';
import { runs } from '../../support/runs.ts';
import { happen, schedule } from './world/schedule.ts';

const schedules = runs(150, 6_000);
const { LABDESK_TEST_SEED: given } = process.env;
/** Few are the same every time, so that what fails is what was changed; many are new ones. */
const seed = Number(given ?? (schedules < 6_000 ? 20_261_122 : Math.floor(Math.random() * 2 ** 31)));

describe('Budgets, whatever happens', () => {
  const { random } = Math;

  afterEach(() => {
    Math.random = random;
  });

  it(`warn of each threshold once, stop everything or have somebody know, and leave nothing untraced (${schedules} schedules)`, async () => {
    await fc.assert(
      fc.asyncProperty(schedule, (one) => happen(one)),
      { numRuns: schedules, seed },
    );
  }).timeout(3_600_000);
});
