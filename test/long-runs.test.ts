import assert from 'node:assert/strict';
import { read, sourcesIn } from './support/sources.ts';

const self = 'test/long-runs.test.ts';
const count = /LABDESK_(?:RUNS|TEST_(?!SEED)\w+)/g;
const tests = sourcesIn('test').filter(({ path }) => path.endsWith('.test.ts') && path !== self);
/** Read and not imported, since importing it sets the counts. */
const full = new Set([...read('test/support/long-runs.ts').matchAll(/^ {2}(LABDESK_\w+):/gm)].map(([, name]) => name));

describe('npm run test:long', () => {
  it('runs every test that has a count', () => {
    const counted = tests.filter(
      ({ code, imports }) => code.search(count) >= 0 || imports.some(({ target }) => target === 'test/support/runs.ts'),
    );
    const { spec } = JSON.parse(read('.mocharc.long.json')) as { spec: string[] };
    const left = counted.map(({ path }) => path).filter((path) => !spec.includes(path));

    assert.deepEqual(left, [], 'Add it to .mocharc.long.json.');
    assert.deepEqual(
      spec.filter((path) => !tests.some((test) => test.path === path)),
      [],
      'Take it out of .mocharc.long.json.',
    );
  });

  it('has a full count for each of them', () => {
    const known = new Set(['LABDESK_RUNS', ...tests.flatMap(({ code }) => code.match(count) ?? [])]);

    assert.deepEqual([...full].sort(), [...known].sort(), 'Change test/support/long-runs.ts.');
  });
});
