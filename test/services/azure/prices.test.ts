import assert from 'node:assert/strict';
import { AzurePrices } from '../../../services/azure/prices.ts';
import { startWorld, type World } from '../../sandbox/azure/world.ts';
import { ScriptedAzure } from '../../support/scripted-azure.ts';

describe('AzurePrices', () => {
  let world: World;
  let prices: AzurePrices;

  before(async () => {
    world = await startWorld({ pageSize: 5 });
    prices = new AzurePrices({ endpoint: world.azure.origin });
  });
  afterEach(() => world.control('DELETE', '/faults'));
  after(() => world[Symbol.asyncDispose]());

  const requests = async () => (await world.control('GET', '/requests?service=prices')).body as { query: string }[];

  it('know what sizes cost an hour, with Windows and without, paid as it goes', async () => {
    const found = await prices.machineSizes('westeurope', 'EUR', [
      'Standard_D8s_v5',
      'Standard_E16s_v5',
      'Standard_D8s_v5',
    ]);

    assert.deepEqual(
      found.map(({ what, os, price }) => [what, os, price.amount, price.currency]),
      [
        ['Standard_D8s_v5', 'Linux', '0.39399', 'EUR'],
        ['Standard_D8s_v5', 'Windows', '0.709182', 'EUR'],
        ['Standard_E16s_v5', 'Linux', '1.041504', 'EUR'],
        ['Standard_E16s_v5', 'Windows', '1.671888', 'EUR'],
      ],
    );
  });

  it('know prices in the currency asked for alone', async () => {
    const [inDollars] = await prices.machineSizes('westeurope', 'USD', ['Standard_D4s_v5']);

    assert.deepEqual(inDollars?.price, { amount: '0.23', currency: 'USD' });
    // The list answers in dollars where it lacks a currency.
    assert.deepEqual(await prices.machineSizes('westeurope', 'CHF', ['Standard_D4s_v5']), []);
  });

  it('leave out what has no price', async () => {
    const strange = ["Standard_O'Neill", "x' or armSkuName ne '", 'Standard_D4s_v5'];

    assert.equal((await prices.machineSizes('westeurope', 'EUR', strange)).length, 2);
    assert.deepEqual(await prices.machineSizes('mars', 'EUR', ['Standard_D4s_v5']), []);
    assert.deepEqual(await prices.machineSizes('westeurope', 'EUR', []), []);
  });

  it('know what disks cost a month, by product and tier', async () => {
    await world.control('DELETE', '/requests');
    const found = await prices.disks('westeurope', 'EUR');
    const byName = new Map(found.map(({ what, price }) => [what, price]));

    assert.equal(found.length, 18);
    assert.deepEqual(byName.get('Premium SSD Managed Disks/P10 LRS'), { amount: '18.56892', currency: 'EUR' });
    assert.equal(byName.get('Standard SSD Managed Disks/E20 LRS')?.amount, '32.8896');
    assert.equal((await requests()).length, Math.ceil(36 / 5), 'page by page');
  });

  it('ask for many sizes in few calls, without a token', async () => {
    await world.control('DELETE', '/requests');
    await prices.machineSizes(
      'westeurope',
      'EUR',
      Array.from({ length: 45 }, (_, index) => `Standard_X${index}`),
    );

    const asked = await requests();
    assert.equal(asked.length, 3);
    for (const { query } of asked) assert.ok(query.length < 2000, `${query.length} characters`);
  });

  it('say so where the list does not answer', async () => {
    const table = [
      [{ status: 429, retryAfter: 60 }, 'throttled'],
      [{ status: 500 }, 'unavailable'],
      [{ drop: 'before' }, 'unavailable'],
    ] as const;
    for (const [fault, code] of table) {
      await world.control('POST', '/faults', { service: 'prices', ...fault });
      await assert.rejects(prices.disks('westeurope', 'EUR'), { name: 'WorkspaceError', code });
    }
  });

  it('take the newest of several prices, every digit of it, and refuse what is no list', async () => {
    const item = (since: string, price: string, more = '') =>
      `{"currencyCode":"EUR","tierMinimumUnits":0.0,"retailPrice":${price},"effectiveStartDate":"${since}","armSkuName":"S","productName":"P","skuName":"S","meterName":"S","unitOfMeasure":"1 Hour"${more}}`;
    const list = [item('2025-01-01', '1'), item('2026-01-01', '0.1234567890123456789'), item('2024-01-01', '3')];
    await using newest = await ScriptedAzure.start(world.certificates, () => ({
      body: `{"Items":[${list}],"NextPageLink":null}`,
    }));
    const [price] = await new AzurePrices({ endpoint: newest.origin }).machineSizes('r', 'EUR', ['S']);
    assert.equal(price?.price.amount, '0.1234567890123456789');
    assert.equal(newest.calls[0]?.authorized, false);

    for (const body of ['', '{}', `{"Items":[${item('2026-01-01', '"free"')}]}`]) {
      await using broken = await ScriptedAzure.start(world.certificates, () => ({ body }));
      const asking = new AzurePrices({ endpoint: broken.origin }).machineSizes('r', 'EUR', ['S']);
      await assert.rejects(asking, { name: 'WorkspaceError', code: 'unavailable' });
    }
    await using endless = await ScriptedAzure.start(world.certificates, (_, origin) => ({
      body: `{"Items":[],"NextPageLink":"${origin}/api/retail/prices?again"}`,
    }));
    await assert.rejects(new AzurePrices({ endpoint: endless.origin }).disks('r', 'EUR'), { code: 'unavailable' });
  });
});
