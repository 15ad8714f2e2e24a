import assert from 'node:assert/strict';
import { PostedCards } from '../../services/posted-cards.ts';
import { MemoryStore } from './effects/world/memory-store.ts';
import { SimulatedClock } from './effects/world/simulated-clock.ts';

describe('PostedCards', () => {
  const day = 86_400;
  let clock: SimulatedClock;
  let cards: PostedCards;

  beforeEach(() => {
    clock = new SimulatedClock();
    cards = new PostedCards(new MemoryStore(clock), clock);
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

  it('forget after a month', async () => {
    await cards.remember('start-1', '1');

    await clock.advance(29 * day);
    assert.equal(await cards.find('start-1'), '1');
    await clock.advance(2 * day);
    assert.equal(await cards.find('start-1'), undefined);
  });
});
