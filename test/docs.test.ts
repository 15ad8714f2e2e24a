import assert from 'node:assert/strict';
import { withDiagram } from '../scripts/state-diagrams.ts';
import { read } from './support/sources.ts';

describe('docs/requests.md', () => {
  it('draws the states as the code knows them', () => {
    const page = read('docs/requests.md');

    assert.equal(withDiagram(page), page, 'Run node scripts/state-diagrams.ts.');
  });
});
