const times = Math.max(1, Number(process.env.LABDESK_TEST_RUNS ?? 1));

/** True for `npm run test:long`. */
export const isLong = times > 1;

/** How often a property is tried: as often as given in `npm test`, LABDESK_TEST_RUNS times as often (and at least `long` times) where that is set. */
export function runs(usual: number, long = 0): number {
  return isLong ? Math.max(usual * times, long) : usual;
}
