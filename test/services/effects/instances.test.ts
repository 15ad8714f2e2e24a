import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import type { EffectHandler } from '../../../services/effects/effect-handler.ts';
import type { Clock } from '../../../services/time/clock.ts';
import { pause } from '../../../services/time/pause.ts';
import { address, command, type Ticket, ticketType } from '../change/ticket.ts';
import { instance } from './world/instance.ts';
import { MemoryQueue } from './world/memory-queue.ts';
import { MemoryStore } from './world/memory-store.ts';
import { SimulatedClock } from './world/simulated-clock.ts';

const openAndTell = command('open', () => ({ next: { title: 'x' }, effects: [{ kind: 'tell' }] }));

describe('Effects in several processes', () => {
  let clock: SimulatedClock;
  let store: MemoryStore;
  let queue: MemoryQueue;

  beforeEach(() => {
    clock = new SimulatedClock();
    store = new MemoryStore(clock);
    queue = new MemoryQueue(clock);
  });

  const start = (handle: EffectHandler<Ticket>['handle'], own: Clock = clock) =>
    instance({ store, queue, clock }, { handle }, own);
  const ticket = async () => (await store.get<Ticket>(address.partition, address.id))?.document as Ticket;
  const done = async () => ({ done: true }) as const;
  const hang = async () => new Promise<never>(() => {});

  it('has another process carry out what one left undone when it died, within a minute', async () => {
    const attempts: number[] = [];
    const first = start(hang);
    start(async (effect) => {
      attempts.push(effect.attempts);
      return { done: true };
    });

    await first.changes.change(ticketType, address, openAndTell);
    await clock.advance(1);
    first.kill();
    await clock.advance(45);

    assert.deepEqual(attempts, [1]);
    assert.deepEqual([(await ticket()).effects, (await ticket()).lease], [[], undefined]);
  });

  it('has another process find the effects of a process that died right after its write', async () => {
    const first = start(hang);
    const opening = first.changes.change(ticketType, address, openAndTell);
    while (store.all().length === 0) await Promise.resolve();
    first.kill();
    void opening;
    let told = 0;
    start(async () => {
      told += 1;
      return { done: true };
    });

    await clock.advance(25);

    assert.equal(told, 1);
  });

  it('never works on a document that another process works on, however long that takes', async () => {
    let running = 0;
    let most = 0;
    let finish = () => {};
    const slow: EffectHandler<Ticket> = {
      timeoutInMs: 600_000,
      handle: async () => {
        running += 1;
        most = Math.max(most, running);
        await new Promise<void>((resolve) => {
          finish = resolve;
        });
        running -= 1;
        return { done: true };
      },
    };
    const processes = [1, 2, 3].map(() => instance({ store, queue, clock }, slow));

    await processes[0]?.changes.change(ticketType, address, openAndTell);
    await clock.advance(300);
    finish();
    await clock.advance(60);

    assert.equal(most, 1);
    assert.deepEqual((await ticket()).effects, []);
    assert.equal(queue.length, 0);
  });

  it('holds to one process at a time although their clocks differ by ten minutes', async () => {
    const offsets = [-600, 0, 600];
    const running = new Set<string>();
    let runs = 0;
    const slow: EffectHandler<Ticket> = {
      timeoutInMs: 200_000,
      handle: async (_effect, { id }) => {
        assert.ok(!running.has(id), `${id} is worked on twice`);
        running.add(id);
        runs += 1;
        await pause(clock, 90_000);
        running.delete(id);
        return { done: true };
      },
    };
    const processes = offsets.map((offset) => instance({ store, queue, clock }, slow, skewed(clock, offset)));

    for (const [index, { changes }] of processes.entries())
      await changes.change(ticketType, { partition: 'oncology', id: `ticket-${index}` }, openAndTell);
    await clock.advance(800);

    const pending = store.all<Ticket>().filter(({ document }) => document.effects.length > 0);
    assert.deepEqual([runs, pending.length], [3, 0]);
  });

  it('keeps one message for a document, however often it changes before its effects are due', async () => {
    const { changes } = start(done);
    const dueAt = new Date(clock.now().getTime() + 86_400_000);

    for (let index = 0; index < 20; index += 1)
      await changes.change(
        ticketType,
        address,
        command(`${index}`, () => ({ next: { title: 'x' }, effects: [{ kind: 'tell', dueAt }] })),
      );
    await clock.advance(60);
    assert.equal(queue.length, 1);
    await clock.advance(90_000);

    assert.equal(queue.length, 0);
    assert.deepEqual((await ticket()).effects, []);
  });

  it('gives up a message whose write never came, after some minutes', async () => {
    start(done);
    await queue.put({ ...address, kind: 'ticket', key: 'never' }, 15);

    await clock.advance(200);
    assert.equal(queue.length, 1);
    await clock.advance(120);

    assert.equal(queue.length, 0);
  });

  it('finds a write that came minutes after its message', async () => {
    const elsewhere = instance(
      { store: new MemoryStore(clock), queue: new MemoryQueue(clock), clock },
      { handle: hang },
    );
    const opening = command('open', () => ({ next: { title: 'x' } }));
    const before = await elsewhere.changes.change(ticketType, address, opening);
    const telling = command('tell', () => ({ next: {}, effects: [{ kind: 'tell' }] }));
    const after = await elsewhere.changes.change(ticketType, address, telling);
    start(done);
    const { etag } = await store.create(before.document as Ticket);
    await queue.put({ ...address, kind: 'ticket', key: 'tell' }, 15);

    await clock.advance(150);
    await store.replace(after.document as Ticket, etag);
    await clock.advance(100);

    assert.deepEqual((await ticket()).effects, []);
    assert.equal(queue.length, 0);
  });

  it('lets what runs finish when it stops, and gives the lease back', async () => {
    let finish = () => {};
    const { changes, effects } = start(async () => {
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
      return { done: true };
    });
    await changes.change(ticketType, address, openAndTell);
    await clock.advance(1);

    const stopping = effects.stop();
    finish();
    await stopping;

    assert.deepEqual([(await ticket()).effects, (await ticket()).lease], [[], undefined]);
  });

  it('cuts what hangs short when it stops, so that another process can go on at once', async () => {
    const first = start(hang);
    await first.changes.change(ticketType, address, openAndTell);
    await clock.advance(1);

    const stopping = first.effects.stop();
    await setImmediate();
    await clock.advance(5);
    await stopping;

    const { effects, lease } = await ticket();
    assert.deepEqual([effects[0]?.attempts, lease], [1, undefined]);
    start(done);
    await clock.advance(20);
    assert.deepEqual((await ticket()).effects, []);
  });

  it('leaves effects that it does not know to a version that does', async () => {
    const { changes } = start(done);
    const newer = command('open', () => ({ next: { title: 'x' }, effects: [{ kind: 'sing' }] }));

    await changes.change(ticketType, address, newer);
    await clock.advance(3600);

    assert.equal((await ticket()).effects.length, 1);
    assert.equal(queue.length, 1);
  });
});

function skewed(clock: Clock, seconds: number): Clock {
  return {
    now: () => new Date(clock.now().getTime() + seconds * 1000),
    schedule: (when, task) => clock.schedule(new Date(when.getTime() - seconds * 1000), task),
  };
}
