import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import graph from '../../infra/roles/graph-permissions.json' with { type: 'json' };
import maker from '../../infra/roles/labdesk-maker-role.json' with { type: 'json' };
import role from '../../infra/roles/labdesk-role.json' with { type: 'json' };
import closing from '../../infra/workspace/closing.json' with { type: 'json' };
import { graphRoles, labdeskRole, makerRole } from '../../sandbox/azure/own-rights.ts';
import { permissionsFor } from '../../services/desk/rights.ts';
import { contentOf, planned, workspaceTemplate } from './workspace-plan.ts';

const folder = new URL('../../services/azure/', import.meta.url);
const readme = readFileSync(new URL('../../infra/roles/README.md', import.meta.url), 'utf8');

describe('the role of Labdesk', () => {
  it('names single actions, each once', () => {
    for (const actions of [role.Actions, role.DataActions, maker.Actions]) {
      assert.deepEqual(actions, [...new Set(actions)].toSorted());
      for (const action of actions) assert.match(action, /^Microsoft\.\w+(\/\w+)+$/);
    }
  });

  it('says what each part of Labdesk needs that calls Azure', () => {
    const calls =
      /from '@azure\/(?:arm-|storage-|keyvault)|import\('@azure\/(?:arm-|storage-|keyvault)|from '\.\/arm-clients\.ts'|\/subscriptions\//;
    const parts = readdirSync(folder).filter((file) => calls.test(readFileSync(new URL(file, folder), 'utf8')));
    // They hold what others call with.
    const shared = ['arm-clients.ts', 'blob-blocks.ts', 'blob-clients.ts', 'blob-errors.ts', 'copy-ways.ts'];
    const missing = parts.filter((file) => !shared.includes(file) && !readme.includes(`\`${file}\``));

    assert.deepEqual(missing, [], 'Add the part to infra/roles/README.md and its actions to labdesk-role.json.');
    for (const { permission } of graph) assert.ok(readme.includes(`\`${permission}\``), permission);
  });

  it('is what the sandbox grants', () => {
    assert.deepEqual(labdeskRole.actions, role.Actions);
    assert.deepEqual(makerRole.actions, maker.Actions);
    const always = permissionsFor(graph, []).map(({ permission }) => permission);
    assert.deepEqual([...graphRoles].sort(), always.sort());
  });
});

describe('the role that makes workspaces', () => {
  const group = 'Microsoft.Resources/subscriptions/resourceGroups';
  const verb = /\/(read|write|delete)$/;
  const types = [
    ...new Set(planned(workspaceTemplate()).map(({ type }) => (/resourceGroups$/.test(type) ? group : type))),
  ].filter((type) => type !== 'Microsoft.Resources/deployments');
  /** They go with what they belong to, and have no deletion of their own. */
  const kept = ['blobServices', 'fileServices', 'roleAssignments'];

  it('makes and deletes each type of the template', () => {
    const all = [...maker.Actions, ...role.Actions];
    for (const type of types) {
      const verbs = kept.includes(type.split('/').at(-1) ?? '') ? ['read', 'write'] : ['read', 'write', 'delete'];
      for (const each of verbs) assert.ok(all.includes(`${type}/${each}`), `${type}/${each}`);
    }
  });

  it('does nothing else, but for what hangs together with it and is named in the README', () => {
    const others = maker.Actions.filter((action) => !types.includes(action.replace(verb, '')));

    for (const action of others) assert.ok(readme.includes(`\`${action}\``), action);
    assert.ok(others.length < 24);
    assert.deepEqual(
      maker.Actions.filter((action) => role.Actions.includes(action)),
      [],
    );
  });

  it('is granted under a condition that names the roles of the template, and no others', () => {
    const { roles } = contentOf(workspaceTemplate()).variables;
    const [condition = ''] = /RoleDefinitionId\][^{]*\{[^}]*\}/.exec(readme) ?? [];

    const ids = condition.match(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g);
    assert.deepEqual(ids?.toSorted(), Object.values(roles as Record<string, string>).toSorted());
    const given = JSON.stringify(closing)
      .match(/'[0-9a-f]{8}-[0-9a-f-]{27}'/g)
      ?.map((id) => id.slice(1, -1));
    assert.deepEqual(given, [roles.blobContributor]);
  });
});
