import assert from 'node:assert/strict';
import fc from 'fast-check';
import { runs } from '../../support/runs.ts';
import { happen, schedule } from './world/schedule.ts';

const schedules = runs(2500, 100_000);
const seed = process.env.LABDESK_TEST_SEED === undefined ? undefined : Number(process.env.LABDESK_TEST_SEED);

describe('Requests, whatever happens', () => {
  const { random } = Math;

  afterEach(() => {
    Math.random = random;
  });

  it(`are decided by whom it may be, once, and nothing is lost or untraced (${schedules} schedules)`, async () => {
    const property = fc.asyncProperty(schedule, happen);

    await fc.assert(property, { numRuns: schedules, ...(seed === undefined ? {} : { seed }) });

    assert.ok(true);
  }).timeout(3_600_000);
});
