import assert from 'node:assert/strict';
import { subscriptionId } from '../../../sandbox/seed.ts';
import { startWorld, type World } from './world.ts';

const arm = 'https://management.azure.com';
const graph = 'https://graph.microsoft.com';
const machines = `/subscriptions/${subscriptionId}/providers/Microsoft.Compute/virtualMachines?api-version=2026-04-01`;

describe('the control of the sandbox', () => {
  let world: World;

  beforeEach(async () => {
    world = await startWorld();
  });
  afterEach(() => world[Symbol.asyncDispose]());

  it('fails as many of the next matching calls as it was told, in the shape of the service', async () => {
    const fault = { service: 'arm', method: 'GET', path: 'virtualMachines$', status: 429, retryAfter: 7, times: 2 };
    const { status } = await world.control('POST', '/faults', fault);

    const answers = [];
    for (let index = 0; index < 3; index += 1) answers.push(await world.call('GET', machines, { as: arm }));

    assert.equal(status, 201);
    assert.deepEqual(
      answers.map((answer) => answer.status),
      [429, 429, 200],
    );
    assert.equal(answers[0]?.headers.get('retry-after'), '7');
    assert.equal(answers[0]?.body.error.code, 'TooManyRequests');
  });

  it('fails each service in its own shape', async () => {
    await world.call('GET', '/v1.0/users', { as: graph });
    await world.control('POST', '/faults', { service: 'graph', status: 503 });
    await world.control('POST', '/faults', { service: 'login', path: '/token$', status: 500 });

    const fromGraph = await world.call('GET', '/v1.0/users', { as: graph });
    const fromLogin = await world.call('POST', '/common/oauth2/v2.0/token', { body: 'grant_type=x' });

    assert.deepEqual([fromGraph.status, fromGraph.body.error.code], [503, 'serviceNotAvailable']);
    assert.equal(fromLogin.status, 500);
    assert.match(fromLogin.body.error_description, /^AADSTS90033: /);
  });

  it('delays, hangs and cuts calls', async () => {
    await world.call('GET', machines, { as: arm });
    await world.control('POST', '/faults', { service: 'arm', delayMs: 120 });
    const before = performance.now();
    const delayed = await world.call('GET', machines, { as: arm });
    const took = performance.now() - before;
    await world.control('POST', '/faults', { service: 'arm', drop: 'before' });
    const cut = world.call('GET', machines, { as: arm });

    assert.equal(delayed.status, 200);
    assert.ok(took >= 115, `took ${took} ms`);
    await assert.rejects(cut);
    await world.control('POST', '/faults', { service: 'arm', hang: true });
    const hanging = world.call('GET', machines, { as: arm }).catch(() => 'cut');
    const first = await Promise.race([hanging, world.call('GET', machines, { as: arm }).then(() => 'the next one')]);
    assert.equal(first, 'the next one');
  });

  it('refuses what is not a fault, in a sentence', async () => {
    const bad = [{ service: 'table' }, { service: 'arm', path: '(' }, { service: 'arm', status: 'no' }, undefined];

    for (const fault of bad) {
      const { status, body } = await world.control('POST', '/faults', fault);
      assert.equal(status, 400);
      assert.match(body.error, /^Not a fault: .*\.$/);
    }
  });

  it('hands store faults and ticks to the bot', async () => {
    await world.control('POST', '/faults', { service: 'store', status: 503 });
    const set = await world.control('POST', '/tick', { now: '2027-01-31T12:00:00Z' });
    const moved = await world.control('POST', '/tick', { advanceSeconds: 3600 });
    await world.control('DELETE', '/faults');

    assert.equal(set.body.now, '2027-01-31T12:00:00.000Z');
    assert.match(moved.body.now, /^2027-01-31T13:00:0\d/);
    assert.deepEqual(
      world.told.map((message) => (message as { type: string }).type),
      ['fault', 'tick', 'tick', 'clear-faults'],
    );
    assert.equal((await world.control('POST', '/tick', { now: 'tomorrow' })).status, 400);
    assert.equal((await world.control('POST', '/tick', {})).status, 400);
  });

  it('lists the calls of a service since they were last cleared, oldest first', async () => {
    await world.call('GET', machines, { as: arm });
    await world.call('GET', '/v1.0/users');
    await world.call('GET', `/subscriptions/${subscriptionId}/nothing?api-version=2026-04-01`, { as: arm });

    const { body } = await world.control('GET', '/requests?service=arm');
    const everything = await world.control('GET', '/requests');
    await world.control('DELETE', '/requests');

    assert.deepEqual(
      body.map(({ method, path, status }: { method: string; path: string; status: number }) => ({
        method,
        path,
        status,
      })),
      [
        { method: 'GET', path: machines.split('?')[0], status: 200 },
        { method: 'GET', path: `/subscriptions/${subscriptionId}/nothing`, status: 404 },
      ],
    );
    assert.ok(everything.body.some(({ service }: { service: string }) => service === 'login'));
    assert.deepEqual((await world.control('GET', '/requests')).body, []);
  });

  describe('sets costs that Cost Management then answers', () => {
    const path = `/subscriptions/${subscriptionId}/providers/Microsoft.CostManagement/query?api-version=2023-11-01`;
    const query = (name: string, timeframe = 'MonthToDate') => ({
      type: 'ActualCost',
      timeframe,
      dataset: {
        granularity: 'None',
        aggregation: { totalCost: { name: 'Cost', function: 'Sum' } },
        grouping: [{ type: 'Dimension', name }],
      },
    });

    it('by resource group and by machine', async () => {
      await world.control('PUT', '/costs/rg-oncology', { amount: 812.45, currency: 'EUR' });

      const byGroup = await world.call('POST', path, { as: arm, body: query('ResourceGroupName') });
      const byMachine = await world.call('POST', path, { as: arm, body: query('ResourceId') });

      assert.deepEqual(byGroup.body.properties.columns, [
        { name: 'Cost', type: 'Number' },
        { name: 'ResourceGroupName', type: 'String' },
        { name: 'Currency', type: 'String' },
      ]);
      assert.deepEqual(byGroup.body.properties.rows, [[812.45, 'rg-oncology', 'EUR']]);
      const amounts = byMachine.body.properties.rows.map(([amount]: [number]) => amount);
      assert.deepEqual(amounts, [406.23, 406.22]);
    });

    it('by the months of the clock that a tick moves', async () => {
      await world.control('POST', '/tick', { now: '2027-01-15T12:00:00Z' });
      await world.control('PUT', '/costs/rg-oncology', { amount: 100 });
      await world.control('POST', '/tick', { now: '2027-02-02T12:00:00Z' });
      await world.control('PUT', '/costs/rg-oncology', { amount: 5 });

      const now = await world.call('POST', path, { as: arm, body: query('ResourceGroup') });
      const before = await world.call('POST', path, { as: arm, body: query('ResourceGroup', 'TheLastMonth') });

      assert.deepEqual(now.body.properties.rows, [[5, 'rg-oncology', 'EUR']]);
      assert.deepEqual(before.body.properties.rows, [[100, 'rg-oncology', 'EUR']]);
    });

    it('and refuses what is no amount and no group', async () => {
      const answers = [
        await world.control('PUT', '/costs/rg-oncology', { amount: 'much' }),
        await world.control('PUT', '/costs/nowhere', { amount: 1 }),
      ];

      assert.deepEqual(
        answers.map(({ status }) => status),
        [400, 404],
      );
    });
  });
});
