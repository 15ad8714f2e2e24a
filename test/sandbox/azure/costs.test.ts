import assert from 'node:assert/strict';
import { subscriptionId } from '../../../sandbox/seed.ts';
import * as published from './published-costs.ts';
import { departures, type Shape } from './shape.ts';
import { type Answer, startWorld, type World } from './world.ts';

const arm = 'https://management.azure.com';
const monitor = 'https://metrics.monitor.azure.com';
const root = `/subscriptions/${subscriptionId}`;
const path = `${root}/providers/Microsoft.CostManagement/query?api-version=2025-03-01`;

describe('the simulated costs, prices, disks and metrics', () => {
  let world: World;

  before(async () => {
    world = await startWorld();
    await world.control('POST', '/tick', { now: '2027-02-10T12:00:00Z' });
    await world.control('PUT', '/costs/rg-oncology', { amount: 90 });
    await world.control('PUT', '/costs/rg-genomics', { amount: 9, currency: 'USD' });
  });
  after(() => world[Symbol.asyncDispose]());

  const conforms = (answer: Answer, shape: Shape) => assert.deepEqual(departures(answer.body, shape), []);
  const query = (more: object = {}, dataset: object = {}, link = path) => {
    const aggregation = { totalCost: { name: 'Cost', function: 'Sum' } };
    const body = {
      type: 'ActualCost',
      timeframe: 'MonthToDate',
      dataset: { granularity: 'None', aggregation, ...dataset },
      ...more,
    };
    return world.call('POST', link, { as: arm, body });
  };
  const by = (...names: string[]) => ({ grouping: names.map((name) => ({ type: 'Dimension', name })) });
  const rowsOf = ({ body }: Answer): unknown[][] => body.properties.rows;

  it('answer by day, group, resource and service as Azure does', async () => {
    const answer = await query({}, { granularity: 'Daily', ...by('ResourceGroupName', 'ResourceId', 'ServiceName') });

    conforms(answer, published.costsByDay);
    assert.deepEqual(
      answer.body.properties.columns.map(({ name }: { name: string }) => name),
      ['Cost', 'ResourceGroupName', 'ResourceId', 'ServiceName', 'UsageDate', 'Currency'],
    );
    const [first] = rowsOf(answer);
    assert.deepEqual(
      [first?.[0], first?.[1], first?.[3], first?.[4], first?.[5]],
      [5, 'rg-oncology', 'Virtual Machines', 20270201, 'EUR'],
    );
    assert.equal(rowsOf(answer).length, 2 * 9 + 9);
  });

  it('answer sums of a period, a filter, a group, a month', async () => {
    const period = {
      timeframe: 'Custom',
      timePeriod: { from: '2027-02-02T00:00:00+00:00', to: '2027-02-03T23:59:59+00:00' },
    };
    const dimensions = { name: 'ResourceGroup', operator: 'In', values: ['RG-Genomics'] };
    const group = path.replace('/providers', '/resourceGroups/rg-oncology/providers');
    const answers = [
      await query(),
      await query(period),
      await query({}, { filter: { dimensions } }),
      await query(
        {},
        {
          filter: {
            and: [{ dimensions }, { or: [{ dimensions: { ...dimensions, name: 'ServiceName' } }, { dimensions }] }],
          },
        },
      ),
      await query({}, {}, group),
      await query({}, { granularity: 'Monthly' }, group),
      await query({ timeframe: 'TheLastMonth' }),
    ];

    assert.deepEqual(answers.map(rowsOf), [
      [
        [90, 'EUR'],
        [9, 'USD'],
      ],
      [
        [20, 'EUR'],
        [2, 'USD'],
      ],
      [[9, 'USD']],
      [[9, 'USD']],
      [[90, 'EUR']],
      [[90, '2027-02-01T00:00:00', 'EUR']],
      [],
    ]);
  });

  it('answer page by page, the same for who pages through whatever happens meanwhile', async () => {
    const grouping = { granularity: 'Daily', ...by('ResourceId') };
    const whole = rowsOf(await query({}, grouping));
    const rows: unknown[][] = [];
    for (let next = `${path}&$top=10`; next; ) {
      const answer = await query({}, grouping, next);
      rows.push(...rowsOf(answer));
      next = answer.body.properties.nextLink;
      await world.control('PUT', '/costs/rg-cardiology', { amount: rows.length });
    }

    assert.deepEqual(rows, whole);
    await world.control('PUT', '/costs/rg-cardiology', { amount: 0 });
  });

  it('refuse a query that is none', async () => {
    const answers = [
      await query({ timeframe: 'Yesterday' }),
      await query({ timeframe: 'Custom' }),
      await query({ dataset: undefined }),
      await query({}, { granularity: 'Hourly' }),
      await query({}, by('Mood')),
      await query({}, { filter: { dimensions: { name: 'Mood', values: [] } } }),
      await query({}, { filter: { and: 'both' } }),
    ];

    for (const { status, body } of answers) {
      assert.equal(status, 400);
      assert.match(body.error.message, /^Invalid query definition: /);
    }
  });

  it('are throttled in the words of Cost Management', async () => {
    await world.control('POST', '/faults', { service: 'arm', path: 'CostManagement', status: 429, retryAfter: 60 });
    const { status, headers } = await query();

    assert.equal(status, 429);
    assert.equal(headers.get('x-ms-ratelimit-microsoft.costmanagement-qpu-retry-after'), '60');
  });

  it('answer disks, prices and metrics as Azure does', async () => {
    const resourceids = [`${root}/resourceGroups/rg-oncology/providers/Microsoft.Compute/virtualMachines/onc-python`];
    const span = 'starttime=2027-02-10T10:00:00Z&endtime=2027-02-10T12:00:00Z&interval=PT5M&aggregation=average';
    const metrics = `metricnamespace=Microsoft.Compute/virtualMachines&metricnames=Percentage CPU&${span}`;
    const batch = `${root}/metrics:getBatch?api-version=2024-02-01&${metrics}`;

    conforms(
      await world.call('GET', `${root}/providers/Microsoft.Compute/disks?api-version=2025-01-02`, { as: arm }),
      published.diskList,
    );
    conforms(await world.call('GET', "/api/retail/prices?currencyCode='EUR'"), published.retailPrices);
    const answer = await world.call('POST', batch, { as: monitor, body: { resourceids } });
    conforms(answer, published.metricsBatch);
    assert.equal(answer.body.values[0].value[0].timeseries[0].data.length, 24);
    assert.equal((await world.call('POST', batch, { as: arm, body: { resourceids } })).status, 401);
    assert.equal(
      (await world.call('POST', batch, { as: monitor, body: { resourceids: Array(51).fill('x') } })).status,
      400,
    );
    assert.equal(
      (await world.call('POST', batch.replace('PT5M', 'soon'), { as: monitor, body: { resourceids } })).status,
      400,
    );
  });

  it('filter prices as the list documents it, and refuse what is no filter', async () => {
    const count = async (filter: string) => {
      const { status, body } = await world.call('GET', `/api/retail/prices?$filter=${encodeURIComponent(filter)}`);
      return status === 200 ? body.Count : status;
    };

    assert.equal(await count("armSkuName eq 'Standard_D4s_v5'"), 8);
    assert.equal(
      await count("armSkuName eq 'Standard_D4s_v5' and priceType eq 'Consumption' and contains(meterName, 'Spot')"),
      2,
    );
    assert.equal(await count("armSkuName eq 'standard_d4s_v5'"), 0);
    assert.equal(
      await count(
        "serviceName eq 'Storage' and (skuName eq 'P10 LRS' or skuName eq 'E10 LRS') and meterName ne 'P10 LRS Disk'",
      ),
      3,
    );
    for (const wrong of [
      'armSkuName eq',
      "armSkuName is 'x'",
      "(skuName eq 'x'",
      "skuName eq 'x' skuName eq 'y'",
      "skuName eq 'x",
    ])
      assert.equal(await count(wrong), 400, wrong);
  });
});
