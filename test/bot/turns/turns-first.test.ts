import assert from 'node:assert/strict';
import { TurnsFirst } from '../../../bot/turns/turns-first.ts';
import { SystemClock } from '../../../services/time/clock.ts';

describe('turns first', () => {
  const clock = new SystemClock();

  function begunBy(turns: TurnsFirst): Promise<string> {
    const { promise, resolve } = Promise.withResolvers<string>();
    turns.clock(clock).schedule(clock.now(), async () => resolve('begun'));
    return promise;
  }

  it('lets what is due begin at once where nobody waits for an answer', async () => {
    assert.equal(await begunBy(new TurnsFirst()), 'begun');
  });

  it('lets it begin after the last turn that is being answered', async () => {
    const turns = new TurnsFirst();
    const [first, second] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const order: string[] = [];
    const answered = [first, second].map(({ promise }) => turns.turn(() => promise).then(() => order.push('answered')));
    const begun = begunBy(turns).then(() => order.push('begun'));

    first.resolve();
    await answered[0];
    second.resolve();
    await Promise.all([...answered, begun]);

    assert.deepEqual(order, ['answered', 'answered', 'begun']);
  });

  it('lets it begin after a second all the same, and after a turn that failed', async () => {
    const turns = new TurnsFirst();
    const endless = Promise.withResolvers<void>();
    const turn = turns.turn(() => endless.promise);
    assert.equal(await begunBy(turns), 'begun');

    endless.reject(new Error('It failed.'));
    await assert.rejects(turn);
    assert.equal(await begunBy(turns), 'begun');
  });
});
