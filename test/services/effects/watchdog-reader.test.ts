import assert from 'node:assert/strict';
import { pino } from 'pino';
import { Changes } from '../../../services/change/change.ts';
import { WatchdogReader } from '../../../services/effects/watchdog-reader.ts';
import { address, command, ticketType } from '../change/ticket.ts';
import { MemoryQueue } from './world/memory-queue.ts';
import { MemoryStore } from './world/memory-store.ts';
import { SimulatedClock } from './world/simulated-clock.ts';

const daySeconds = 86_400;

describe('WatchdogReader', () => {
  let clock: SimulatedClock;
  let store: MemoryStore;
  let queue: MemoryQueue;
  let reader: WatchdogReader;
  /** When the document was looked at, in seconds since the beginning. */
  let looks: number[];

  beforeEach(() => {
    clock = new SimulatedClock();
    store = new MemoryStore(clock);
    queue = new MemoryQueue(clock);
    looks = [];
  });

  afterEach(() => reader.stop());

  const read = (recheckSeconds?: number) => {
    const began = clock.now().getTime();
    reader = new WatchdogReader({
      store,
      queue,
      clock,
      steady: clock,
      log: pino({ level: 'silent' }),
      knows: () => true,
      wake: () => looks.push((clock.now().getTime() - began) / 1000),
      nearSeconds: 15,
      recheckSeconds,
    });
    reader.start();
  };

  const tellIn = async (seconds: number, key = 'open') => {
    const dueAt = new Date(clock.now().getTime() + seconds * 1000);
    const opening = command(key, () => ({ next: { title: 'x' }, effects: [{ kind: 'tell', dueAt }] }));
    await new Changes({ store, queue, clock }).change(ticketType, address, opening);
  };
  const waitsOf = (times: number[]) => times.slice(1).map((time, index) => time - (times[index] ?? 0));
  const until = (seconds: number) => looks.filter((look) => look < seconds);

  it('looks rarely at a document that is due much later, more often towards the end, and then when it is due', async () => {
    await tellIn(3 * daySeconds);
    read();

    await clock.advance(3 * daySeconds + 10);

    const waits = waitsOf(until(3 * daySeconds));
    assert.ok(waits.length >= 5 && waits.length <= 12, `${waits}`);
    assert.ok(waits.every((wait, index) => index === 0 || wait <= (waits[index - 1] ?? 0) + 10));
    const due = looks.filter((look) => look >= 3 * daySeconds);
    assert.ok((due[0] ?? Number.POSITIVE_INFINITY) < 3 * daySeconds + 6, `${due}`);
  });

  it('never waits longer than a queue hides a message', async () => {
    await tellIn(365 * daySeconds);
    read();

    await clock.advance(6 * daySeconds + 30);

    const [wait = 0] = waitsOf(looks.slice(-2));
    assert.ok(wait > 5 * daySeconds && wait <= 6 * daySeconds + 5, `${looks}`);
  });

  it('looks at what is due within ten minutes once before that, and then when it is due', async () => {
    await tellIn(500);
    read();

    await clock.advance(510);

    assert.equal(until(500).length, 1);
    assert.ok(looks.length >= 2);
  });

  it('keeps to a shorter time where it was told one', async () => {
    await tellIn(30 * daySeconds);
    read(5);

    await clock.advance(600);

    const waits = waitsOf(looks);
    assert.ok(looks.length > 50, `${looks.length} looks`);
    assert.ok(Math.max(...waits) <= 10, `${waits}`);
  });

  it('looks at once at a document that waits for long when a change brings something that is due earlier', async () => {
    await tellIn(daySeconds);
    read();
    await clock.advance(3600);
    const before = looks.length;

    await tellIn(0, 'sooner');
    await clock.advance(30);

    assert.ok(looks.length > before);
    assert.equal(queue.length, 2);
    await clock.advance(daySeconds);
    assert.equal(queue.length, 1);
  });
});
