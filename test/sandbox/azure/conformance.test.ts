import assert from 'node:assert/strict';
import { subscriptionId } from '../../../sandbox/seed.ts';
import * as publishedMachines from './published-machines.ts';
import * as publishedResources from './published-resources.ts';
import { departures, type Shape } from './shape.ts';
import { type Answer, eventually, startWorld, type World } from './world.ts';

const published = { ...publishedMachines, ...publishedResources };
const arm = 'https://management.azure.com';
const root = `/subscriptions/${subscriptionId}`;
const group = `${root}/resourceGroups/rg-oncology`;
const machines = `${group}/providers/Microsoft.Compute/virtualMachines`;
const compute = `${root}/providers/Microsoft.Compute`;
const version = 'api-version=2026-04-01';

const reads: readonly (readonly [title: string, path: string, shape: Shape])[] = [
  ['a machine', `${machines}/onc-r?${version}`, published.machine(false)],
  [
    'a machine with its instance view',
    `${machines}/onc-python?$expand=instanceView&${version}`,
    published.machine(true),
  ],
  ['an instance view', `${machines}/onc-python/instanceView?${version}`, published.instanceView],
  ['the machines of the subscription', `${compute}/virtualMachines?${version}`, published.machineList(false)],
  ['their state', `${compute}/virtualMachines?statusOnly=true&${version}`, published.machineList(true)],
  ['the machines of a resource group', `${machines}?${version}`, published.machineList(false)],
  [
    'a network interface',
    `${group}/providers/Microsoft.Network/networkInterfaces/onc-r-nic?api-version=2024-05-01`,
    published.networkInterface,
  ],
  ['resource SKUs', `${compute}/skus?$filter=location eq 'westeurope'&api-version=2021-07-01`, published.skus],
  ['sizes', `${compute}/locations/westeurope/vmSizes?${version}`, published.vmSizes],
  ['usages', `${compute}/locations/westeurope/usages?${version}`, published.usages],
  ['a resource group', `${group}?api-version=2025-04-01`, published.resourceGroup],
];

