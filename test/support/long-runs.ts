/** Full counts for `npm run test:long`, about ten minutes on two cores; what the environment says goes before them. */
export const longRuns: Readonly<Record<string, string>> = {
  LABDESK_RUNS: '20',
  LABDESK_TEST_FORGERIES: '50000',
  LABDESK_TEST_FUZZ: '100000',
  LABDESK_TEST_RUNS: '2000',
  LABDESK_TEST_SCHEDULES: '30000',
  LABDESK_TEST_TOKENS: '20000',
  LABDESK_TEST_TOKENS_OVER_HTTP: '5000',
  LABDESK_TEST_WRITES: '3000',
};

for (const [name, count] of Object.entries(longRuns)) process.env[name] ??= count;
