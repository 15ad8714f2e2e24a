import assert from 'node:assert/strict';
import { actions } from '../../../bot/actions/index.ts';
import { readPress } from '../../../bot/turns/press.ts';
import { buttons, cardText, type Json, parts } from '../../support/card-content.ts';
import { CommandWorld } from '../../support/command-world.ts';
import { caller, owner, researcher } from '../../support/machine-samples.ts';

const policy = { name: 'data protection training', validMonths: 12 };

describe('the action on trainings', () => {
  let world: CommandWorld;
  const by = {
    owner: caller(owner, { oncology: 'owner' }),
    researcher: caller(researcher, { oncology: 'member' }),
  };

  beforeEach(async () => {
    world = await CommandWorld.start();
    await world.machines.workspaces.amend('oncology', { members: { training: policy } });
  });

  afterEach(async () => await world.stop());

  const run = async (name: string, given: Record<string, string> = {}, who = by.owner) =>
    (await world.answer(who, name, { workspace: 'oncology', ...given })).card;
  const { aadObjectId: person } = researcher;

  it('records the day that was said, and shows until when it is valid', async () => {
    assert.match(cardText(await run('member.list')), /data protection training missing/);
    const card = await run('member.training', { person, date: 'on 28 february' });
    assert.match(cardText(card), /is on record\nIt is valid until 28 February 2027/);

    assert.match(cardText(await run('member.list')), /data protection training valid until 28 February 2027/);
    assert.match(cardText(await run('member.list', {}, by.researcher)), /until 28 February 2027/);
  });

  it('asks on a card where the day or the person is missing, filled in with what is known', async () => {
    const form = await run('member.training', { person, date: 'last month' });
    assert.match(cardText(form), /Say which day it was/);
    const field = (id: string) => [...parts(form)].find((part) => part.id === id);

    assert.equal(field('person')?.value, person);
    assert.equal(field('date')?.max, '2026-03-02');
    assert.match(cardText(await run('member.training', { person, date: '2026-05-01' })), /1 May 2026 is still to come/);
  });

  it('is one press away from each row of the list, for those who may', async () => {
    const list = await run('member.list');
    const row = [...parts(list)].find(
      ({ selectAction }) => (selectAction as Json | undefined)?.data && JSON.stringify(selectAction).includes(person),
    );
    const { verb, data } = row!.selectAction as { verb: string; data: Json };
    const press = readPress({ action: { verb, data } }, (name) => actions.find((action) => action.name === name));

    assert.deepEqual(press?.given, { workspace: 'oncology', person });
    assert.ok(buttons(list).some(({ title }) => title === 'Record a date'));
    const theirs = await run('member.list', {}, by.researcher);
    assert.ok(![...parts(theirs)].some(({ selectAction }) => selectAction));
    await assert.rejects(run('member.training', { person, date: 'today' }, by.researcher), { code: 'forbidden' });
  });

  it('is refused before the form of a request is filled in for nothing', async () => {
    const denied = { code: 'forbidden', message: /no date of your data protection training/ };
    await assert.rejects(run('request.access', {}, by.researcher), denied);
    await assert.rejects(run('machine.start', { machine: 'onc-r' }, by.researcher), denied);
  });

  it('says that a workspace asks for none', async () => {
    await world.machines.workspaces.amend('oncology', { members: undefined });
    await assert.rejects(run('member.training', { person, date: 'today' }), { message: /asks for no training/ });
    assert.doesNotMatch(cardText(await run('member.list')), /training/);
  });
});
