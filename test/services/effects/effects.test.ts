import assert from 'node:assert/strict';
import type { Effect } from '../../../services/change/aggregate.ts';
import type { EffectHandler } from '../../../services/effects/effect-handler.ts';
import { WorkspaceError } from '../../../services/errors.ts';
import { address, command, type Ticket, ticketType } from '../change/ticket.ts';
import { instance } from './world/instance.ts';
import { MemoryQueue } from './world/memory-queue.ts';
import { MemoryStore } from './world/memory-store.ts';
import { SimulatedClock } from './world/simulated-clock.ts';

const openAndTell = command('open', () => ({
  next: { title: 'x' },
  effects: [{ kind: 'tell', data: { to: 'owner' } }],
}));

describe('Effects', () => {
  let clock: SimulatedClock;
  let store: MemoryStore;
  let queue: MemoryQueue;
  let seen: Effect[];

  beforeEach(() => {
    clock = new SimulatedClock();
    store = new MemoryStore(clock);
    queue = new MemoryQueue(clock);
    seen = [];
  });

  const handler = (handle: EffectHandler<Ticket>['handle'], more: Partial<EffectHandler<Ticket>> = {}) => ({
    ...more,
    handle: (...args: Parameters<EffectHandler<Ticket>['handle']>) => {
      seen.push(args[0]);
      return handle(...args);
    },
  });
  const done = handler.bind(undefined, async () => ({ done: true }));
  const start = (tell: EffectHandler<Ticket>) => instance({ store, queue, clock }, tell);
  const ticket = async () => (await store.get<Ticket>(address.partition, address.id))?.document as Ticket;

  it('carries an effect out at once, and writes what follows from it with a history entry by the system', async () => {
    const tell = handler(async () => ({
      done: true,
      change: () => ({ what: 'told', next: { state: 'Closed', note: 'n' } }),
    }));
    const { changes } = start(tell);

    await changes.change(ticketType, address, openAndTell);
    await clock.advance(0.1);

    const { state, note, history, effects, lease } = await ticket();
    assert.deepEqual([state, note, effects.length, lease], ['Closed', 'n', 0, undefined]);
    assert.deepEqual(
      history.map(({ what, by }) => [what, by.aadObjectId]),
      [
        ['open', 'researcher'],
        ['told', 'system'],
      ],
    );
  });

  it('leaves no message behind when nothing is left to do', async () => {
    const { changes } = start(done());

    await changes.change(ticketType, address, openAndTell);
    assert.equal(queue.length, 1);
    await clock.advance(25);

    assert.equal(queue.length, 0);
  });

  it('waits until an effect is due, and follows when the clock jumps', async () => {
    const { changes } = start(done());
    const dueAt = new Date(clock.now().getTime() + 8 * 3_600_000);
    const later = command('open', () => ({ next: { title: 'x' }, effects: [{ kind: 'tell', dueAt }] }));

    await changes.change(ticketType, address, later);
    await clock.advance(8 * 3600 - 1);
    assert.equal(seen.length, 0);
    await clock.advance(1);

    assert.equal(seen.length, 1);
  });

  it('tries a failed effect again under the same id, later each time, and says that an attempt went before', async () => {
    const times: number[] = [];
    const tell = handler(async (effect) => {
      times.push(clock.now().getTime());
      if (effect.attempts < 3) throw new Error('no');
      return { done: true };
    });
    const { changes } = start(tell);

    await changes.change(ticketType, address, openAndTell);
    await clock.advance(60);

    const waits = times.slice(1).map((time, index) => (time - (times[index] ?? 0)) / 1000);
    assert.deepEqual(
      seen.map(({ attempts }) => attempts),
      [0, 1, 2, 3],
    );
    assert.equal(new Set(seen.map(({ id }) => id)).size, 1);
    assert.ok(
      waits.every((wait, index) => wait >= 2 ** index && wait <= 2 ** (index + 1)),
      `${waits}`,
    );
    assert.deepEqual((await ticket()).effects, []);
  });

  it('waits as long as the service asked', async () => {
    const tell = handler(async ({ attempts }) => {
      if (attempts === 0) throw new WorkspaceError('throttled', 'Slowly.', { retryAfterSeconds: 40 });
      return { done: true };
    });
    const { changes } = start(tell);

    await changes.change(ticketType, address, openAndTell);
    await clock.advance(39);
    assert.equal(seen.length, 1);
    await clock.advance(6);

    assert.equal(seen.length, 2);
  });

  it('gives an effect up after its attempts, keeps a dead letter with the reason, and lets the state follow', async () => {
    const tell = handler(
      async () => {
        throw new WorkspaceError('quota', 'The quota is used up.');
      },
      { maxAttempts: 3, onDead: (_effect, _ticket, why) => ({ what: 'gave up', why, next: { state: 'Closed' } }) },
    );
    const { changes } = start(tell);

    await changes.change(ticketType, address, openAndTell);
    await clock.advance(60);

    const { state, effects, deadLetters, history } = await ticket();
    assert.deepEqual([seen.length, state, effects.length, deadLetters.length], [3, 'Closed', 0, 1]);
    assert.equal(deadLetters[0]?.reason, 'The quota is used up.');
    assert.equal(history.at(-1)?.why, 'The quota is used up.');
    await clock.advance(60);
    assert.equal(queue.length, 0);
  });

  it('polls without counting attempts, and looks once more at the deadline before it gives up', async () => {
    const tell = handler(async () => ({
      again: new Date(clock.now().getTime() + 7000),
      data: { poller: `${seen.length}` },
    }));
    const { changes } = start(tell);
    const deadline = new Date(clock.now().getTime() + 60_000);
    const poll = command('open', () => ({ next: { title: 'x' }, effects: [{ kind: 'tell', deadline }] }));

    await changes.change(ticketType, address, poll);
    await clock.advance(120);

    assert.deepEqual(new Set(seen.map(({ attempts }) => attempts)), new Set([0]));
    assert.equal(seen.length, 10);
    assert.equal(seen.at(-1)?.data.poller, '9');
    assert.equal((await ticket()).deadLetters[0]?.reason, 'It took too long.');
  });

  it('counts an attempt whose change the table does not know as failed', async () => {
    const tell = handler(async () => ({ done: true, change: () => ({ what: 'reopen', next: { state: 'Open' } }) }), {
      maxAttempts: 2,
    });
    const { changes } = start(tell);
    const closeAndTell = command('close', () => ({ next: { state: 'Closed' }, effects: [{ kind: 'tell' }] }));

    await changes.change(
      ticketType,
      address,
      command('open', () => ({ next: { title: 'x' } })),
    );
    await changes.change(ticketType, address, closeAndTell);
    await clock.advance(60);

    const { state, deadLetters } = await ticket();
    assert.deepEqual([state, deadLetters.length], ['Closed', 1]);
  });

  it('cuts a handler short that takes too long', async () => {
    const reasons: unknown[] = [];
    const hang = async (_effect: Effect, _ticket: Ticket, { signal }: { signal: AbortSignal }) => {
      signal.addEventListener('abort', () => reasons.push((signal.reason as Error).message));
      return new Promise<never>(() => {});
    };
    const { changes } = start(handler(hang, { maxAttempts: 1 }));

    await changes.change(ticketType, address, openAndTell);
    await clock.advance(21);

    assert.deepEqual(reasons, ['The attempt took too long.']);
    assert.equal((await ticket()).deadLetters.length, 1);
  });

  it('lets one failing document hold up no other', async () => {
    const tell = handler(async (_effect, { id }) => {
      if (id === 'poison') throw new Error('no');
      return { done: true };
    });
    const { changes } = start(tell);

    const ids = ['poison', ...Array.from({ length: 200 }, (_, index) => `ticket-${index}`)];
    for (const id of ids) await changes.change(ticketType, { partition: 'oncology', id }, openAndTell);
    await clock.advance(1);

    const pending = store.all<Ticket>().filter(({ document }) => document.effects.length > 0);
    assert.deepEqual(
      pending.map(({ document }) => document.id),
      ['poison'],
    );
  });
});
