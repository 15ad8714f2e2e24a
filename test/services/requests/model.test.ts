import { availableParallelism } from 'node:os';
import { runs } from '../../support/runs.ts';
import { work, workBeside } from './world/shift.ts';

const schedules = runs(2000, 100_000);
const { LABDESK_TEST_SEED: given } = process.env;
/** So many that two cores are worth their start. */
const many = 20_000;
/** Few are the same every time, so that what fails is what was changed; many are new ones. */
const usualSeed = 20_261_122;
const seed = Number(given ?? (schedules < many ? usualSeed : Math.floor(Math.random() * 2 ** 31)));

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
