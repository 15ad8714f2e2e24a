import assert from 'node:assert/strict';
import { defineAggregate, sealing } from '../../../services/change/aggregate.ts';
import { Changes } from '../../../services/change/change.ts';
import { SystemClock } from '../../../services/time/clock.ts';
import { MemoryQueue } from '../effects/world/memory-queue.ts';
import { MemoryStore } from '../effects/world/memory-store.ts';
import { address, command, type Ticket, ticketType } from './ticket.ts';

const recorded = defineAggregate<Ticket>({ ...ticketType, ledger: () => 'oncology' });

describe('Changes of what a ledger keeps', () => {
  const clock = new SystemClock();
  let queue: MemoryQueue;
  let changes: Changes;

  beforeEach(() => {
    queue = new MemoryQueue(clock);
    changes = new Changes({ store: new MemoryStore(clock), queue, clock });
  });

  it('have the record follow, watched over in the queue, also where nothing else follows', async () => {
    const { document } = await changes.change(
      recorded,
      address,
      command('open', () => ({ next: { title: 'x' } })),
    );

    assert.deepEqual(
      document?.effects.map(({ kind }) => kind),
      [sealing],
    );
    assert.equal(document?.watch, 'open');
    assert.equal(queue.length, 1);
  });

  it('wait for one record together, until it is begun', async () => {
    await changes.change(
      recorded,
      address,
      command('open', () => ({ next: { title: 'x' } })),
    );
    const { document } = await changes.change(
      recorded,
      address,
      command('note', () => ({ next: { note: 'x' } })),
    );

    assert.equal(document?.effects.length, 1);
    assert.equal(document?.watch, 'open');
  });

  it('leave no record where their type has no ledger', async () => {
    const { document } = await changes.change(
      ticketType,
      address,
      command('open', () => ({ next: { title: 'x' } })),
    );

    assert.deepEqual(document?.effects, []);
    assert.equal(queue.length, 0);
  });
});
