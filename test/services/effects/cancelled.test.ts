import assert from 'node:assert/strict';
import type { EffectHandler } from '../../../services/effects/effect-handler.ts';
import { address, command, type Ticket, ticketType } from '../change/ticket.ts';
import { instance } from './world/instance.ts';
import { MemoryQueue } from './world/memory-queue.ts';
import { MemoryStore } from './world/memory-store.ts';
import { SimulatedClock } from './world/simulated-clock.ts';

const openAndTell = command('open', () => ({ next: { title: 'x' }, effects: [{ kind: 'tell' }] }));

describe('Effects that a later change cancels', () => {
  let clock: SimulatedClock;
  let store: MemoryStore;
  let queue: MemoryQueue;
  let told: number;

  beforeEach(() => {
    clock = new SimulatedClock();
    store = new MemoryStore(clock);
    queue = new MemoryQueue(clock);
    told = 0;
  });

  const start = (handle: EffectHandler<Ticket>['handle']) => instance({ store, queue, clock }, { handle });
  const ticket = async () => (await store.get<Ticket>(address.partition, address.id))?.document as Ticket;
  const done = async () => {
    told += 1;
    return { done: true } as const;
  };

  it('are not carried out', async () => {
    const { changes } = start(done);
    const dueAt = new Date(clock.now().getTime() + 60_000);

    await changes.change(
      ticketType,
      address,
      command('a', () => ({ next: { title: 'x' }, effects: [{ kind: 'tell', dueAt }] })),
    );
    await changes.change(
      ticketType,
      address,
      command('b', () => ({ next: {}, cancel: ({ kind }) => kind === 'tell' })),
    );
    await clock.advance(120);

    assert.equal(told, 0);
    assert.equal(queue.length, 0);
  });

  it('leave no trace where they are being carried out already', async () => {
    let finish = () => {};
    const tell = async () => {
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
      return { done: true, change: () => ({ what: 'told', next: { state: 'Closed' } as const }) } as const;
    };
    const { changes } = start(tell);

    await changes.change(ticketType, address, openAndTell);
    await clock.advance(1);
    await changes.change(
      ticketType,
      address,
      command('b', () => ({ next: {}, cancel: () => true })),
    );
    finish();
    await clock.advance(60);

    const { state, history, lease } = await ticket();
    assert.deepEqual([state, history.length, lease], ['Open', 2, undefined]);
  });
});
