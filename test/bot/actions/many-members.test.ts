import assert from 'node:assert/strict';
import { Nameables } from '../../../bot/understanding/nameables.ts';
import { cardText, type Json, parts } from '../../support/card-content.ts';
import { CommandWorld } from '../../support/command-world.ts';
import { caller, owner, researcher } from '../../support/machine-samples.ts';

const count = 120;

describe('a list of people that is too long for a card', () => {
  let world: CommandWorld;
  const by = {
    owner: caller(owner, { oncology: 'owner' }),
    researcher: caller(researcher, { oncology: 'member' }),
  };

  beforeEach(async () => {
    world = await CommandWorld.start();
    for (let index = 0; index < count - 2; index += 1)
      world.machines.directory.member('group-oncology', `Person ${index}`);
    await world.machines.workspaces.amend('oncology', {
      members: { training: { name: 'training', validMonths: 12 } },
    });
  });

  afterEach(async () => await world.stop());

  async function formOf(name: string, given: Record<string, string> = {}): Promise<Json> {
    const { card } = await world.answer(by.owner, name, { workspace: 'oncology', ...given });
    return JSON.parse(JSON.stringify(card)) as Json;
  }

  const dataIn = (form: Json, id: string) => [...parts(form)].find((part) => part.id === id)?.['choices.data'];

  it('says so, and is searched in by the card', async () => {
    const table: [action: string, field: string, given: Record<string, string>, says: RegExp][] = [
      ['member.remove', 'people', {}, /some of 120 people.*"remove" and the name/],
      ['machine.assign', 'whom', { machine: 'onc-r' }, /some of 120 people.*"assign onc-r to" and the name/],
      ['member.training', 'person', {}, /some of 120 people.*"training of", the name and the day/],
    ];
    for (const [action, field, given, says] of table) {
      const form = await formOf(action, given);
      assert.deepEqual(dataIn(form, field), { type: 'Data.Query', dataset: 'members/oncology' }, action);
      assert.match(cardText(form), says);
      assert.doesNotMatch(JSON.stringify(form), /already/);
      assert.ok(JSON.stringify(form).length < 20_000, action);
    }
  });

  it('is whole, and searched in by nobody, where all fit', async () => {
    const { memberships } = world.machines.directory;
    memberships.set('group-oncology', new Set([...memberships.get('group-oncology')!].slice(0, 5)));
    for (const [action, field] of [
      ['member.remove', 'people'],
      ['machine.assign', 'whom'],
      ['member.training', 'person'],
    ] as const) {
      const form = await formOf(action, action === 'machine.assign' ? { machine: 'onc-r' } : {});
      assert.equal(dataIn(form, field), undefined, action);
      assert.doesNotMatch(cardText(form), /some of/);
    }
  });

  it('shows whose the machine is, wherever they stand among many', async () => {
    const last = `Person ${count - 3}`;
    await world.answer(by.owner, 'machine.assign', { machine: 'onc-r', person: last });
    const field = [...parts(await formOf('machine.assign', { machine: 'onc-r' }))].find(({ id }) => id === 'whom');
    assert.ok(field);
    assert.equal(field.value, last);
    assert.ok((field.choices as Json[]).some(({ value }) => value === last));
  });

  it('offers those who are called so to whoever manages them, and nobody to others', async () => {
    const nameables = new Nameables(world.machines);
    const found = async (text: string, who = by.owner) =>
      (await nameables.members(who, 'oncology', text)).map(({ name }) => name);

    assert.deepEqual(await found('PERS 117'), ['Person 117']);
    assert.equal((await found('')).length, 15);
    assert.deepEqual(await found('nobody'), []);
    assert.deepEqual(await found('person', by.researcher), []);
    assert.deepEqual(await nameables.members(by.owner, 'genomics', 'person'), []);
  });
});
