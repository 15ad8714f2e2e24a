import assert from 'node:assert/strict';
import { WorkspaceError } from '../../../services/errors.ts';
import { money } from '../../../services/money/money.ts';
import { type StopAll, stopAll, stopAllAddress } from '../../../services/stop-alls/stop-all.ts';
import { admin, caller, owner, workspace } from '../../support/machine-samples.ts';
import { MachineWorld } from '../../support/machine-world.ts';

const chief = caller(admin, {}, { admin: true });
const place = { conversationId: 'a:admin', serviceUrl: 'https://smba.example/emea/', activityId: 'card' };

describe('StopAlls', () => {
  let world: MachineWorld;
  let shown: string[];
  let keys = 0;

  beforeEach(async () => {
    world = await MachineWorld.start();
    world.directory.member('admins', admin.aadObjectId);
    shown = [];
    world.hear(stopAll, ['stopall.show'], (_, { state, machines }) =>
      shown.push(`${state}: ${machines.map((one) => `${one.machine} ${one.state}`).join(', ')}`),
    );
  });
  afterEach(() => world.stop());

  const command = () => ({ key: `press-${++keys}`, via: 'card', place }) as const;
  const settled = async (id: string, seconds = 60): Promise<StopAll> => {
    await world.clock.advance(seconds);
    return (await world.changes.get(stopAll, stopAllAddress(id)))!;
  };
  const ordered = async (): Promise<string> => {
    const { order } = await world.stopAlls.plan(chief, undefined, { key: 'order', via: 'chat' });
    await world.stopAlls.confirm(chief, 'order', { ...command(), word: order.word });
    return 'order';
  };
  const states = ({ machines }: StopAll) => machines.map(({ machine, state }) => `${machine} ${state}`);

  it('names what runs before anything is stopped, and stops nothing for a wrong word', async () => {
    const { order, machines, more } = await world.stopAlls.plan(chief, undefined, { key: 'order', via: 'chat' });

    assert.deepEqual(machines.map(({ machine }) => machine).sort(), ['gen-python', 'onc-python']);
    assert.deepEqual([order.word, more], ['stop 2', 0]);
    await assert.rejects(
      world.stopAlls.confirm(chief, 'order', { ...command(), word: 'stop 3' }),
      (error) => error instanceof WorkspaceError && error.code === 'invalid' && /Type "stop 2"/.test(error.message),
    );
    assert.equal((await settled('order')).state, 'draft');
    assert.equal(world.azure.count('stop'), 0);
    await assert.rejects(
      world.stopAlls.plan(caller(owner, { oncology: 'owner' }), undefined, { key: 'other', via: 'chat' }),
      (error) => error instanceof WorkspaceError && error.code === 'forbidden',
    );
  });

  it('stops all of one workspace alone, and is confirmed by its name', async () => {
    const { order } = await world.stopAlls.plan(chief, workspace(), { key: 'order', via: 'chat' });
    assert.equal(order.word, 'Oncology');
    await world.stopAlls.confirm(chief, 'order', { ...command(), word: ' oncology ' });

    assert.deepEqual(states(await settled('order')), ['onc-python stopped']);
    assert.equal(world.azure.state('rg-genomics', 'gen-python'), 'Started');
  });

  it('shows how it goes until Azure says that each is deallocated, and names what failed', async () => {
    world.azure.add('rg-oncology', 'onc-locked', 'Started', { allocated: true });
    const begin = world.azure.begin.bind(world.azure);
    world.azure.begin = async (verb, group, name) => {
      if (name === 'onc-locked') throw new WorkspaceError('refused', 'A lock forbids it. Ask an admin.');
      return await begin(verb, group, name);
    };
    const id = await ordered();
    const early = await settled(id, 5);
    assert.equal(early.state, 'stopping');
    const over = await settled(id, 31 * 60);

    assert.equal(over.state, 'stopped');
    assert.deepEqual(states(over).sort(), ['gen-python stopped', 'onc-locked failed', 'onc-python stopped']);
    assert.equal(over.machines.find(({ state }) => state === 'failed')?.problem, 'A lock forbids it. Ask an admin.');
    assert.match(shown[0]!, /^stopping: .*python (stopping|stopped)/);
    assert.match(shown.at(-1)!, /^stopped: /);
  });

  it('starts exactly those again that it stopped, with the money that is there', async () => {
    const id = await ordered();
    assert.equal((await settled(id)).state, 'stopped');
    const set = { amount: '0.01', currency: 'EUR' };
    await world.budgets.set(chief, workspace('genomics'), set, { key: 'set', via: 'chat' });
    assert.ok(await world.budgets.alerted('genomics', money('5', 'EUR')));
    await world.stopAlls.startAgain(chief, id, command());
    await world.stopAlls.startAgain(chief, id, command());
    const over = await settled(id, 120);

    assert.equal(over.state, 'started');
    assert.deepEqual(states(over).sort(), ['gen-python refused', 'onc-python started']);
    assert.equal(world.azure.state('rg-oncology', 'onc-python'), 'Started');
    assert.equal(world.azure.state('rg-oncology', 'onc-r'), 'Stopped');
    assert.equal(world.azure.count('start'), 1);
  });

  it('has its orders in the ledger of each workspace', async () => {
    const id = await ordered();
    await settled(id);
    await world.stopAlls.startAgain(chief, id, command());
    await settled(id);

    for (const where of ['oncology', 'genomics']) {
      const { items } = await world.store.list({ partition: `ledger/${where}`, kind: 'ledger', limit: 100 });
      const text = JSON.stringify(items);
      for (const what of ['stopall.ordered', 'stopall.stopped', 'stopall.undone', 'stopall.started'])
        assert.ok(text.includes(what), `${where}: ${what}`);
    }
  });
});
