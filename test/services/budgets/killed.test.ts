import assert from 'node:assert/strict';
import { randomFrom } from '../effects/world/faults.ts';
import { spending } from './budget-standings.ts';
import { people, World } from './world/world.ts';

const names = Array.from({ length: 10 }, (_, index) => `onc-${index}`);

describe('A process that is killed between two of ten stops', () => {
  const { random } = Math;

  afterEach(() => {
    Math.random = random;
  });

  for (let last = 0; last <= 10; last += 1)
    it(`leaves the rest to another, when ${last} had been asked for`, async () => {
      Math.random = randomFrom(last);
      const world = await World.make(Math.random);
      for (const name of names) world.azure.put(name, 'Started');
      const begun: string[] = [];
      const begin = world.azure.begin.bind(world.azure);
      world.azure.begin = async (verb, group, name) => {
        if (begun.length === last) world.kill(0);
        begun.push(name);
        return await begin(verb, group, name);
      };
      world.start();
      await world.keep(spending({ billed: 1000, at: world.clock.now() }));
      world.set('1000');
      await world.steady.advance(10);
      world.start();
      await world.steady.advance(180);

      assert.deepEqual(world.azure.running, []);
      const { state, stop } = world.store.budget!;
      assert.deepEqual([state, stop?.number, stop?.machines.length], ['depleted', 1, 10]);
      assert.deepEqual([...new Set(begun)].sort(), names);
      // What Azure had been asked for when the process died is asked for again, since nobody knows whether it was heard.
      assert.ok(begun.length <= names.length + 10, `${begun.length}`);
      const warned = [...world.store.effects.values()].filter(({ kind }) => kind === 'budget.tell');
      assert.deepEqual(warned.map(({ data }) => data.to).sort(), [...people].sort());
    });
});

describe('A start that was let through while there was money', () => {
  const { random } = Math;

  afterEach(() => {
    Math.random = random;
  });

  it('is waited for and undone, where whoever was to carry it out is killed and another does so after the money is gone', async () => {
    Math.random = randomFrom(1);
    const world = await World.make(Math.random);
    world.azure.put('onc-3', 'Stopped');
    const begun: string[] = [];
    const begin = world.azure.begin.bind(world.azure);
    world.azure.begin = async (verb, group, name) => {
      begun.push(verb);
      if (begun.length === 1) {
        world.kill(0);
        await new Promise<never>(() => {});
      }
      return await begin(verb, group, name);
    };
    world.start();
    world.press(0, 'onc-3');
    await world.steady.advance(5);
    assert.deepEqual(begun, ['start']);
    world.start();
    await world.keep(spending({ billed: 1000, at: world.clock.now() }));
    world.set('1000');
    await world.steady.advance(1);
    assert.equal(world.store.budget?.state, 'stopping');
    await world.steady.advance(300);

    assert.deepEqual(begun, ['start', 'start', 'stop']);
    assert.deepEqual(world.azure.running, []);
    assert.equal(world.store.budget?.state, 'depleted');
  });
});
