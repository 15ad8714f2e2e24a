import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import graph from '../../infra/roles/graph-permissions.json' with { type: 'json' };
import role from '../../infra/roles/labdesk-role.json' with { type: 'json' };
import { graphRoles, labdeskRole } from '../../sandbox/azure/own-rights.ts';

const folder = new URL('../../services/azure/', import.meta.url);
const readme = readFileSync(new URL('../../infra/roles/README.md', import.meta.url), 'utf8');

describe('the role of Labdesk', () => {
  it('names single actions, each once', () => {
    for (const actions of [role.Actions, role.DataActions]) {
      assert.deepEqual(actions, [...new Set(actions)].toSorted());
      for (const action of actions) assert.match(action, /^Microsoft\.\w+(\/\w+)+$/);
    }
  });

  it('says what each part of Labdesk needs that calls Azure', () => {
    const calls =
      /from '@azure\/(?:arm-|storage-|keyvault)|import\('@azure\/(?:arm-|storage-|keyvault)|\/subscriptions\//;
    const parts = readdirSync(folder).filter((file) => calls.test(readFileSync(new URL(file, folder), 'utf8')));
    // They hold what others call with.
    const shared = ['blob-blocks.ts', 'blob-clients.ts', 'blob-errors.ts', 'copy-ways.ts'];
    const missing = parts.filter((file) => !shared.includes(file) && !readme.includes(`\`${file}\``));

    assert.deepEqual(missing, [], 'Add the part to infra/roles/README.md and its actions to labdesk-role.json.');
    for (const { permission } of graph) assert.ok(readme.includes(`\`${permission}\``), permission);
  });

  it('is what the sandbox grants', () => {
    assert.deepEqual(labdeskRole.actions, role.Actions);
    assert.deepEqual([...graphRoles].sort(), graph.map(({ permission }) => permission).sort());
  });
});
