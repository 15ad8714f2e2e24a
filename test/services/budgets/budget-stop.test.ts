import assert from 'node:assert/strict';
import { type Budget, budget, budgetNews } from '../../../services/budgets/budget.ts';
import { WorkspaceError } from '../../../services/errors.ts';
import { admin, caller, workspace } from '../../support/machine-samples.ts';
import { MachineWorld } from '../../support/machine-world.ts';
import { spending } from './budget-standings.ts';

const oncology = workspace();
const chief = caller(admin, {}, { admin: true });
const unavailable = () => new WorkspaceError('unavailable', 'Azure does not answer. Try again in a minute.');

describe('The stop of a workspace without money', () => {
  let world: MachineWorld;
  let told: string[];
  let keys = 0;

  beforeEach(async () => {
    world = await MachineWorld.start();
    world.directory.member('admins', admin.aadObjectId);
    told = [];
    world.hear(budget, budgetNews, ({ kind, data }, { stop }) => {
      const states = stop?.machines.map(({ machine, state }) => `${machine} ${state}`).join(', ');
      told.push(`${kind.slice(7)} ${data.as}: ${states}`);
    });
    for (let index = 1; index <= 8; index += 1) world.azure.add('rg-oncology', `onc-${index}`, 'Started');
  });
  afterEach(() => world.stop());

  const command = () => ({ key: `${++keys}`, via: 'chat' }) as const;

  /** Sets a budget that is used up already. */
  async function deplete(): Promise<void> {
    await world.store.create(spending({ billed: 100, at: world.clock.now() }));
    await world.budgets.set(chief, oncology, { amount: '100', currency: 'EUR' }, command());
  }

  const settled = async (seconds = 60): Promise<Budget> => {
    await world.clock.advance(seconds);
    return (await world.budgets.of('oncology'))!;
  };
  const running = () =>
    [...Array(8).keys()].filter((at) => world.azure.state('rg-oncology', `onc-${at + 1}`) !== 'Stopped');

  it('stops all of them at the same time, and ends when Azure says that each is deallocated', async () => {
    await deplete();
    const { state, stop } = await settled();

    assert.deepEqual(running(), []);
    assert.equal(world.azure.state('rg-genomics', 'gen-python'), 'Started');
    assert.equal(state, 'depleted');
    assert.deepEqual(new Set(stop?.machines.map((machine) => machine.state)), new Set(['stopped']));
    assert.equal(stop?.machines.length, 10);
    assert.equal(world.azure.count('stop'), 9);
    assert.ok(Date.parse(stop!.endedAt!) - Date.parse(stop!.startedAt) < 15_000);
  });

  it('shows everybody how it goes, and in the end that everything is stopped', async () => {
    await deplete();
    await settled();

    const cards = told.filter((line) => line.startsWith('stopcard member'));
    assert.match(cards[0]!, /onc-1 stopping/);
    assert.doesNotMatch(cards.at(-1)!, /stopping|waiting|failed/);
    assert.ok(told.some((line) => line.startsWith('stopcard owner')));
  });

  it('deallocates what was stopped from inside, and counts what was deleted meanwhile', async () => {
    world.azure.add('rg-oncology', 'onc-1', 'Stopped', { allocated: true });
    const get = world.azure.get.bind(world.azure);
    world.azure.get = async (group, name) => (name === 'onc-2' ? undefined : await get(group, name));
    await deplete();
    await settled(4);

    assert.ok(world.azure.calls.includes('stop onc-1'));
    world.azure.add('rg-oncology', 'onc-1', 'Stopped', { allocated: false });
    assert.equal((await settled()).state, 'depleted');
    assert.ok(!world.azure.calls.includes('stop onc-2'));
  });

  it('tries again what Azure throttles, refuses or breaks off', async () => {
    world.azure.fail(
      'stop',
      new WorkspaceError('throttled', 'Azure is busy.', { retryAfterSeconds: 20 }),
      unavailable(),
    );
    world.azure.fail('get', unavailable(), new WorkspaceError('refused', 'Labdesk may not do that.'));
    world.azure.outcome = new WorkspaceError('conflict', 'Another operation is under way.');
    await deplete();

    assert.equal((await settled(180)).state, 'depleted');
    assert.deepEqual(running(), []);
  });

  it('waits for what is just being started, and stops it then', async () => {
    world.azure.add('rg-oncology', 'onc-1', 'Stopped');
    world.azure.pollsNeeded = 6;
    await world.machines.start(chief, oncology, 'onc-1', {
      ...command(),
      follower: { conversationId: 'a:admin', serviceUrl: 'https://smba.example/emea/' },
    });
    await world.clock.advance(1);
    await deplete();
    const { stop } = await settled(3);
    assert.equal(stop?.machines.find(({ machine }) => machine === 'onc-1')?.state, 'waiting');

    assert.equal((await settled(300)).state, 'depleted');
    assert.equal(world.azure.state('rg-oncology', 'onc-1'), 'Stopped');
  });

  it('tells the admins after half an hour what still runs, once, and goes on trying', async () => {
    world.azure.add('rg-oncology', 'onc-3', 'Started', { allocated: true });
    const begin = world.azure.begin.bind(world.azure);
    let isStuck = true;
    world.azure.begin = async (verb, group, name) => {
      if (isStuck && name === 'onc-3') throw new WorkspaceError('refused', 'A lock forbids it. Ask an admin.');
      return await begin(verb, group, name);
    };
    await deplete();
    assert.equal((await settled(29 * 60)).stop?.escalatedAt, undefined);

    const { state, stop } = await settled(180);
    assert.equal(state, 'stopping');
    const late = stop?.machines.filter((machine) => machine.state !== 'stopped');
    assert.deepEqual(late, [{ machine: 'onc-3', state: 'failed', problem: 'A lock forbids it. Ask an admin.' }]);
    await settled(600);
    assert.equal(told.filter((line) => line.startsWith('escalate')).length, 1);

    isStuck = false;
    world.azure.add('rg-oncology', 'onc-3', 'Started');
    assert.equal((await settled(180)).state, 'depleted');
  });

  it('escalates also where Azure does not say what there is, and forgets nothing', async () => {
    const list = world.azure.list.bind(world.azure);
    world.azure.list = async () => {
      throw unavailable();
    };
    await deplete();
    const { state, stop } = await settled(32 * 60);
    assert.deepEqual([state, stop?.escalatedAt === undefined], ['stopping', false]);

    world.azure.list = list;
    assert.equal((await settled(180)).state, 'depleted');
    assert.deepEqual(running(), []);
  });

  it('ends where it is when there is money again', async () => {
    world.azure.pollsNeeded = 1000;
    await deplete();
    await settled(5);
    const raised = await world.budgets.set(chief, oncology, { amount: '500' }, command());

    assert.equal(raised.state, 'open');
    assert.ok(raised.stop?.endedAt);
    const asked = world.azure.count('stop');
    await settled(600);
    assert.equal(world.azure.count('stop'), asked);
  });

  it('begins again, quietly where nothing ran after all, when something is seen to run', async () => {
    await deplete();
    await settled();
    const seen = async (name: string) => {
      const figures = spending({ billed: 101, running: [name], at: world.clock.now() });
      await world.budgets.assess(oncology, figures);
      told.length = 0;
      return await settled();
    };
    assert.equal((await seen('onc-1')).stop?.number, 2);
    assert.equal(told.length, 0);

    world.azure.add('rg-oncology', 'onc-1', 'Started');
    assert.equal((await seen('onc-1')).stop?.number, 3);
    assert.ok(told.some((line) => line.startsWith('stopcard')));
    assert.equal(world.azure.state('rg-oncology', 'onc-1'), 'Stopped');
  });
});
