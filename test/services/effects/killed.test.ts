import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type QueueServer, startAzurite } from './world/azurite.ts';
import { Processes } from './world/processes.ts';

/** In this order the document is made, the lease is taken, the handler begins and ends, and the result is written. */
const steps = ['create', 'write-1', 'handle', 'told', 'write-2'];

describe('Effects of processes that are killed', function () {
  this.timeout(60_000);
  let azurite: QueueServer;
  let worlds: Processes[];

  before(async function startQueues() {
    this.timeout(90_000);
    azurite = await startAzurite();
  });

  // Undefined where it did not start.
  after(() => azurite?.stop());

  beforeEach(() => {
    worlds = [];
  });

  afterEach(() => Promise.all(worlds.map((world) => world.end())));

  const newWorld = () => {
    const world = new Processes(azurite);
    worlds.push(world);
    return world;
  };

  it('are carried out by another process, whatever the first was doing', async () => {
    const outcomes = await Promise.all(
      steps.map(async (step) => {
        const world = newWorld();
        const [, signal] = await once(world.start({ TICKETS: '1', DIE_AT: step }), 'exit');
        assert.equal(signal, 'SIGKILL', step);
        world.start({});
        const [ticket] = await world.closed(1);
        const entries = ticket?.history.map(({ what }) => what);
        return [step, entries, ticket?.effects, ticket?.deadLetters, ticket?.lease, world.told()];
      }),
    );

    assert.deepEqual(
      outcomes,
      steps.map((step) => [step, ['open', 'told'], [], [], undefined, 1]),
    );
  });

  it('do not exist when the process is killed before its write, and the command can be given again', async () => {
    const world = newWorld();
    await once(world.start({ TICKETS: '1', DIE_AT: 'put' }), 'exit');

    world.start({ TICKETS: '1' });
    const [ticket] = await world.closed(1);

    assert.deepEqual(
      ticket?.history.map(({ what }) => what),
      ['open', 'told'],
    );
    assert.equal(world.told(), 1);
  });

  it('are all carried out once when two processes share the work and one is killed in the middle', async () => {
    const world = newWorld();
    const first = world.start({ TICKETS: '40', PREFIX: 'one', DIE_AT: 'write-50' });
    world.start({ TICKETS: '40', PREFIX: 'two' });
    await once(first, 'exit');

    world.start({ TICKETS: '40', PREFIX: 'one' });
    const tickets = await world.closed(80);

    assert.equal(world.told(), 80);
    assert.ok(tickets.every(({ history }) => history.map(({ what }) => what).join() === 'open,told'));
  });
});
