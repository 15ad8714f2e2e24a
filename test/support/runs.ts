/** How often a property is tried: as often as given in `npm test`, LABDESK_TEST_RUNS times as often where that is set. */
export function runs(usual: number): number {
  return usual * Math.max(1, Number(process.env.LABDESK_TEST_RUNS ?? 1));
}
