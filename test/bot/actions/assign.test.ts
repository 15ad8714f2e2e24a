import assert from 'node:assert/strict';
import { machineListCard } from '../../../cards/machines/list.ts';
import { type MachineRecord, machineRecord } from '../../../services/machines/machine-record.ts';
import { cardText } from '../../support/card-content.ts';
import { CommandWorld } from '../../support/command-world.ts';
import { caller, owner, researcher, workspace } from '../../support/machine-samples.ts';

const oncology = workspace();

describe('a machine that is given to somebody', () => {
  let world: CommandWorld;
  let told: string[];
  const by = {
    owner: caller(owner, { oncology: 'owner', genomics: 'owner' }),
    researcher: caller(researcher, { oncology: 'member', genomics: 'member' }),
  };

  beforeEach(async () => {
    world = await CommandWorld.start();
    told = [];
    world.machines.effects.register<MachineRecord>(machineRecord, 'assign.tell', {
      handle: async ({ data }) => {
        told.push(`${data.to}`);
        return { done: true };
      },
    });
  });

  afterEach(async () => await world.stop());

  it('says whose it is, on its card and in the list, and its person is told once', async () => {
    const given = { machine: 'onc-r', person: researcher.aadObjectId };
    const { card } = await world.answer(by.owner, 'machine.assign', given);
    await world.answer(by.owner, 'machine.assign', given);
    await world.machines.clock.advance(5);

    assert.match(cardText(card), /Belongs to/);
    assert.deepEqual(told, [researcher.aadObjectId]);
    const machines = await world.machines.machines.list(by.researcher, oncology);
    assert.match(cardText(machineListCard(oncology, machines)), /for 3211c93b/);
  });

  it('is meant where its person names none, and nobody else’s word means it', async () => {
    await world.answer(by.owner, 'machine.assign', { machine: 'onc-r', person: researcher.aadObjectId });
    const { card } = await world.answer(by.researcher, 'machine.start', {}, { currentWorkspace: 'oncology' });

    assert.match(cardText(card), /onc-r is starting/);
    assert.equal((await world.run(by.owner, 'machine.start', {}, { currentWorkspace: 'oncology' })).kind, 'asked');
    assert.equal((await world.run(by.researcher, 'machine.start', {}, { via: 'card' })).kind, 'asked');
  });

  it('goes to nobody who is not in the workspace, and to nobody by a member’s word', async () => {
    const outside = { machine: 'onc-r', person: '97d48953-b00a-4ea6-86c6-44732221397c' };
    await assert.rejects(world.run(by.owner, 'machine.assign', outside), {
      code: 'not-found',
      message: /Add them first/,
    });
    const own = { machine: 'onc-r', person: researcher.aadObjectId };
    await assert.rejects(world.run(by.researcher, 'machine.assign', own), { code: 'forbidden' });
    assert.equal((await world.machines.record('onc-r'))?.assignee, undefined);
  });

  it('is asked about where nobody is named, and can be nobody’s again', async () => {
    await world.answer(by.owner, 'machine.assign', { machine: 'onc-r', person: researcher.aadObjectId });
    const { card } = await world.answer(by.owner, 'machine.assign', { machine: 'onc-r' });
    assert.match(JSON.stringify(card), /Who gets onc-r\?.*nobody/);
    await world.answer(by.owner, 'machine.assign', { machine: 'onc-r', whom: 'nobody' }, { via: 'card' });

    assert.equal((await world.machines.record('onc-r'))?.assignee, undefined);
    // What Azure is asked to do keeps nobody from it.
    await world.answer(by.researcher, 'machine.start', { machine: 'onc-r' });
  });
});
