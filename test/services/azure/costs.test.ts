import assert from 'node:assert/strict';
import { subscriptionId } from '../../../sandbox/seed.ts';
import { AzureCosts } from '../../../services/azure/costs.ts';
import type { CostPeriod, CostRow } from '../../../services/costs/cost.ts';
import { startWorld, type World } from '../../sandbox/azure/world.ts';

const november: CostPeriod = { from: '2026-11-01', to: '2026-11-30' };

describe('AzureCosts', () => {
  let world: World;
  let costs: AzureCosts;

  before(async () => {
    world = await startWorld({ pageSize: 7 });
    costs = new AzureCosts({ credential: world.credential, subscriptionId, endpoint: world.azure.origin });
    await world.control('POST', '/tick', { now: '2026-11-12T09:00:00Z' });
  });
  beforeEach(async () => {
    await world.control('DELETE', '/faults');
    for (const group of ['oncology', 'cardiology', 'genomics']) await put(group, 0);
    await world.control('DELETE', '/requests');
  });
  after(() => world[Symbol.asyncDispose]());

  const put = (workspace: string, amount: number | string, currency = 'EUR') =>
    world.control('PUT', `/costs/rg-${workspace}`, { amount, currency });
  const fault = (more: object) => world.control('POST', '/faults', { service: 'arm', ...more });
  const asked = async () => ((await world.control('GET', '/requests?service=arm')).body as unknown[]).length;
  const all = async (period = november): Promise<CostRow[]> => (await Array.fromAsync(costs.rows(period))).flat();
  const books = async (): Promise<CostRow[]> => (await world.control('GET', '/costs')).body.rows;
  const sumOf = (rows: readonly CostRow[]) =>
    rows.reduce((sum, { amount }) => sum + Math.round(Number(amount) * 100), 0);
  const inOrder = (rows: readonly CostRow[]) =>
    rows
      .map(({ resourceGroup, resourceId, service, day, amount, currency }) =>
        [resourceGroup, resourceId, service, day, amount, currency].join(' '),
      )
      .sort();

  it('tell all that was billed to the last digit, page by page', async () => {
    await put('oncology', '812.4');
    await put('cardiology', '0.123456789012345678');
    await put('genomics', '1000000000000');

    const rows = await all();

    assert.deepEqual(inOrder(rows), inOrder(await books()));
    assert.equal(rows[0]?.service, 'Virtual Machines');
    assert.match(rows[0]?.resourceId ?? '', /^\/subscriptions\/.*\/resourcegroups\/rg-oncology\/.*\/onc-python$/);
    assert.deepEqual([...new Set(rows.map(({ day }) => day))].at(-1), '2026-11-11');
    // The last one holds the rows against the sum.
    assert.equal(await asked(), Math.ceil(rows.length / 7) + 1);
  });

  it('ask for the days of the period and no others', async () => {
    await put('oncology', 100);

    const rows = await all({ from: '2026-11-03', to: '2026-11-05' });

    assert.deepEqual([...new Set(rows.map(({ day }) => day))], ['2026-11-03', '2026-11-04', '2026-11-05']);
    assert.deepEqual(await all({ from: '2026-10-01', to: '2026-10-31' }), []);
  });

  it('follow a figure that is corrected downwards', async () => {
    await put('oncology', 500);
    const before = await all();
    await put('oncology', 480.5);
    const after = await all();

    assert.deepEqual([sumOf(before), sumOf(after)], [50_000, 48_050]);
    const [first] = after;
    assert.deepEqual(first, before[0], 'what was billed for the first day stays');
  });

  it('tell currencies apart', async () => {
    await put('oncology', 10, 'EUR');
    await put('genomics', 20, 'USD');

    const byCurrency = Map.groupBy(await all(), ({ currency }) => currency);

    assert.deepEqual(
      [...byCurrency].map(([currency, rows]) => [currency, sumOf(rows)]),
      [
        ['EUR', 1000],
        ['USD', 2000],
      ],
    );
  });

  it('say at once that they are throttled, and for how long by the limit that takes longest', async () => {
    await fault({ path: 'CostManagement/query', status: 429, retryAfter: 3600, times: 5 });

    await assert.rejects(all(), { name: 'WorkspaceError', code: 'throttled', retryAfterSeconds: 3600 });
    assert.equal(await asked(), 1);
  });

  it('are empty where the offer has no cost data', async () => {
    await put('oncology', 100);
    const answers = [
      [400, 'Cost management data is unavailable for subscription 44dd. The offer MS-AZR-0243P is not supported.'],
      [
        400,
        'Cost Management supports only Enterprise Agreement, Web direct and Microsoft Customer Agreement offer types.',
      ],
      [404, 'Cost management data is not supported for subscription(s) 44dd in the provided api-version.'],
      [404, "Given subscription 44dd doesn't have valid WebDirect/AIRS offer type."],
    ] as const;
    for (const [status, message] of answers) {
      await fault({ path: 'CostManagement/query', status, message });
      assert.deepEqual(await all(), [], message);
    }
  });

  it('are an error, and not empty, where Azure only fails', async () => {
    const table = [
      [400, 'unavailable'],
      [401, 'refused'],
      [403, 'refused'],
      [404, 'not-found'],
      [500, 'unavailable'],
    ] as const;
    for (const [status, code] of table) {
      await fault({ path: 'CostManagement/query', status, times: 2 });
      await assert.rejects(all(), { name: 'WorkspaceError', code }, `${status}`);
      await world.control('DELETE', '/faults');
    }
  });

  it('try a page once more and no oftener', async () => {
    await put('oncology', 100);
    const page = { path: 'CostManagement/query.*skiptoken', status: 500 };
    await fault({ ...page, times: 1 });
    assert.equal(sumOf(await all()), 10_000);

    await fault({ ...page, drop: 'before', status: undefined, times: 1 });
    assert.equal(sumOf(await all()), 10_000);

    await fault({ ...page, times: 2 });
    await assert.rejects(all(), { name: 'WorkspaceError', code: 'unavailable' });
  });

  it('end when they are told to', async () => {
    await put('oncology', 100);
    const asking = new AbortController();
    await fault({ path: 'CostManagement/query.*skiptoken', hang: true });
    const reading = async () => {
      for await (const _ of costs.rows(november, asking.signal)) asking.abort();
    };

    await assert.rejects(reading(), { name: 'WorkspaceError' });
  });
});
