import assert from 'node:assert/strict';
import { subscriptionId } from '../../../sandbox/seed.ts';
import { AzureDisks } from '../../../services/azure/disks.ts';
import { startWorld, type World } from '../../sandbox/azure/world.ts';

describe('AzureDisks', () => {
  let world: World;
  let disks: AzureDisks;

  before(async () => {
    world = await startWorld({ pageSize: 4 });
    disks = new AzureDisks({ credential: world.credential, subscriptionId, endpoint: world.azure.origin });
  });
  after(() => world[Symbol.asyncDispose]());

  it('list every disk with the machine it belongs to, one call a page', async () => {
    const found = await disks.list();

    assert.deepEqual(
      found.map(({ resourceGroup, name, sku, sizeGiB, machine }) => [resourceGroup, name, sku, sizeGiB, machine]),
      [
        ['rg-oncology', 'onc-python-os', 'Premium_LRS', 64, 'onc-python'],
        ['rg-oncology', 'onc-r-os', 'Premium_LRS', 128, 'onc-r'],
        ['rg-cardiology', 'card-python-os', 'Premium_LRS', 64, 'card-python'],
        ['rg-cardiology', 'card-r-os', 'Premium_LRS', 128, 'card-r'],
        ['rg-genomics', 'gen-python-os', 'Premium_LRS', 64, 'gen-python'],
        ['rg-genomics', 'gen-archive', 'StandardSSD_LRS', 512, undefined],
      ],
    );
    assert.deepEqual([found[0]?.location, found[0]?.createdAt], ['westeurope', new Date('2026-01-05T08:00:00Z')]);
    assert.equal(((await world.control('GET', '/requests?service=arm')).body as unknown[]).length, 2);
  });

  it('say so where Azure does not answer', async () => {
    await world.control('POST', '/faults', { service: 'arm', path: '/disks$', status: 403 });
    await assert.rejects(disks.list(), { name: 'WorkspaceError', code: 'refused' });
  });
});
