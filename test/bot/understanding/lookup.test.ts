import assert from 'node:assert/strict';
import { type Action, defineAction, type Inputs } from '../../../bot/actions/action.ts';
import { request, use } from '../../../bot/actions/requests/inputs.ts';
import { Lookup } from '../../../bot/understanding/lookup.ts';
import { Nameables } from '../../../bot/understanding/nameables.ts';
import { caller, owner, researcher, workspace } from '../../support/machine-samples.ts';
import { MachineWorld } from '../../support/machine-world.ts';

const member = caller(researcher, { oncology: 'member', genomics: 'member' });
const head = caller(owner, { oncology: 'owner' });
const outsider = caller({ aadObjectId: 'outsider', name: 'Outsider' });

function action(inputs: Inputs, of: Action['workspace'] = 'needed'): Action {
  const card = { type: 'AdaptiveCard' } as never;
  return defineAction({
    name: 'audit.show',
    summary: 'Look',
    phrases: [],
    workspace: of,
    inputs,
    run: async () => ({ card }),
  });
}

const person = { kind: 'person', ask: 'Who?', label: 'Person' } as const;
const people = { kind: 'people', ask: 'Who?', label: 'People' } as const;

describe('looking up what was given', () => {
  let world: MachineWorld;
  let lookup: Lookup;

  beforeEach(async () => {
    world = await MachineWorld.start();
    lookup = new Lookup(world, new Nameables(world));
  });
  afterEach(() => world.stop());

  const look = async (inputs: Inputs, given: Record<string, string>, who = member, current?: string, near?: string) => {
    const workspaces = await world.workspaces.list(who);
    const said = { action: action(inputs), given, caller: who, ...(near && { near: { input: near } }) };
    return await lookup.look(
      said,
      workspaces,
      workspaces.find(({ id }) => id === current),
    );
  };

  it('leads from a request to its workspace, whatever the conversation is about', async () => {
    const found = await look({ request }, { request: 'Oncology 42' }, member, 'genomics');

    assert.ok(found.kind === 'found');
    assert.equal(found.values.request, 'oncology-42');
    assert.equal(found.workspace?.id, 'oncology');
  });

  it('keeps a number alone until its workspace is known', async () => {
    const alone = await look({ request }, { request: '#42' });
    const placed = await look({ request }, { request: '#42', workspace: 'Genomics' });

    assert.ok(alone.kind === 'found' && alone.workspace === undefined && alone.values.request === '#42');
    assert.ok(placed.kind === 'found' && placed.values.request === 'genomics-42');
    await assert.rejects(
      lookup.look({ action: action({ request }, 'none'), given: { request: '42' }, caller: member }, [], undefined),
      {
        code: 'not-found',
      },
    );
  });

  it('asks a near name back, and one that was only meant', async () => {
    const near = await look({ request }, { request: 'oncolgy-42' });
    const meant = await look({ request }, { request: 'oncology-42' }, member, undefined, 'request');

    for (const outcome of [near, meant]) {
      assert.ok(outcome.kind === 'near');
      assert.deepEqual(
        [outcome.input, outcome.meant.value, outcome.meant.name],
        ['request', 'oncology-42', 'oncology-42'],
      );
    }
  });

  it('tells somebody outside nothing of a workspace’s requests', async () => {
    const refused = async (name: string) =>
      await look({ request }, { request: name }, outsider).then(
        () => assert.fail('It was found.'),
        ({ message }: Error) => message.replace(name, '…'),
      );

    assert.equal(await refused('oncology-1'), await refused('atlantis-1'));
  });

  it('knows people by name, by id and as "me", and asks the directory for names alone', async () => {
    const before = world.directory.asked;
    const me = await look({ person }, { person: 'me' });
    const id = await look({ person }, { person: owner.aadObjectId });
    assert.equal(world.directory.asked, before);
    const named = await look(
      { person },
      { person: owner.aadObjectId.slice(0, 8).toUpperCase() },
      head,
      'oncology',
    ).catch(({ code }: { code: string }) => code);

    assert.ok(me.kind === 'found' && me.values.person === researcher.aadObjectId);
    assert.ok(id.kind === 'found' && id.values.person === owner.aadObjectId);
    assert.equal(named, 'not-found');
    assert.ok(world.directory.asked > before);
  });

  it('asks which of several people is meant', async () => {
    for (const name of ['Ann Quist', 'Bea Quist']) world.directory.member('group-oncology', name);

    const one = await look({ person }, { person: 'Quist' }, member, 'oncology');
    const both = await look({ people }, { people: 'Ann Quist and me' }, member, 'oncology');

    assert.ok(one.kind === 'several');
    assert.deepEqual(
      one.people.map(({ name }) => name),
      ['Ann Quist', 'Bea Quist'],
    );
    assert.ok(both.kind === 'found' && both.values.people === `Ann Quist, ${researcher.aadObjectId}`);
    await assert.rejects(look({ people }, { people: 'Quist' }, member, 'oncology'), { code: 'invalid' });
  });

  it('takes no choice that is none', async () => {
    const found = await look({ use }, { use: 'constructor' }, member, 'oncology');
    const said = await look({ use }, { use: 'to download' }, member, 'oncology');

    assert.ok(found.kind === 'found' && !Object.hasOwn(found.values, 'use'));
    assert.ok(said.kind === 'found' && said.values.use === 'download');
  });

  it('tells an answer from another command', async () => {
    const fits = async (kind: 'request' | 'person', said: string) =>
      await lookup.fits(member, { kind, ask: 'Which?', label: 'Which' }, said, workspace().id);

    assert.deepEqual(await Promise.all(['oncology-42', '42', 'onc 7'].map((said) => fits('request', said))), [
      true,
      true,
      true,
    ]);
    assert.deepEqual(
      await Promise.all(['my requests', 'cardiology-7', 'because of table 2'].map((said) => fits('request', said))),
      [false, false, false],
    );
    assert.deepEqual(await Promise.all(['me', 'my requests'].map((said) => fits('person', said))), [true, false]);
  });
});
