import assert from 'node:assert/strict';
import { subscriptionId } from '../../../sandbox/seed.ts';
import { startWorld, type World } from './world.ts';

interface Line {
  readonly resourceGroup: string;
  readonly resourceId: string;
  readonly service: string;
  readonly day: string;
  readonly amount: string;
  readonly currency: string;
  readonly billed: boolean;
}

const arm = 'https://management.azure.com';
const machines = `/subscriptions/${subscriptionId}/resourceGroups/rg-oncology/providers/Microsoft.Compute/virtualMachines`;

describe('the books of the sandbox', () => {
  let world: World;
  afterEach(() => world[Symbol.asyncDispose]());

  const at = (now: string) => world.control('POST', '/tick', { now });
  const put = (amount: number | string, currency = 'EUR') =>
    world.control('PUT', '/costs/rg-oncology', { amount, currency });
  const lines = async (group = 'rg-oncology'): Promise<Line[]> =>
    (await world.control('GET', `/costs?resourceGroup=${group}`)).body.rows;
  const days = async () => {
    const byDay = Map.groupBy(await lines(), ({ day }) => day);
    return [...byDay].map(([day, all]) => [
      day,
      all.reduce((sum, { amount }) => sum + Math.round(Number(amount) * 100), 0),
    ]);
  };

  it('spread the first amount of a month over its days up to yesterday, and what comes later stands on yesterday', async () => {
    world = await startWorld();
    await at('2027-03-05T10:00:00Z');
    await put(40);
    const first = await days();
    await at('2027-03-09T10:00:00Z');
    await put('40.5');

    assert.deepEqual(
      first,
      ['01', '02', '03', '04'].map((day) => [`2027-03-${day}`, 1000]),
    );
    assert.deepEqual(await days(), [...first, ['2027-03-08', 50]]);
  });

  it('take a correction from the newest days, and never forget a cent', async () => {
    world = await startWorld();
    await at('2027-03-04T10:00:00Z');
    await put(30);
    await put('14.99');
    const after = await days();
    await put(-5);

    assert.deepEqual(after, [
      ['2027-03-01', 1000],
      ['2027-03-02', 499],
    ]);
    assert.deepEqual(await days(), [['2027-03-03', -500]]);
  });

  it('begin each month anew, on its first day with today, and keep the month before', async () => {
    world = await startWorld();
    await at('2027-03-31T23:00:00Z');
    await put(30);
    await at('2027-04-01T10:00:00Z');
    await put(2);

    const all = await days();
    assert.deepEqual([all.length, all.at(-1)], [31, ['2027-04-01', 200]]);
  });

  it('change the currency of a month where they are told so', async () => {
    world = await startWorld();
    await at('2027-03-03T10:00:00Z');
    await put(30);
    await put(20, 'USD');

    assert.deepEqual([...new Set((await lines()).map(({ currency }) => currency))], ['USD']);
  });

  it('take many amounts at once, and hold over a restart', async () => {
    world = await startWorld();
    const amount = '123456789012345678.123456789';
    const { status } = await world.control('PUT', '/costs', {
      'rg-oncology': { amount },
      'rg-genomics': { amount: 2 },
    });
    const before = await lines('rg-genomics');
    await world.restart();

    assert.equal(status, 204);
    assert.deepEqual(await lines('rg-genomics'), before);
    assert.equal((await world.control('PUT', '/costs', { 'rg-nothing': { amount: 2 } })).status, 404);
    assert.equal((await put('0x10')).status, 400);
  });

  it('have a month that has begun where the sandbox is seeded, until somebody says another amount', async () => {
    world = await startWorld({ seedCosts: true });
    const today = new Date().toISOString().slice(0, 10);
    const seeded = await lines();
    await put(10);

    if (!today.endsWith('-01')) assert.ok(new Set(seeded.map(({ service }) => service)).size > 1);
    assert.ok(seeded.every(({ day }) => day < today));
    assert.equal(
      (await days()).reduce((sum, [, cents]) => sum + Number(cents), 0),
      1000,
    );
  });

  it('meter machines and disks to the second where things cost what they do, and bill them hours later', async () => {
    world = await startWorld({ billing: { delayInHours: 8 }, vmSeconds: 0 });
    const power = (name: string, verb: string) =>
      world.call('POST', `${machines}/${name}/${verb}?api-version=2026-04-01`, { as: arm });
    await at('2027-03-01T00:00:00Z');
    await power('onc-r', 'start');
    await at('2027-03-01T10:00:00Z');
    await power('onc-r', 'deallocate');
    await at('2027-03-02T07:59:00Z');
    const early = await lines();
    await at('2027-03-02T08:01:00Z');
    const of = (all: readonly Line[], name: string, day = '2027-03-01') =>
      all.find((line) => line.resourceId.endsWith(name) && line.day === day);
    const late = await lines();

    // Ten hours at 0.709182, a day at 0.196995, a day of 18.56892 a month; some milliseconds pass between two calls.
    const near = (line: Line | undefined, amount: number) =>
      assert.ok(Math.abs(Number(line?.amount) - amount) < 0.001, `${line?.amount} is not ${amount}`);
    near(of(late, '/onc-r'), 7.09182);
    near(of(late, '/onc-python'), 4.72788);
    near(of(late, '/onc-r-os'), 0.610485);
    assert.equal(of(late, '/onc-r', '2027-03-02'), undefined);
    assert.deepEqual([of(early, '/onc-r')?.billed, of(late, '/onc-r')?.billed], [false, true]);
    assert.deepEqual(of(early, '/onc-r')?.amount, of(late, '/onc-r')?.amount);
  });

  it('set what machines do, and only of machines', async () => {
    world = await startWorld();
    const set = async (name: string, cpu: unknown) => (await world.control('PUT', `/metrics/${name}`, { cpu })).status;

    assert.deepEqual(
      [
        await set('onc-r', 1.5),
        await set('onc-r', null),
        await set('nothing', 1),
        await set('onc-r', 101),
        await set('onc-r', 'low'),
      ],
      [204, 204, 404, 400, 400],
    );
    assert.equal((await world.control('DELETE', '/metrics/onc-r')).status, 204);
  });
});
