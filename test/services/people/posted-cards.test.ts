import assert from 'node:assert/strict';
import { PostedCards } from '../../../services/people/posted-cards.ts';
import { MemoryStore } from '../effects/world/memory-store.ts';
import { SimulatedClock } from '../effects/world/simulated-clock.ts';

describe('PostedCards', () => {
  const day = 86_400;
  let clock: SimulatedClock;
  let store: MemoryStore;
  let cards: PostedCards;

  beforeEach(() => {
    clock = new SimulatedClock();
    store = new MemoryStore(clock);
    cards = new PostedCards(store, clock);
  });

  it('find where the card of a command stands, and know nothing of other commands', async () => {
    await cards.remember('start-1', '1700000000001');

    assert.equal(await cards.find('start-1'), '1700000000001');
    assert.equal(await cards.find('start-2'), undefined);
  });

  it('keep the first place, whoever posts again', async () => {
    await Promise.all(['1', '2', '3'].map((activityId) => cards.remember('start-1', activityId)));

    assert.equal(await cards.find('start-1'), '1');
  });

  it('let one of many begin, and tell what was begun from what stands', async () => {
    assert.equal((await cards.look('start-1')).state, 'none');

    const begun = await Promise.all(['1', '2', '3'].map(() => cards.begin('start-1')));

    assert.deepEqual(begun.sort(), [false, false, true]);
    assert.deepEqual(await cards.look('start-1'), { state: 'posting' });
    assert.equal(await cards.find('start-1'), undefined);
    await cards.remember('start-1', '7');
    assert.deepEqual(await cards.look('start-1'), { state: 'posted', activityId: '7' });
    assert.equal(await cards.begin('start-1'), false);
  });

  it('keep what another process has put on record since it was begun here', async () => {
    const others = new PostedCards(store, clock);
    for (const key of ['start-1', 'start-2']) await cards.begin(key);
    await others.remember('start-1', '1');
    await others.forget('start-2');

    for (const key of ['start-1', 'start-2']) await cards.remember(key, '2');

    assert.deepEqual([await cards.find('start-1'), await cards.find('start-2')], ['1', '2']);
  });

  it('let a card that does not stand be posted again', async () => {
    await cards.begin('start-1');
    await cards.forget('start-1');
    await cards.forget('start-1');

    assert.equal(await cards.begin('start-1'), true);
  });

  it('forget when nothing can change any more: after more than a year', async () => {
    await cards.remember('start-1', '1');

    await clock.advance(399 * day);
    assert.equal(await cards.find('start-1'), '1');
    await clock.advance(2 * day);
    assert.equal(await cards.find('start-1'), undefined);
  });
});
