import assert from 'node:assert/strict';
import { WorkspaceError } from '../../../services/errors.ts';
import { isUnderWay, usualSeconds } from '../../../services/machines/machine-record.ts';
import { caller, owner, record, researcher, workspace } from '../../support/machine-samples.ts';
import { command, MachineWorld } from '../../support/machine-world.ts';

const oncology = workspace();
const member = caller(researcher, { oncology: 'member' });
const head = caller(owner, { oncology: 'owner' });
const busy = () => new WorkspaceError('busy', 'Azure is still busy with an earlier change. Try again in a minute.');
const down = () => new WorkspaceError('unavailable', 'Azure does not answer as it should right now.');
const full = () => new WorkspaceError('capacity', 'Azure has no free machine of this size right now.');

describe('MachineOperations', () => {
  let world: MachineWorld;

  beforeEach(async () => {
    world = await MachineWorld.start();
  });
  afterEach(() => world.stop());

  const start = () => world.machines.start(member, oncology, 'onc-r', command('1'));
  const told = (kind: string) => world.told.filter((one) => one.kind === kind).map(({ follower }) => follower);

  it('begin in Azure once, ask until it has ended, and tell the card', async () => {
    await start();
    const ended = await world.settle('onc-r');

    assert.equal(ended?.state, 'succeeded');
    assert.equal(world.azure.count('start'), 1);
    assert.equal(world.azure.count('poll'), 2);
    assert.deepEqual([told('card.progress'), told('card.outcome')], [['1'], ['1']]);
    assert.deepEqual(
      ended?.history.map(({ what, to }) => [what, to]),
      [
        ['machine.start', 'requested'],
        ['machine.begun', 'running'],
        ['machine.succeeded', 'succeeded'],
      ],
    );
    assert.equal((await world.machines.get(member, oncology, 'onc-r')).state, 'Started');
  });

  it('keep no poller and no effects once they have ended', async () => {
    await start();
    const ended = await world.settle('onc-r');

    assert.equal(ended?.operation?.poller, undefined);
    assert.deepEqual([ended?.effects, ended?.deadLetters], [[], []]);
  });

  it('tell everybody who follows, and a line besides where it took more than a minute', async () => {
    world.azure.pollsNeeded = 20;
    await start();
    await world.machines.start(head, oncology, 'onc-r', command('2'));
    await world.settle('onc-r', 200);

    assert.deepEqual(told('card.outcome'), ['1', '2']);
    assert.deepEqual(told('line.outcome'), ['1', '2']);
  });

  it('tell no line where it was quick', async () => {
    await start();
    await world.settle('onc-r');

    assert.deepEqual(told('line.outcome'), []);
  });

  it('remember how long the last ones took', async () => {
    await start();
    await world.settle('onc-r');
    await world.machines.stop(member, oncology, 'onc-r', command('2'));
    const { took } = (await world.settle('onc-r'))!;

    const [seconds = 0] = took.start ?? [];
    assert.ok(seconds >= 2 && seconds <= 15, `${seconds} s`);
    assert.equal(took.stop?.length, 1);
    assert.equal(usualSeconds(record({ took: { start: [10, 300, 20] } }), 'start'), 20);
    assert.equal(usualSeconds(undefined, 'start'), undefined);
  });

  it('end with what Azure says went wrong, and let the next one come', async () => {
    world.azure.outcome = full();
    await start();
    const failed = await world.settle('onc-r');

    assert.equal(failed?.state, 'failed');
    const { support, ...failure } = failed?.operation?.failure ?? {};
    assert.deepEqual(failure, { code: 'capacity', message: 'Azure has no free machine of this size right now.' });
    assert.match(support ?? '', /^\w{3}-\w{3}$/);
    assert.equal(failed?.history.at(-1)?.why, failed?.operation?.failure?.message);
    assert.deepEqual(told('card.outcome'), ['1']);
    const again = await world.machines.start(member, oncology, 'onc-r', command('2'));
    assert.equal(again.outcome, 'begun');
    assert.equal((await world.settle('onc-r'))?.state, 'succeeded');
  });

  it('end at once where Azure refuses, and not where that may pass', async () => {
    world.azure.fail('start', full());
    await start();
    assert.equal((await world.settle('onc-r', 1))?.state, 'failed');

    world.azure.fail('start', down(), down());
    await world.machines.start(member, oncology, 'onc-r', command('2'));
    const ended = await world.settle('onc-r', 120);
    assert.equal(ended?.state, 'succeeded');
    assert.equal(world.azure.count('start'), 4);
  });

  it('take "busy" for their own first attempt where that may have arrived', async () => {
    world.azure.fail('start', new WorkspaceError('timeout', 'Azure took too long to answer.'), busy());
    await start();
    const ended = await world.settle('onc-r', 120);

    assert.equal(ended?.state, 'succeeded');
  });

  it('go on asking where Azure does not answer a while', async () => {
    world.azure.fail('poll', down(), down(), down());
    await start();

    assert.equal((await world.settle('onc-r', 120))?.state, 'succeeded');
  });

  it('look at the machine where Azure has forgotten the operation', async () => {
    const forgotten = () => new WorkspaceError('not-found', 'Azure no longer knows this. Look at the list again.');
    world.azure.fail('poll', forgotten());
    await start();
    assert.equal((await world.settle('onc-r'))?.state, 'succeeded', 'still starting, so it is asked again');

    world.azure.fail('poll', ...Array.from({ length: 50 }, forgotten));
    await world.machines.stop(member, oncology, 'onc-r', command('2'));
    await world.settle('onc-r', 3);
    world.azure.add('rg-oncology', 'onc-r', 'Stopped');

    assert.equal((await world.settle('onc-r'))?.state, 'succeeded', 'stopped, although no operation says so');
  });

  it('give up after a quarter of an hour, in words that say what to do', async () => {
    world.azure.pollsNeeded = Number.POSITIVE_INFINITY;
    await start();
    assert.equal(isUnderWay(await world.settle('onc-r', 14 * 60)), true);
    const ended = await world.settle('onc-r', 2 * 60);

    assert.equal(ended?.state, 'failed');
    assert.equal(ended?.operation?.failure?.code, 'timeout');
    assert.match(ended?.operation?.failure?.message ?? '', /15 minutes\. Look at onc-r again in a while/);
    assert.deepEqual(told('card.outcome'), ['1']);
  });

  it('give up after a quarter of an hour where Azure never takes it', async () => {
    world.azure.fail('start', ...Array.from({ length: 500 }, down));
    await start();
    const ended = await world.settle('onc-r', 20 * 60);

    assert.equal(ended?.state, 'failed');
    assert.equal(ended?.operation?.failure?.code, 'timeout');
    assert.equal(world.azure.state('rg-oncology', 'onc-r'), 'Stopped');
  });

  it('forget who was connected when the machine stops', async () => {
    const { token } = await world.connections.open(member, oncology, 'onc-python', { key: 'c', via: 'chat' });
    await world.connections.use(token);
    await world.clock.advance(1);
    assert.equal((await world.record('onc-python'))?.connections.length, 1);

    await world.machines.stop(member, oncology, 'onc-python', command('2'));

    assert.equal((await world.settle('onc-python'))?.connections.length, 0);
  });
});
