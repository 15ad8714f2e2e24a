import assert from 'node:assert/strict';
import { WorkspaceError } from '../../../services/errors.ts';
import { admin, caller, owner, researcher, workspace } from '../../support/machine-samples.ts';
import { command, MachineWorld } from '../../support/machine-world.ts';

const oncology = workspace();
const member = caller(researcher, { oncology: 'member', genomics: 'member' });
const head = caller(owner, { oncology: 'owner' });

describe('Machines', () => {
  let world: MachineWorld;

  beforeEach(async () => {
    world = await MachineWorld.start();
  });
  afterEach(() => world.stop());

  const names = async () => (await world.machines.list(member, oncology)).map(({ name }) => name);

  it('list those of one workspace by name, with one call for all workspaces', async () => {
    world.azure.add('rg-oncology', 'onc-10', 'Stopped');
    world.azure.add('rg-oncology', 'onc-9', 'Stopped');

    assert.deepEqual(await names(), ['onc-9', 'onc-10', 'onc-python', 'onc-r']);
    assert.equal((await world.machines.list(member, workspace('genomics')))[0]?.name, 'gen-python');
    assert.deepEqual(world.azure.calls, ['list']);
  });

  it('ask Azure again after fifteen seconds, and once for all who ask at the same time', async () => {
    await Promise.all([names(), names(), world.machines.get(member, oncology, 'onc-r')]);
    await world.clock.advance(14);
    await names();
    assert.equal(world.azure.count('list'), 1);

    await world.clock.advance(1);
    await Promise.all([names(), names()]);
    assert.equal(world.azure.count('list'), 2);
  });

  it('ask again a second after Azure did not answer', async () => {
    world.azure.fail('list', new WorkspaceError('unavailable', 'Azure does not answer.'));

    await assert.rejects(names(), { code: 'unavailable' });
    await world.clock.advance(1);
    assert.equal((await names()).length, 2);
  });

  it('are found however the name is spelt, and only in their workspace', async () => {
    assert.equal((await world.machines.get(member, oncology, 'ONC-R')).name, 'onc-r');
    await assert.rejects(world.machines.get(member, oncology, 'gen-python'), {
      code: 'not-found',
      message: 'Oncology has no machine "gen-python". Write "machines" to see those it has.',
    });
  });

  it('are nobody else’s business, and nothing is asked of Azure then', async () => {
    const outsider = caller(researcher, { genomics: 'owner' });
    const reviewer = caller(admin, {}, { reviewer: true });
    for (const [who, code] of [
      [outsider, 'not-found'],
      [reviewer, 'forbidden'],
    ] as const) {
      await assert.rejects(world.machines.list(who, oncology), { code });
      await assert.rejects(world.machines.get(who, oncology, 'onc-r'), { code });
      await assert.rejects(world.machines.start(who, oncology, 'onc-r', command('1')), { code });
      await assert.rejects(world.machines.stop(who, oncology, 'onc-python', command('2')), { code });
      await assert.rejects(world.machines.restart(who, oncology, 'onc-python', command('3')), { code });
    }
    assert.deepEqual(world.azure.calls, []);
    assert.equal(await world.record('onc-r'), undefined);
  });

  it('start: at once on record and shown as starting, before Azure has heard of it', async () => {
    const { outcome, machine } = await world.machines.start(member, oncology, 'ONC-R', command('1'));

    assert.equal(outcome, 'begun');
    assert.deepEqual([machine.name, machine.state, machine.version], ['onc-r', 'Starting', 1]);
    const record = await world.record('onc-r');
    assert.deepEqual(record?.history[0]?.by, { ...researcher, roles: ['member'] });
    assert.equal((await world.machines.get(member, oncology, 'onc-r')).state, 'Starting');
  });

  it('are left alone where they are there already, and so is the record', async () => {
    const started = await world.machines.start(member, oncology, 'onc-python', command('1'));
    const stopped = await world.machines.stop(member, oncology, 'onc-r', command('2'));

    assert.deepEqual([started.outcome, stopped.outcome], ['already', 'already']);
    assert.equal(await world.record('onc-r'), undefined);
    await world.settle('onc-r');
    assert.equal(world.azure.count('start') + world.azure.count('stop'), 0);
  });

  it('answer the same command again with the same operation', async () => {
    await world.machines.start(member, oncology, 'onc-r', command('1'));
    const again = await world.machines.start(member, oncology, 'onc-r', command('1'));
    await world.settle('onc-r');

    assert.equal(again.machine.version, 1);
    assert.equal(world.azure.count('start'), 1);
    assert.equal((await world.record('onc-r'))?.operation?.followers.length, 1);
  });

  it('let a second person join the same operation and refuse another one meanwhile', async () => {
    await world.machines.start(member, oncology, 'onc-r', command('1'));
    const joined = await world.machines.start(head, oncology, 'onc-r', command('2'));

    assert.equal(joined.outcome, 'joined');
    await assert.rejects(world.machines.stop(head, oncology, 'onc-r', command('3')), {
      code: 'busy',
      message: 'onc-r is starting right now. Wait until it is done, then try again.',
    });
    const { operation } = (await world.settle('onc-r'))!;
    assert.deepEqual(
      operation?.followers.map(({ person }) => person.name),
      ['Researcher', 'Owner'],
    );
    assert.equal(world.azure.count('start'), 1);
  });

  it('begin one operation where eight people ask at once', async () => {
    const asked = Promise.all(
      Array.from({ length: 8 }, (_, index) => world.machines.start(member, oncology, 'onc-r', command(`${index}`))),
    );
    await world.settle('onc-r');
    const answers = await asked;

    assert.equal(answers.filter(({ outcome }) => outcome === 'begun').length, 1);
    assert.equal(world.azure.count('start'), 1);
  });

  it('refuse what an older card asks for', async () => {
    await world.machines.start(member, oncology, 'onc-r', command('1', { version: 0, via: 'card' }));
    await world.settle('onc-r');

    await assert.rejects(world.machines.stop(member, oncology, 'onc-r', command('2', { version: 0 })), {
      code: 'stale',
    });
    assert.equal((await world.machines.stop(member, oncology, 'onc-r', command('3', { version: 1 }))).outcome, 'begun');
  });

  it('are restarted only where they run', async () => {
    await assert.rejects(world.machines.restart(member, oncology, 'onc-r', command('1')), {
      code: 'conflict',
      message: 'onc-r does not run, so there is nothing to restart. Start it instead.',
    });
    assert.equal((await world.machines.restart(member, oncology, 'onc-python', command('2'))).outcome, 'begun');
  });

  it('know of nothing that is not there', async () => {
    await assert.rejects(world.machines.start(member, oncology, 'onc-x', command('1')), { code: 'not-found' });
    assert.equal(await world.record('onc-x'), undefined);
  });

  it('name a machine of a workspace only where one was heard of', async () => {
    assert.equal(world.machines.knownIn(oncology), undefined);
    await names();

    assert.equal(world.machines.knownIn(oncology), 'onc-r');
  });
});
