import assert from 'node:assert/strict';
import { WorkspaceError } from '../../../services/errors.ts';
import { budget } from '../../support/budget-card-samples.ts';
import { SpendingWorld } from './spending-world.ts';

const eur = (amount: string) => ({ amount, currency: 'EUR' });

describe('the cost sweep', () => {
  it('bills what Azure says and estimates what it has not said yet', async () => {
    const world = new SpendingWorld();
    world.azure.add('rg-oncology', 'onc-r', 'Started', { since: new Date('2026-11-09T22:00:00Z'), os: 'Linux' });
    world.bill('2026-11-07', '4.25');
    world.bill('2026-11-08', '12');
    world.bill('2026-11-08', '0.75', 'disks/onc-r-os');
    await world.instance();
    await world.settle();
    const { billed, estimated, machines, rest, billedThrough, perHour, days } = await world.spending();
    assert.deepEqual(billed, eur('17'));
    assert.deepEqual(estimated, eur('7'));
    assert.deepEqual(rest, eur('0.75'));
    assert.equal(billedThrough, '2026-11-08');
    assert.deepEqual(perHour, eur('0.5'));
    assert.deepEqual(machines, [
      {
        name: 'onc-r',
        billed: eur('16.25'),
        estimated: eur('7'),
        perHour: eur('0.5'),
        runningPerHour: eur('0.5'),
        isRunning: true,
      },
    ]);
    assert.deepEqual(days.slice(-3), [
      { day: '2026-11-08', billed: eur('12.75'), estimated: eur('0') },
      { day: '2026-11-09', billed: eur('0'), estimated: eur('1') },
      { day: '2026-11-10', billed: eur('0'), estimated: eur('6') },
    ]);
    assert.equal(days.length, 10);
    assert.equal(world.assessed.length, 2);
  });

  it('asks once an hour for costs and machines, and once a day for disks', async () => {
    const world = new SpendingWorld();
    await world.instance();
    await world.settle();
    await world.advance(23.5);
    const sinceOctober = world.costs.calls.filter(({ to }) => to >= '2026-10-31');
    assert.equal(sinceOctober.length, 24);
    assert.equal(world.azure.count('list'), 24);
    assert.equal(world.disks.calls, 1);
    await world.advance(1);
    assert.equal(world.disks.calls, 2);
    assert.deepEqual(world.costs.calls[0], { from: '2026-10-01', to: '2026-11-10' });
    assert.deepEqual(world.costs.calls.at(-1), { from: '2026-11-01', to: '2026-11-11' });
  });

  it('counts once what is billed in part, and as Azure says when the day is over for good', async () => {
    const world = new SpendingWorld('2026-11-10T00:00:00Z');
    world.azure.add('rg-oncology', 'onc-r', 'Started', { since: new Date('2026-11-09T12:00:00Z') });
    await world.instance();
    await world.advance(6);
    world.bill('2026-11-09', '2.5');
    await world.advance(1);
    assert.deepEqual((await world.spending()).billed, eur('2.5'));
    assert.deepEqual((await world.spending()).estimated, eur('7'));
    world.costs.billed = [];
    world.bill('2026-11-09', '5.4');
    world.bill('2026-11-10', '0.1');
    await world.advance(18);
    const { billed, estimated, days } = await world.spending();
    assert.deepEqual(billed, eur('5.5'));
    assert.deepEqual(days.at(-3), { day: '2026-11-09', billed: eur('5.4'), estimated: eur('0') });
    assert.deepEqual(estimated, eur('12.4'));
  });

  it('takes a figure that Azure corrects downwards', async () => {
    const world = new SpendingWorld();
    world.bill('2026-11-08', '12');
    world.bill('2026-11-07', '3');
    await world.instance();
    await world.settle();
    world.costs.billed = [];
    world.bill('2026-11-08', '11.5');
    await world.advance(1.1);
    assert.deepEqual((await world.spending()).billed, eur('11.5'));
    assert.deepEqual((await world.month('2026-11'))?.lines[0]?.days, { '08': '11.5' });
  });

  it('keeps the last figures while Azure says nothing, goes on estimating, and asks no more often than it may', async () => {
    const world = new SpendingWorld();
    world.azure.add('rg-oncology', 'onc-r', 'Started', { since: new Date('2026-11-10T12:00:00Z') });
    world.bill('2026-11-09', '12');
    await world.instance();
    await world.settle();
    const { askedAt } = await world.spending();
    world.costs.failure = new WorkspaceError('throttled', 'Not now.', { retryAfterSeconds: 3000 });
    await world.advance(1.5);
    const asked = () => world.costs.calls.filter(({ to }) => to >= '2026-11').length;
    assert.equal(asked(), 2);
    const during = await world.spending();
    assert.deepEqual(during.billed, eur('12'));
    assert.equal(during.askedAt, askedAt);
    assert.deepEqual(during.estimated, eur('0.5'));
    world.costs.failure = undefined;
    await world.advance(0.5);
    assert.equal(asked(), 3);
    assert.notEqual((await world.spending()).askedAt, askedAt);
  });

  it('takes no part for the whole where a page is missing, and no silence for nothing', async () => {
    const world = new SpendingWorld();
    for (const day of ['05', '06', '07', '08', '09']) world.bill(`2026-11-${day}`, '10');
    await world.instance();
    await world.settle();
    world.costs.failsAfterPages = 1;
    await world.advance(1.1);
    assert.deepEqual((await world.spending()).billed, eur('50'));
    world.costs.failsAfterPages = Number.POSITIVE_INFINITY;
    world.costs.billed = [];
    await world.advance(3);
    assert.deepEqual((await world.spending()).billed, eur('50'));
    assert.equal((await world.month('2026-11'))?.lines.length, 1);
  });

  it('goes on with what ran last where machines cannot be listed', async () => {
    const world = new SpendingWorld();
    world.azure.add('rg-oncology', 'onc-r', 'Started', { since: new Date('2026-11-10T12:00:00Z') });
    await world.instance();
    await world.settle();
    const down = new WorkspaceError('unavailable', 'Azure does not answer.');
    world.azure.fail('list', ...Array.from({ length: 500 }, () => down));
    await world.advance(2);
    const { estimated, machines } = await world.spending();
    assert.ok(Number(estimated.amount) > 0.5 && Number(estimated.amount) <= 1, estimated.amount);
    assert.equal(machines[0]?.isRunning, true);
    world.azure.failures.clear();
    world.azure.add('rg-oncology', 'onc-r', 'Stopped', { since: new Date('2026-11-10T12:30:00Z') });
    await world.advance(1);
    assert.deepEqual((await world.spending()).estimated, eur('0.25'));
  });

  it('reckons in the currency that Azure billed before, and says what is billed in another', async () => {
    const world = new SpendingWorld();
    world.azure.add('rg-oncology', 'onc-r', 'Started', { since: new Date('2026-11-07T00:00:00Z') });
    world.bill('2026-11-05', '12');
    world.bill('2026-11-06', '12');
    await world.instance();
    await world.settle();
    world.bill('2026-11-07', '14', 'virtualMachines/onc-r', 'USD');
    world.bill('2026-11-08', '14', 'virtualMachines/onc-r', 'USD');
    await world.advance(1);
    const { billed, estimated, foreign } = await world.spending();
    assert.deepEqual(billed, eur('24'));
    assert.deepEqual(foreign, [{ amount: '28', currency: 'USD' }]);
    assert.deepEqual(estimated, eur('42.5'));
  });

  it('leaves out what belongs to no workspace, and puts groups together however they are written', async () => {
    const world = new SpendingWorld();
    world.costs.billed = [
      { group: 'RG-ONCOLOGY', resource: 'virtualMachines/ONC-R', day: '2026-11-08', amount: '1.1' },
      { group: 'rg-oncology', resource: 'virtualMachines/onc-r', day: '2026-11-08', amount: '2.2' },
      { group: 'rg-oncology', resource: '', day: '2026-11-08', amount: '0.3' },
      { group: 'rg-elsewhere', resource: 'virtualMachines/x', day: '2026-11-08', amount: '100' },
    ];
    await world.instance();
    await world.settle();
    const { billed, rest, machines } = await world.spending();
    assert.deepEqual([billed, rest], [eur('3.6'), eur('0.3')]);
    assert.deepEqual(
      machines.map(({ name, isRunning }) => [name, isRunning]),
      [['onc-r', false]],
    );
    assert.deepEqual((await world.spending({ id: 'cardiology' })).billed, eur('0'));
  });

  it('looks back month by month, once, until Azure has nothing more', async () => {
    const world = new SpendingWorld();
    for (const month of ['08', '09', '10', '11']) world.bill(`2026-${month}-05`, month);
    await world.instance();
    await world.settle();
    await world.advance(6);
    const older = world.costs.calls.filter(({ to }) => to < '2026-10-31');
    assert.deepEqual(
      older.map(({ from, to }) => `${from} ${to}`),
      ['2026-09-01 2026-09-30', '2026-08-01 2026-08-31', '2026-07-01 2026-07-31'],
    );
    const history = await world.reports.history({ id: 'oncology' }, 12);
    assert.deepEqual(
      history.map(({ month, lines }) => [month, lines[0]?.days]),
      ['08', '09', '10', '11'].map((month) => [`2026-${month}`, { '05': month }]),
    );
  });

  it('knows all of a year when its budget is reckoned first, in few queries, and not one for each workspace', async () => {
    const world = new SpendingWorld();
    const months = Array.from({ length: 11 }, (_, index) => `2026-${String(index + 1).padStart(2, '0')}`);
    for (const month of ['2025-12', ...months]) world.bill(`${month}-05`, '10');
    await world.store.create(budget({ per: 'year', since: '2026-11-10T12:00:00.000Z' }));
    await world.instance();
    await world.settle();

    assert.deepEqual((await world.spending()).billed, eur('110'));
    assert.deepEqual(
      world.costs.calls.map(({ from, to }) => `${from} ${to}`),
      ['2026-10-01 2026-11-10', '2026-07-01 2026-09-30', '2026-04-01 2026-06-30', '2026-01-01 2026-03-31'],
    );
    assert.deepEqual([...new Set(world.assessed.map(({ billed }) => billed.amount))].sort(), ['0', '110']);
    await world.advance(3);
    assert.equal(world.costs.calls.filter(({ to }) => to < '2026-10-31').length, 4);
    assert.deepEqual(world.costs.calls[5], { from: '2025-12-01', to: '2025-12-31' });
  });

  it('asks for a quarter’s months again where Azure did not answer, and says meanwhile what it knows', async () => {
    const world = new SpendingWorld('2026-12-10T12:00:00Z');
    for (const month of ['2026-10', '2026-11', '2026-12']) world.bill(`${month}-05`, '10');
    await world.store.create(budget({ per: 'quarter' }));
    world.costs.failsBefore = '2026-11';
    await world.instance();
    await world.settle();
    assert.deepEqual((await world.spending()).billed, eur('20'));

    world.costs.failsBefore = '';
    await world.advance(1.1);
    assert.deepEqual((await world.spending()).billed, eur('30'));
  });

  it('says what is spent in a period that has just begun, and keeps the month before until Azure has closed it', async () => {
    const world = new SpendingWorld('2026-11-30T12:00:00Z');
    world.azure.add('rg-oncology', 'onc-r', 'Started', { since: new Date('2026-11-30T22:00:00Z') });
    world.bill('2026-11-29', '10');
    await world.instance();
    await world.advance(13);
    assert.deepEqual((await world.spending()).period, { kind: 'month', from: '2026-12-01', to: '2026-12-31' });
    assert.deepEqual((await world.spending()).billed, eur('0'));
    assert.deepEqual((await world.spending()).estimated, eur('0.5'));
    world.bill('2026-11-30', '3');
    await world.advance(48);
    assert.deepEqual((await world.month('2026-11'))?.lines[0]?.days, { '29': '10', '30': '3' });
  });
});
