import assert from 'node:assert/strict';
import { subscriptionId } from '../../../sandbox/seed.ts';
import { AzureMetrics } from '../../../services/azure/metrics.ts';
import { startWorld, type World } from '../../sandbox/azure/world.ts';

describe('AzureMetrics', () => {
  let world: World;
  let metrics: AzureMetrics;

  before(async () => {
    world = await startWorld();
    metrics = new AzureMetrics({ credential: world.credential, subscriptionId, endpoint: world.azure.origin });
  });
  beforeEach(async () => {
    await world.control('DELETE', '/faults');
    await world.control('DELETE', '/requests');
  });
  after(() => world[Symbol.asyncDispose]());

  const machine = (resourceGroup: string, name: string, location = 'westeurope') => ({ resourceGroup, name, location });
  const sixHoursAgo = () => new Date(Date.now() - 6 * 3_600_000);
  const asked = async () => ((await world.control('GET', '/requests?service=metrics')).body as unknown[]).length;

  it('tell how busy machines were at most, of several workspaces by one call', async () => {
    await world.control('PUT', '/metrics/onc-python', { cpu: 1.5 });
    const found = await metrics.busiest(
      [machine('rg-oncology', 'onc-python', 'West Europe'), machine('RG-Genomics', 'gen-python')],
      sixHoursAgo(),
    );

    assert.equal(found.get('rg-oncology/onc-python'), 1.5);
    assert.ok(found.get('RG-Genomics/gen-python')! > 20, 'a machine is at work where nobody says otherwise');
    assert.equal(await asked(), 1);
  });

  it('leave out a machine of which Azure says nothing', async () => {
    await world.control('PUT', '/metrics/card-python', { cpu: null });
    const gone = machine('rg-oncology', 'nothing');
    const stopped = machine('rg-oncology', 'onc-r');

    const found = await metrics.busiest([gone, stopped, machine('rg-cardiology', 'card-python')], sixHoursAgo());

    assert.deepEqual([...found], []);
  });

  it('ask for fifty machines of a region at once', async () => {
    const many = Array.from({ length: 120 }, (_, index) =>
      machine('rg-oncology', `vm-${index}`, index < 60 ? 'westeurope' : 'northeurope'),
    );
    await metrics.busiest([...many, machine('rg-genomics', 'gen-python')], sixHoursAgo());

    assert.equal(await asked(), 4);
    assert.deepEqual([...(await metrics.busiest([], sixHoursAgo()))], []);
  });

  it('say so where Azure does not answer', async () => {
    const table = [
      [{ status: 403 }, 'refused'],
      [{ status: 429, retryAfter: 5 }, 'throttled'],
      [{ status: 500 }, 'unavailable'],
    ] as const;
    for (const [fault, code] of table) {
      await world.control('POST', '/faults', { service: 'metrics', ...fault });
      const asking = metrics.busiest([machine('rg-genomics', 'gen-python')], sixHoursAgo());
      await assert.rejects(asking, { name: 'WorkspaceError', code });
    }
  });
});
