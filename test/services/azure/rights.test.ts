import assert from 'node:assert/strict';
import graph from '../../../infra/roles/graph-permissions.json' with { type: 'json' };
import maker from '../../../infra/roles/labdesk-maker-role.json' with { type: 'json' };
import role from '../../../infra/roles/labdesk-role.json' with { type: 'json' };
import { subscriptionId } from '../../../sandbox/seed.ts';
import { AzureRights } from '../../../services/azure/rights.ts';
import { CachedTokens } from '../../../services/azure/tokens.ts';
import { compareAzure, compareGraph, permissionsFor } from '../../../services/desk/rights.ts';
import { startWorld, type World } from '../../sandbox/azure/world.ts';

const needed = {
  actions: role.Actions,
  dataActions: role.DataActions,
  making: maker.Actions,
  graph: permissionsFor(graph, []),
};

describe('AzureRights', () => {
  let world: World;
  let rights: AzureRights;

  before(async () => {
    world = await startWorld();
    const { credential, azure } = world;
    rights = new AzureRights({ credential, subscriptionId, endpoint: azure.origin }, new CachedTokens(credential));
  });
  after(() => world[Symbol.asyncDispose]());

  it('find what is granted to Labdesk itself, in each resource group and in Graph', async () => {
    const groups = await rights.azure(['rg-oncology', 'rg-genomics']);

    assert.deepEqual(compareAzure(needed, groups), { lacks: [], lacksForMaking: [], excess: [] });
    assert.deepEqual(compareGraph(needed, await rights.graph()), { lacks: [], excess: [] });
    await rights.check();
  });

  it('say so where Azure does not let them ask, or knows no such group', async () => {
    await world.control('POST', '/faults', { service: 'arm', path: 'Authorization/permissions', status: 403 });
    await assert.rejects(rights.azure(['rg-oncology']), { code: 'refused' });
    await assert.rejects(rights.azure(['rg-nowhere']), { code: 'not-found' });
  });
});
