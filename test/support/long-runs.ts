// What makes `npm run test:long` long: see runs.ts. What the environment says goes before it.
process.env.LABDESK_TEST_RUNS ??= '30';