describe('the simulated Azure, held against the published examples', () => {
  let world: World;

  beforeEach(async () => {
    // Long enough to be seen under way by a slow machine.
    world = await startWorld({ vmSeconds: 1.5 });
  });
  afterEach(() => world[Symbol.asyncDispose]());

  const get = (path: string) => world.call('GET', path, { as: arm });
  const post = (path: string, body?: unknown) => world.call('POST', path, { as: arm, body });
  const conforms = (answer: Answer, shape: Shape) => assert.deepEqual(departures(answer.body, shape), []);

  for (const [title, path, shape] of reads) {
    it(`answers ${title} in its shape`, async () => {
      const answer = await get(path);

      assert.equal(answer.status, 200);
      conforms(answer, shape);
    });
  }

  for (const verb of ['start', 'deallocate', 'powerOff', 'restart']) {
    it(`answers ${verb} with 202, no body, and the headers to follow`, async () => {
      const answer = await post(`${machines}/onc-python/${verb}?${version}`);
      const header = (name: string) => answer.headers.get(name) ?? '';

      assert.equal(answer.status, 202);
      assert.equal(answer.body, '');
      const operation = new RegExp(`^${world.azure.origin}${compute}/locations/westeurope/operations/[0-9a-f-]{36}\\?`);
      assert.match(header('azure-asyncoperation'), operation);
      assert.match(header('location'), operation);
      assert.match(header('retry-after'), /^\d+$/);
      const first = await get(header('azure-asyncoperation'));
      conforms(first, published.operation);
      const outcome = await eventually(
        () => get(header('location')),
        ({ status }) => status !== 202,
      );
      const last = await get(header('azure-asyncoperation'));
      assert.equal(outcome.status, 200);
      assert.equal(last.body.status, 'Succeeded');
      conforms(last, published.operation);
    });
  }

  it('answers the deletion of a machine with 202 and where to follow it, of no machine with 204', async () => {
    const remove = (name: string) => world.call('DELETE', `${machines}/${name}?${version}`, { as: arm });
    const answer = await remove('onc-r');
    const during = await get(`${machines}/onc-r?${version}`);

    assert.deepEqual([answer.status, answer.body], [202, '']);
    assert.match(answer.headers.get('location') ?? '', /\/locations\/westeurope\/operations\//);
    assert.match(answer.headers.get('retry-after') ?? '', /^\d+$/);
    assert.equal(during.body.properties.provisioningState, 'Deleting');
    conforms(during, published.machine(false));
    assert.equal((await remove('none')).status, 204);
  });

  it('answers a failed operation with 200 and the error in it', async () => {
    const operation = {
      code: 'OperationNotAllowed',
      message: 'Operation could not be completed as it results in exceeding quota.',
    };
    await world.control('POST', '/faults', { service: 'arm', operation });
    const { headers } = await post(`${machines}/onc-r/start?${version}`);
    const poll = headers.get('azure-asyncoperation') ?? '';

    const ended = await eventually(
      () => get(poll),
      ({ body }) => body.status !== 'InProgress',
    );

    assert.equal(ended.status, 200);
    assert.equal(ended.body.status, 'Failed');
    assert.deepEqual(ended.body.error, operation);
    conforms(ended, published.operation);
    conforms(await get(`${machines}/onc-r?$expand=instanceView&${version}`), published.machine(true));
  });

  it('answers a cost query in its shape, an amount, a group and a currency a row', async () => {
    await world.control('PUT', '/costs/rg-oncology', { amount: 1.5, currency: 'EUR' });
    const dataset = {
      granularity: 'None',
      aggregation: { totalCost: { name: 'PreTaxCost', function: 'Sum' } },
      grouping: [{ type: 'Dimension', name: 'ResourceGroup' }],
    };
    const path = `${root}/providers/Microsoft.CostManagement/query?api-version=2023-11-01`;
    const answer = await post(path, { type: 'Usage', timeframe: 'MonthToDate', dataset });

    assert.equal(answer.status, 200);
    conforms(answer, published.costQuery);
    assert.deepEqual(answer.body.properties.rows, [[1.5, 'rg-oncology', 'EUR']]);
  });

  it('passes through starting, stopping and deallocating', async () => {
    const power = async (name: string) =>
      (await get(`${machines}/${name}/instanceView?${version}`)).body.statuses.at(-1).code;

    await post(`${machines}/onc-r/start?${version}`);
    await post(`${machines}/onc-python/deallocate?${version}`);
    assert.deepEqual(
      [await power('onc-r'), await power('onc-python')],
      ['PowerState/starting', 'PowerState/deallocating'],
    );
    await eventually(
      () => power('onc-r'),
      (code) => code === 'PowerState/running',
    );
    await post(`${machines}/onc-r/powerOff?${version}`);
    assert.equal(await power('onc-r'), 'PowerState/stopping');
    await eventually(
      () => power('onc-r'),
      (code) => code === 'PowerState/stopped',
    );
  });

  it('pages lists by nextLink', async () => {
    await using small = await startWorld({ pageSize: 2 });
    const names: string[] = [];
    let next: string | undefined = `${compute}/virtualMachines?statusOnly=true&${version}`;
    while (next) {
      const { body }: Answer = await small.call('GET', next, { as: arm });
      names.push(...body.value.map(({ name }: { name: string }) => name));
      next = body.nextLink;
    }

    assert.deepEqual(names, ['onc-python', 'onc-r', 'card-python', 'card-r', 'gen-python']);
  });

  const refusals: readonly (readonly [title: string, path: string, status: number, code: string])[] = [
    ['an unknown machine', `${machines}/nothing?${version}`, 404, 'ResourceNotFound'],
    [
      'an unknown group',
      `${root}/resourceGroups/none/providers/Microsoft.Compute/virtualMachines?${version}`,
      404,
      'ResourceGroupNotFound',
    ],
    [
      'another subscription',
      `/subscriptions/${'0'.repeat(8)}-0000-0000-0000-000000000000/resourceGroups?${version}`,
      404,
      'SubscriptionNotFound',
    ],
    ['an unknown provider', `${root}/providers/Microsoft.Nothing/things?${version}`, 404, 'InvalidResourceNamespace'],
    ['an unknown type', `${root}/providers/Microsoft.Compute/things?${version}`, 404, 'InvalidResourceType'],
    ['an unknown path', `/nothing?${version}`, 404, 'NotFound'],
    ['no api-version', `${compute}/virtualMachines`, 400, 'MissingApiVersionParameter'],
    ['a bad api-version', `${compute}/virtualMachines?api-version=new`, 400, 'InvalidApiVersionParameter'],
  ];
  for (const [title, path, status, code] of refusals) {
    it(`refuses ${title} with ${code}`, async () => {
      const answer = await get(path);

      assert.equal(answer.status, status);
      assert.equal(answer.body.error.code, code);
      conforms(answer, published.error);
    });
  }

  it('demands a token of its own login, made for it', async () => {
    const path = `${compute}/virtualMachines?${version}`;
    const wrong = await world.call('GET', path, { as: 'https://graph.microsoft.com' });
    const none = await world.call('GET', path);
    const forged = await world.call('GET', path, { headers: { authorization: 'Bearer eyJhbGciOiJub25lIn0.e30.x' } });

    for (const answer of [wrong, none, forged]) {
      assert.equal(answer.status, 401);
      conforms(answer, published.error);
      assert.match(answer.headers.get('www-authenticate') ?? '', /^Bearer authorization_uri=/);
    }
    assert.deepEqual(
      [wrong, none, forged].map(({ body }) => body.error.code),
      ['InvalidAuthenticationTokenAudience', 'AuthenticationFailed', 'InvalidAuthenticationToken'],
    );
  });

  it('takes no token for longer than it lives', async () => {
    await using brief = await startWorld({ tokenSeconds: 1 });
    const path = `${compute}/virtualMachines?${version}`;

    await brief.call('GET', path, { as: arm });
    const answer = await eventually(
      () => brief.call('GET', path, { as: arm }),
      ({ status }) => status !== 200,
    );

    assert.deepEqual([answer.status, answer.body.error.code], [401, 'ExpiredAuthenticationToken']);
  });
});
