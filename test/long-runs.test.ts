import assert from 'node:assert/strict';
import { read, sourcesIn } from './support/sources.ts';

const tests = sourcesIn('test').filter(({ path }) => path.endsWith('.test.ts') && path !== 'test/long-runs.test.ts');
const from = 'test/support/properties.ts';

describe('npm run test:long', () => {
  it('runs the tests that try something many times, and those alone', () => {
    const counted = tests
      .filter(({ imports }) => imports.some(({ target }) => target === 'test/support/runs.ts'))
      .map(({ path }) => path);
    const { spec } = JSON.parse(read('.mocharc.long.json')) as { spec: string[] };

    assert.deepEqual([...spec].sort(), counted, 'List it in .mocharc.long.json.');
  });

  it('needs one number for all of them', () => {
    const own = tests.filter(({ code }) => /LABDESK_TEST_\w+/.test(code)).map(({ path }) => path);

    assert.deepEqual(own, [], 'Ask runs() in test/support/runs.ts how often.');
  });

  it('begins from one seed, which whoever sees a failure can give', () => {
    const own = sourcesIn('test')
      .filter(({ path, imports }) => path !== from && imports.some(({ target }) => target === 'fast-check'))
      .map(({ path }) => path);

    assert.deepEqual(own, [], `Import fc from ${from}.`);
  });
});
