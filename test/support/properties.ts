import fc from 'fast-check';
import { isLong } from './runs.ts';

/**
 * What random tests begin from, as printed by one that fails: LABDESK_TEST_SEED, or the same number every time, so that what fails
 * is what was changed. Only long runs at somebody's desk look for what nobody has seen yet: not where CI is set.
 */
export const seed = Number(process.env.LABDESK_TEST_SEED ?? usualSeed());

fc.configureGlobal({ seed });

export { fc };

function usualSeed(): number {
  return isLong && !process.env.CI ? Math.floor(Math.random() * 2 ** 31) : 20_261_122;
}
