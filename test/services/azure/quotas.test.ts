import assert from 'node:assert/strict';
import { location, subscriptionId } from '../../../sandbox/seed.ts';
import { AzureQuotas } from '../../../services/azure/quotas.ts';
import { allCores } from '../../../services/setups/quota.ts';
import { startWorld, type World } from '../../sandbox/azure/world.ts';

describe('AzureQuotas', () => {
  let world: World;

  before(async () => {
    world = await startWorld({ pageSize: 4 });
  });
  afterEach(async () => {
    await world.control('DELETE', '/faults');
    await world.control('DELETE', '/requests');
    await world.control('DELETE', `/quotas/${location}`);
  });
  after(() => world[Symbol.asyncDispose]());

  const another = () => new AzureQuotas({ credential: world.credential, subscriptionId, endpoint: world.azure.origin });

  it('knows sizes in the order asked for, from every page of one list', async () => {
    const quotas = another();
    const names = ['Standard_NC4as_T4_v3', 'Standard_None', 'Standard_D4s_v5'];
    const sizes = await quotas.sizes(location, names);
    const [again] = await quotas.sizes('WestEurope', ['standard_d4s_V5']);

    assert.deepEqual(sizes, [
      { size: names[0], family: 'standard ncasv3_t4 family', cores: 4, memoryGib: 28, isOffered: true },
      { size: names[2], family: 'standarddsv5family', cores: 4, memoryGib: 16, isOffered: true },
    ]);
    assert.equal(again?.cores, 4);
    assert.equal(((await world.control('GET', '/requests?service=arm')).body as unknown[]).length, 4);
  });

  it('says of a size that the subscription may not have it', async () => {
    await world.control('PUT', `/quotas/${location}`, { size: 'Standard_D4s_v5', offered: false });

    const [size] = await another().sizes(location, ['Standard_D4s_v5']);

    assert.equal(size?.isOffered, false);
  });

  it('counts the cores that machines hold, by family and in all', async () => {
    await world.control('PUT', `/quotas/${location}`, { family: 'standardDSv5Family', limit: 12 });
    const quotas = another();
    const usage = await quotas.usage(location);

    assert.deepEqual(usage.get(allCores), { used: 24, limit: 100 });
    assert.deepEqual(usage.get('standarddsv5family'), { used: 8, limit: 12 });
  });

  it('keeps no answer that failed', async () => {
    const quotas = another();
    await world.control('POST', '/faults', { service: 'arm', path: '/skus$', status: 429, retryAfter: 30 });

    await assert.rejects(quotas.sizes(location, []), { code: 'throttled', retryAfterSeconds: 30 });
    assert.equal((await quotas.sizes(location, ['Standard_B2s'])).length, 1);
  });

  it('says so where Labdesk may not ask', async () => {
    await world.control('POST', '/faults', { service: 'arm', path: '/usages$', status: 403 });

    await assert.rejects(another().usage(location), { name: 'WorkspaceError', code: 'refused' });
  });
});
