import assert from 'node:assert/strict';
import { pino } from 'pino';
import { BudgetNews } from '../../../bot/news/budget-news.ts';
import { type Budget, type BudgetNewsData, budget, budgetAddress } from '../../../services/budgets/budget.ts';
import { type NewEffect, type Own, system } from '../../../services/change/aggregate.ts';
import { Changes } from '../../../services/change/change.ts';
import { Effects } from '../../../services/effects/effects.ts';
import type { Spending } from '../../../services/money/spending.ts';
import { MemoryQueue } from '../../services/effects/world/memory-queue.ts';
import { SimulatedClock } from '../../services/effects/world/simulated-clock.ts';
import { budget as budgetSample, spending } from '../../support/budget-card-samples.ts';
import { workspace } from '../../support/machine-samples.ts';
import { CourierWorld, unavailable } from './courier-world.ts';

const address = budgetAddress('oncology');
const march = { kind: 'month', from: '2026-03-01', to: '2026-03-31' } as const;
const figures: Spending = spending({
  period: march,
  days: [],
  billedThrough: '2026-03-01',
  at: '2026-03-02T09:00:00.000Z',
});

describe('BudgetNews', () => {
  let world: CourierWorld;
  let queue: MemoryQueue;
  let steady: SimulatedClock;
  let key: number;

  beforeEach(async () => {
    // Monday, 2026-03-02, 09:00 in UTC.
    world = await CourierWorld.start();
    queue = new MemoryQueue(world.clock);
    steady = new SimulatedClock();
    key = 0;
  });
  afterEach(() => world.stop());

  /** A process that tells people. */
  const process = () => {
    const { clock, store } = world;
    const log = pino({ level: 'silent' });
    const { courier, people } = world.process();
    const changes = new Changes({ store, queue, clock });
    const effects = new Effects({ store, changes, queue, clock, steady, log });
    const spendings = { get: async () => figures };
    const workspaces = { byId: async () => workspace() };
    const members = { owners: async () => [{ aadObjectId: 'owner', name: 'Owner' }] };
    new BudgetNews({ courier, members, people, spendings, workspaces, clock, log }).register(effects);
    effects.start();
    return { people, effects, changes };
  };
  type Process = ReturnType<typeof process>;

  const later = async (seconds: number, { effects }: Pick<Process, 'effects'>) => {
    await world.clock.advance(seconds);
    await steady.advance(20);
    await effects.settled();
  };
  /** The budget becomes so, and whoever is concerned is told. */
  const tell = async ({ changes, effects }: Process, next: Partial<Budget>, ...told: NewEffect[]) => {
    key += 1;
    await changes.change(budget, address, {
      ...{ key: `${key}`, by: system, via: 'system', what: 'test' },
      decide: (current) => {
        const {
          partition: _,
          id: __,
          kind: ___,
          schema: ____,
          ...own
        } = budgetSample({
          told: { period: march, thresholds: [], forecast: false, armed: 0 },
        });
        return { next: { ...(current ? {} : (own as Own<Budget>)), ...next }, effects: told };
      },
    });
    await later(1, { effects });
  };
  const effect = (kind: string, more: Partial<BudgetNewsData> = {}): NewEffect => ({
    kind,
    data: { to: 'owner', name: 'Owner', as: 'member', key: 'budget/oncology/2026-03-01/0/75', ...more },
  });
  it('tells a threshold once, however often it is to be told and by whichever process', async () => {
    const one = process();
    await world.meet(one.people);

    await tell(one, {}, effect('budget.tell', { threshold: 75, reached: [50, 75] }));
    await tell(process(), {}, effect('budget.tell', { threshold: 75, reached: [50, 75] }));

    assert.equal(world.posts(), 1);
    assert.match(
      world.shown()[0]!,
      /^Oncology has used 75 % of its budget\nMarch[\s\S]*\n50 % and 75 % of the budget are reached at once\./,
    );
    assert.deepEqual(world.mail.sent, []);
  });

  it('sends owners a mail besides, unless they want none', async () => {
    const one = process();
    await world.meet(one.people);
    const warning = (threshold: number) =>
      effect('budget.tell', { as: 'owner', threshold, key: `budget/oncology/${threshold}` });

    await tell(one, {}, warning(50));
    assert.deepEqual(
      world.mail.sent.map(({ to, subject }) => [to, subject]),
      [['owner', 'Oncology has used 50 % of its budget']],
    );
    assert.match(world.mail.sent[0]!.text, /688 EUR of 1,000 EUR are spent, 312 EUR are left\./);
    await one.people.preferMail('owner', 'never');
    await tell(one, {}, warning(75));

    assert.equal(world.mail.sent.length, 1);
    assert.equal(world.shown().length, 2);
  });

  it('tells by mail whom Teams does not reach, once', async () => {
    const one = process();

    await tell(one, {}, effect('budget.forecast', { threshold: 100, as: 'owner' }));

    assert.deepEqual(
      world.mail.sent.map(({ subject }) => subject),
      ['Oncology will not get by with its budget'],
    );
  });

  it('tries again where the mail does not go out, and posts the card no second time', async () => {
    const one = process();
    await world.meet(one.people);
    world.mail.failure = unavailable();
    await tell(one, {}, effect('budget.tell', { threshold: 75, as: 'owner' }));
    assert.deepEqual(world.mail.sent, []);

    world.mail.failure = undefined;
    await later(60, one);

    assert.equal(world.mail.sent.length, 1);
    assert.equal(world.posts(), 1);
  });

  it('speaks in the reader’s own numbers', async () => {
    const one = process();
    await world.meet(one.people);
    await one.people.met({ aadObjectId: 'owner', locale: 'de-DE', serviceUrl: world.connector.url });

    await tell(one, {}, effect('budget.tell', { threshold: 50 }));

    assert.match(world.shown()[0]!, /März[\s\S]*1\.000 EUR/);
  });

  it('offers a top-up to whom may ask, and tells members whom to ask', async () => {
    const one = process();
    await world.meet(one.people);

    await tell(one, {}, effect('budget.tell', { threshold: 75 }));
    const own = { key: 'budget/oncology/own', as: 'owner' } as const;
    await tell(one, {}, effect('budget.tell', { threshold: 75, ...own }));

    const [member, owner] = world.shown();
    assert.match(member!, /or ask Owner for a top-up in time\./);
    assert.match(owner!, /or ask for a top-up in time\.[\s\S]*Ask for a top-up/);
  });

  it('changes the card of a stop in its place, and says a line at the end of a long one', async () => {
    const one = process();
    await world.meet(one.people);
    const live = effect('budget.stopcard', { key: 'budget/oncology/stop/1', stop: 1 });
    const begun = { number: 1, startedAt: '2026-03-02T09:00:00.000Z' };

    await tell(
      one,
      { state: 'stopping', stop: { ...begun, machines: [{ machine: 'onc-r', state: 'stopping' }] } },
      live,
    );
    assert.match(world.shown()[0]!, /^Everything in Oncology is being stopped/);
    const ended = { ...begun, endedAt: '2026-03-02T09:02:00.000Z' };
    await tell(
      one,
      { state: 'depleted', stop: { ...ended, machines: [{ machine: 'onc-r', state: 'stopped' }] } },
      live,
    );

    const [card, line, ...more] = world.shown();
    assert.match(card!, /^Everything in Oncology is stopped\n/);
    assert.equal(line, 'Everything in Oncology is stopped, since its money is gone.');
    assert.deepEqual(more, []);
  });

  it('says nothing of a stop after which there was another', async () => {
    const one = process();
    await world.meet(one.people);
    const stop = { number: 2, startedAt: '2026-03-02T09:00:00.000Z', machines: [] };

    await tell(one, { state: 'stopping', stop }, effect('budget.stopcard', { stop: 1 }));

    assert.deepEqual(world.shown(), []);
  });

  it('tells admins what could not be stopped, and on the same card that it was stopped after all', async () => {
    const one = process();
    await world.meet(one.people);
    const told = effect('budget.escalate', { as: 'admin', key: 'budget/oncology/escalation/1', stop: 1 });
    const stop = (state: 'failed' | 'stopped') => ({
      number: 1,
      startedAt: '2026-03-02T09:00:00.000Z',
      machines: [{ machine: 'onc-r', state, ...(state === 'failed' && { problem: 'Azure does not let go of it.' }) }],
    });

    await tell(one, { state: 'stopping', stop: stop('failed') }, told);
    assert.match(
      world.shown()[0]!,
      /^1 machine in Oncology could not be stopped\n[\s\S]*Azure does not let go of it\./,
    );
    await tell(one, { state: 'depleted', stop: stop('stopped') }, told);

    assert.equal(world.posts(), 1);
    assert.match(world.shown()[0]!, /^Everything in Oncology is stopped\n/);
  });
});
