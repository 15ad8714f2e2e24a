import assert from 'node:assert/strict';
import { type Budget, budget, budgetNews } from '../../../services/budgets/budget.ts';
import { refusalOf } from '../../../services/budgets/budget-refusal.ts';
import type { BudgetWish } from '../../../services/budgets/budget-wish.ts';
import { money } from '../../../services/money/money.ts';
import { admin, caller, owner, researcher, workspace } from '../../support/machine-samples.ts';
import { command, MachineWorld } from '../../support/machine-world.ts';
import { type SpendingSample, spending } from './budget-standings.ts';

const oncology = workspace();
const member = caller(researcher, { oncology: 'member' });
const head = caller(owner, { oncology: 'owner' });
const chief = caller(admin, {}, { admin: true });

describe('Budgets', () => {
  let world: MachineWorld;
  /** Who was told what, in its order. */
  let told: string[];
  let keys = 0;

  beforeEach(async () => {
    world = await MachineWorld.start();
    world.directory.member('admins', admin.aadObjectId);
    told = [];
    world.hear(budget, budgetNews, ({ kind, data }) => {
      const who = { [researcher.aadObjectId]: 'researcher', [owner.aadObjectId]: 'owner' }[`${data.to}`] ?? 'admin';
      told.push(`${kind.slice(7)} ${data.threshold ?? data.stop} ${who}`);
    });
  });
  afterEach(() => world.stop());

  const set = async (wish: BudgetWish, key = `set ${++keys}`) =>
    await world.budgets.set(chief, oncology, wish, { key, via: 'card' });

  async function assess(sample: SpendingSample): Promise<Budget | undefined> {
    const figures = spending({ at: world.clock.now(), ...sample });
    const stored = await world.store.get(figures.partition, figures.id);
    await (stored ? world.store.replace(figures, stored.etag) : world.store.create(figures));
    return await world.budgets.assess(oncology, figures);
  }

  const settled = async (seconds = 60): Promise<Budget> => {
    await world.clock.advance(seconds);
    return (await world.budgets.of('oncology'))!;
  };

  it('are set by admins alone, and seen by whoever is in the workspace', async () => {
    await assert.rejects(world.budgets.set(head, oncology, { amount: '1' }, { key: '1', via: 'chat' }), {
      code: 'forbidden',
    });
    await set({ amount: '1000', currency: 'eur', costCentre: ' C-1 \u0007 2 ', payer: owner });

    const seen = await world.budgets.get(member, oncology);
    assert.deepEqual(seen?.limit, money(1000, 'EUR'));
    assert.deepEqual([seen?.costCentre, seen?.payer, seen?.per], ['C-1 2', owner, 'month']);
    assert.deepEqual(seen?.thresholds, [50, 75, 90, 100]);
    await assert.rejects(world.budgets.get(caller(researcher), oncology), { code: 'not-found' });
    assert.equal(seen?.history[0]?.via, 'card');
  });

  it('keep what was not wished, and take a repeated command once', async () => {
    await set({ amount: '1000', currency: 'EUR', graceHours: 2, thresholds: [80] });
    await set({ amount: '1500' }, 'raise');
    const again = await set({ amount: '9' }, 'raise');

    assert.deepEqual([again.limit, again.graceHours, again.thresholds], [money(1500, 'EUR'), 2, [80, 100]]);
    assert.equal(again.history.length, 2);
  });

  for (const [what, wish] of Object.entries({
    'a negative amount': { amount: '-1', currency: 'EUR' },
    'too large an amount': { amount: '1000000000000.01', currency: 'EUR' },
    'an amount that is no number': { amount: '1e3', currency: 'EUR' },
    'too many decimals': { amount: '0.00001', currency: 'EUR' },
    'no amount': { currency: 'EUR' },
    'no currency': { amount: '1' },
    'a currency that there is not': { amount: '1', currency: 'EUX' },
    'another currency without an amount': { currency: 'USD' },
    'thresholds that are no percentages': { amount: '1', currency: 'EUR', thresholds: [0, 50.5] },
    'too many thresholds': { amount: '1', currency: 'EUR', thresholds: Array.from({ length: 10 }, (_, at) => at + 1) },
    'negative hours': { amount: '1', currency: 'EUR', graceHours: -1 },
  } satisfies Record<string, BudgetWish>))
    it(`refuse ${what}, in words that say what to write`, async () => {
      await assert.rejects(set(wish), { code: 'invalid', message: /^(Say|Write|A budget)/ });
    });

  it('take nothing and a trillion', async () => {
    assert.equal((await set({ amount: '0', currency: 'EUR' })).limit.amount, '0');
    assert.equal((await set({ amount: '1000000000000' })).limit.amount, '1000000000000');
  });

  it('are not set in a currency that Azure does not bill', async () => {
    await assess({ billed: 700, currency: 'USD' });
    await assert.rejects(set({ amount: '1000', currency: 'EUR' }), {
      code: 'invalid',
      message: /bills Oncology in USD/,
    });
    assert.equal((await set({ amount: '1000' })).limit.currency, 'USD');
  });

  it('tell everybody in the workspace once, and write nothing where nothing is new', async () => {
    await set({ amount: '1000', currency: 'EUR' });
    await assess({ billed: 700, estimated: 60 });
    await settled();
    assert.deepEqual(told.sort(), ['tell 75 owner', 'tell 75 researcher']);

    const { version } = await settled();
    const known = await world.budgets.of('oncology');
    await world.budgets.assess(oncology, spending({ billed: 770, at: world.clock.now() }), known);
    await assess({ billed: 780 });
    assert.equal((await settled()).version, version);
    assert.equal(told.length, 2);
  });

  it('stop everything when the money is gone, and refuse what would start until there is more', async () => {
    await set({ amount: '1000', currency: 'EUR' });
    await assess({ billed: 1000, running: ['onc-python'] });
    assert.equal((await settled()).state, 'depleted');
    assert.equal(world.azure.state('rg-oncology', 'onc-python'), 'Stopped');

    const start = async (key: string) => await world.machines.start(member, oncology, 'onc-r', command(key));
    await assert.rejects(start('1'), {
      code: 'over-budget',
      message:
        'Oncology has used up its budget, so nothing can be started there. An owner can ask for a top-up, and an admin can raise the budget.',
      limit: money(1000, 'EUR'),
      since: '2026-03-02T09:00:00.000Z',
    });
    const topUp = { amount: money(500, 'EUR'), request: 'oncology-7', by: admin };
    await world.budgets.topUp('oncology', topUp, 'credit/oncology-7');
    await world.budgets.topUp('oncology', topUp, 'credit/oncology-7 again');
    assert.equal((await start('2')).outcome, 'begun');
    const { state, topUps } = await settled();
    assert.deepEqual([state, topUps.length], ['open', 1]);
  });

  it('refuse a top-up in another currency, and where there is no budget', async () => {
    const topUp = { amount: money(500, 'USD'), request: 'oncology-7', by: admin };
    await assert.rejects(world.budgets.topUp('oncology', topUp, '1'), { code: 'conflict' });
    await set({ amount: '1000', currency: 'EUR' });
    await assert.rejects(world.budgets.topUp('oncology', topUp, '2'), { code: 'conflict', message: /in EUR/ });
  });

  it('let go on whom an admin exempts, until the time is over or it is taken back', async () => {
    await set({ amount: '0', currency: 'EUR' });
    await assert.rejects(world.budgets.requireMoney(oncology), { code: 'over-budget', message: /may spend nothing/ });
    const until = new Date(world.clock.now().getTime() + 3600_000);
    const wish = { until, reason: 'A paper is due.' };
    await assert.rejects(world.budgets.exempt(head, oncology, wish, { key: '1', via: 'chat' }), { code: 'forbidden' });
    await world.budgets.exempt(chief, oncology, wish, { key: '2', via: 'chat' });

    await assess({ estimated: 5, running: ['onc-python'] });
    await world.budgets.requireMoney(oncology);
    assert.equal((await settled()).state, 'open');
    assert.equal((await settled(3700)).state, 'depleted');
    assert.equal(world.azure.state('rg-oncology', 'onc-python'), 'Stopped');
    await world.budgets.exempt(
      chief,
      oncology,
      { ...wish, until: new Date(until.getTime() * 1.0001) },
      { key: '3', via: 'chat' },
    );
    await world.budgets.requireMoney(oncology);
    const insisted = await world.budgets.exempt(chief, oncology, undefined, { key: '4', via: 'chat' });
    assert.deepEqual([insisted.state, insisted.exemption], ['stopping', undefined]);
  });

  it('take Azure’s alert alone for enough, and not one of a month that is over', async () => {
    await set({ amount: '1000', currency: 'EUR' });
    const before = new Date('2026-02-28T23:00:00Z');
    const early = new Date('2026-03-01T07:00:00Z');
    assert.equal(await world.budgets.alerted('oncology', money(2000, 'EUR'), before), true);
    assert.equal(await world.budgets.alerted('oncology', money(2000, 'EUR'), early), true);
    assert.equal((await settled()).state, 'open');

    assert.equal(await world.budgets.alerted('oncology', money(1000, 'USD')), false);
    await world.budgets.alerted('oncology', money(1000, 'EUR'), world.clock.now());
    assert.equal((await settled()).state, 'depleted');
    const { version } = await settled();
    await world.budgets.alerted('oncology', money(1000, 'EUR'), world.clock.now());
    assert.equal((await settled()).version, version);
    assert.equal(await world.budgets.alerted('genomics', money(1000, 'EUR')), false);
  });

  it('begin anew with the month, before any figures of it are there', async () => {
    await set({ amount: '100', currency: 'EUR' });
    await assess({ billed: 100 });
    await settled();
    await assert.rejects(world.budgets.requireMoney(oncology), { code: 'over-budget' });

    const april = new Date('2026-04-01T00:00:00Z');
    assert.equal(refusalOf(await world.budgets.of('oncology'), 'Oncology', april), undefined);
  });

  it('tell nothing twice when the period changes in the middle of it', async () => {
    await set({ amount: '1000', currency: 'EUR' });
    await assess({ billed: 600 });
    await settled();
    const quarter = await set({ per: 'quarter' });
    assert.deepEqual([quarter.told.period.from, quarter.told.thresholds], ['2026-01-01', [50]]);
    await assess({ billed: 700, period: quarter.told.period });
    await settled();
    assert.deepEqual(told.length, 2);
  });

  it('are judged by the newest figures, also where older ones come late', async () => {
    await set({ amount: '1000', currency: 'EUR' });
    const older = spending({ billed: 1000, at: world.clock.now() });
    await settled();
    await assess({ billed: 500 });

    const late = await world.budgets.assess(oncology, older);
    assert.deepEqual([late?.state, late?.told.thresholds], ['open', [50]]);
  });

  it('tell a crowd, some at a time, each of them once', async () => {
    for (let index = 1; index <= 45; index += 1) world.directory.member('group-oncology', `member ${index}`);
    await set({ amount: '1000', currency: 'EUR' });
    await assess({ billed: 500 });
    const { effects } = await settled(1);
    assert.ok(effects.length <= 25);
    await settled();
    assert.equal(told.length, 47);
  });

  it('let two look at once, and tell once', async () => {
    await set({ amount: '1000', currency: 'EUR' });
    const figures = spending({ billed: 950, at: world.clock.now() });
    const looks = Array.from({ length: 4 }, async () => await world.budgets.assess(oncology, figures));
    await settled();
    await Promise.all(looks);
    assert.deepEqual(told.sort(), ['tell 90 owner', 'tell 90 researcher']);
  });
});
