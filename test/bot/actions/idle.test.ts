import assert from 'node:assert/strict';
import { ghosts, ghostsAddress } from '../../../services/ghosts/ghosts.ts';
import { spendingAddress } from '../../../services/money/spending.ts';
import { eur, machineSpending, spending } from '../../support/budget-card-samples.ts';
import { badges, buttons, cardText, fields, parts } from '../../support/card-content.ts';
import { CommandWorld } from '../../support/command-world.ts';
import { caller, owner, researcher } from '../../support/machine-samples.ts';

const member = caller(researcher, { oncology: 'member' });
const reviewer = caller({ aadObjectId: 'reviewer', name: 'Reviewer' }, {}, { reviewer: true });
const press = { via: 'card', confirmed: true } as const;
const longAgo = new Date('2026-03-01T09:00:00Z');

describe('machines that run for nobody', () => {
  let world: CommandWorld;

  beforeEach(async () => {
    // Monday, 2026-03-02, 09:00 in UTC.
    world = await CommandWorld.start();
    const { azure, busiest, store } = world.machines;
    for (const name of ['onc-gpu', 'onc-python', 'onc-r'])
      azure.add('rg-oncology', name, 'Started', { since: longAgo });
    busiest.set('rg-oncology/onc-gpu', 1.5).set('rg-oncology/onc-python', 0.2).set('rg-oncology/onc-r', 80);
    const machines = [
      machineSpending('onc-gpu', { runningPerHour: eur('1234.5') }),
      machineSpending('onc-python', { runningPerHour: eur('0.84') }),
    ];
    await store.create(spending({ ...spendingAddress('oncology'), machines }));
  });
  afterEach(() => world.stop());

  const stops = () => world.machines.azure.count('stop');
  const look = async (who = member) => (await world.answer(who, 'machine.idle', { workspace: 'oncology' })).card;
  const stop = async (machines: string, who = member) =>
    (await world.answer(who, 'machine.idle', { workspace: 'oncology', machines }, press)).card;

  it('are shown with their prices and ticked, the dearest first, and nothing is stopped by looking', async () => {
    const card = await look({ ...member, locale: 'de-DE' });
    const choices = [...parts(card)].find(({ type }) => type === 'Input.ChoiceSet')?.choices as { title: string }[];

    assert.match(cardText(card), /^2 machines in Oncology run for nobody\n[\s\S]*Open work is lost/);
    assert.deepEqual(
      choices.map(({ title }) => title),
      ['onc-gpu · 1.234,50 EUR an hour · runs since 24 hours', 'onc-python · 0,84 EUR an hour · runs since 24 hours'],
    );
    assert.equal(fields(card).machines, 'onc-gpu,onc-python');
    assert.deepEqual(
      buttons(card).map(({ verb, style }) => `${verb} ${style}`),
      ['machine.idle destructive', 'budget.show default', 'machine.list default'],
    );
    assert.equal(stops(), 0);
  });

  it('are stopped where they are ticked, by one press, and nothing else is', async () => {
    const several = await stop('onc-gpu,onc-python');
    assert.match(cardText(several), /^2 machines in Oncology will be stopped\nonc-gpu, onc-python\n/);
    await world.machines.clock.advance(20);
    assert.equal(stops(), 2);
    assert.equal(world.machines.azure.state('rg-oncology', 'onc-r'), 'Started');
  });

  it('are followed on the same card where it is one', async () => {
    assert.match(cardText(await stop('onc-python')), /^onc-python is stopping/);
    await world.machines.clock.advance(20);
    assert.equal(stops(), 1);
  });

  it('stay on where somebody came back meanwhile, and nobody stops what is in use by a made-up press', async () => {
    world.machines.busiest.set('rg-oncology/onc-python', 60);

    assert.match(
      cardText(await stop('onc-gpu,onc-python,onc-r')),
      /^1 machine in[\s\S]*uses it again[\s\S]*onc-python and onc-r\./,
    );
    assert.match(cardText(await stop('onc-r')), /Not stopped[\s\S]*onc-r\./);
    await world.machines.clock.advance(20);
    assert.equal(stops(), 1);
  });

  it('ask for a tick where there is none, and leave unticked what somebody wants left alone', async () => {
    const { changes } = world.machines;
    await changes.change(ghosts, ghostsAddress('oncology'), {
      ...{ key: 'left', by: { ...owner, roles: [] }, via: 'card', what: 'ghosts.leave' },
      decide: () => ({
        next: {
          ...{ workspace: 'oncology', round: 0, found: [], people: [], told: {}, asked: {} },
          left: { 'onc-gpu': '2026-03-09T09:00:00.000Z' },
        },
      }),
    });

    const card = (await world.answer(member, 'machine.idle', { workspace: 'oncology' }, press)).card;
    assert.match(cardText(card), /Tick at least one of them\.[\s\S]*One is not ticked/);
    assert.equal(fields(card).machines, 'onc-python');
    assert.equal(stops(), 0);
  });

  it('are said not to be there where all are in use, with the way to the list', async () => {
    world.machines.busiest.clear();
    const card = await look();

    assert.match(cardText(card), /^No machine in Oncology runs for nobody\n/);
    assert.deepEqual(badges(card), []);
    assert.deepEqual(
      buttons(card).map(({ verb }) => verb),
      ['machine.list'],
    );
  });

  it('are no business of whoever may not stop machines', async () => {
    await assert.rejects(look(reviewer), { code: 'forbidden' });
    await assert.rejects(stop('onc-gpu', reviewer), { code: 'forbidden' });
  });
});
