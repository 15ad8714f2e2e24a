import assert from 'node:assert/strict';
import { Changes } from '../../../services/change/change.ts';
import type { WorkQueue } from '../../../services/change/work-queue.ts';
import { WorkspaceError } from '../../../services/errors.ts';
import { MemoryQueue } from '../effects/world/memory-queue.ts';
import { MemoryStore } from '../effects/world/memory-store.ts';
import { SimulatedClock } from '../effects/world/simulated-clock.ts';
import { address, command, open, type Ticket, ticketType } from './ticket.ts';

const closing = command('close', (current) =>
  current?.state === 'Open' ? { next: { state: 'Closed' }, effects: [{ kind: 'tell' }] } : undefined,
);

describe('a change whose queue does not answer', () => {
  const clock = new SimulatedClock();
  let store: MemoryStore;
  let queue: MemoryQueue;

  beforeEach(async () => {
    store = new MemoryStore(clock);
    queue = new MemoryQueue(clock);
    await new Changes({ store, queue, clock }).change(ticketType, address, open);
  });

  /** By a process whose first puts fail, so many; `meanwhile` happens before the answer. */
  const change = async (failures: number, meanwhile = async () => {}) => {
    let left = failures;
    const put: WorkQueue['put'] = async (item, seconds) => {
      if (left === 0) return await queue.put(item, seconds);
      left -= 1;
      await meanwhile();
      throw new WorkspaceError('unavailable', 'The queue does not answer.');
    };
    const silent: WorkQueue = Object.assign(Object.create(queue), { put });
    return await new Changes({ store, queue: silent, clock }).change(ticketType, address, closing);
  };

  it('is made where the queue answers when it is asked again', async () => {
    const { outcome, document } = await change(1);

    assert.deepEqual([outcome, document?.state, queue.length], ['changed', 'Closed', 1]);
  });

  it('is not made where the queue stays silent, and says why', async () => {
    await assert.rejects(change(2), { code: 'unavailable', message: 'The queue does not answer.' });

    const stored = await store.get<Ticket>(address.partition, address.id);
    assert.deepEqual([stored?.document.state, queue.length], ['Open', 0]);
  });

  it('takes its message back where somebody else was faster', async () => {
    const faster = new Changes({ store, queue, clock });
    const overtaken = Object.assign(Object.create(queue) as MemoryQueue, {
      put: async (...args: Parameters<WorkQueue['put']>) => {
        const message = await queue.put(...args);
        await faster.change(ticketType, address, { ...closing, key: 'faster' });
        return message;
      },
      delete: async (...args: Parameters<WorkQueue['delete']>) => await queue.delete(...args),
    });

    const late = new Changes({ store, queue: overtaken, clock }).change(ticketType, address, closing);
    await clock.advance(20);
    const { outcome } = await late;

    const messages = (await queue.receive(32, 30)).map(({ item }) => item?.key);
    assert.deepEqual([outcome, messages], ['unchanged', ['faster']]);
  });

  for (const failures of [1, 2])
    it(`reads what somebody else did meanwhile, after ${failures} tries`, async () => {
      const faster = new Changes({ store, queue, clock });
      let asked = 0;

      const { outcome, document } = await change(failures, async () => {
        asked += 1;
        if (asked === failures) await faster.change(ticketType, address, { ...closing, key: 'faster' });
      });

      assert.deepEqual([outcome, document?.state, document?.history.at(-1)?.key], ['unchanged', 'Closed', 'faster']);
    });
});
