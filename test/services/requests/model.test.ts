import { availableParallelism } from 'node:os';
import { seed } from '../../support/properties.ts';
import { runs } from '../../support/runs.ts';
import { work, workBeside } from './world/shift.ts';

const schedules = runs(2000, 100_000);
/** So many that two cores are worth their start. */
const many = 20_000;

describe('Requests, whatever happens', () => {
  const { random } = Math;

  afterEach(() => {
    Math.random = random;
  });

  it(`are decided by whom it may be, once, and nothing is lost or untraced (${schedules} schedules)`, async () => {
    if (schedules < many || availableParallelism() < 2) return await work({ count: schedules, seed });
    const count = Math.ceil(schedules / 2);
    await Promise.all([workBeside({ count, seed }), workBeside({ count, seed: seed + 1 })]);
  }).timeout(3_600_000);
});
