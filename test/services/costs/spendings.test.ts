import assert from 'node:assert/strict';
import { SpendingReports } from '../../../services/costs/spendings.ts';
import { WorkspaceError } from '../../../services/errors.ts';
import { type Spending, spendingAddress } from '../../../services/money/spending.ts';
import type { Store } from '../../../services/store/store.ts';
import { SpendingWorld } from './spending-world.ts';

const oncology = { id: 'oncology' };

describe('the figures beside something else', () => {
  let world: SpendingWorld;
  let reports: SpendingReports;
  let reads: number;
  let fails: boolean;

  beforeEach(() => {
    world = new SpendingWorld();
    [reads, fails] = [0, false];
    const get = async (partition: string, id: string) => {
      reads += 1;
      if (fails) throw new WorkspaceError('unavailable', 'I cannot reach my records right now. Try again in a minute.');
      return await world.store.get(partition, id);
    };
    const store = { get } as Store;
    reports = new SpendingReports({ store, changes: world.changes, clock: world.clock });
  });

  async function write(at: string): Promise<void> {
    const address = spendingAddress('oncology');
    await world.store.delete(address.partition, address.id);
    await world.store.create({ ...address, kind: 'spending', at } as Spending);
  }

  const seen = async () => (await reports.recent(oncology))?.at;

  it('are read once in ten seconds, however many look', async () => {
    await write('first');
    assert.deepEqual(await Promise.all([seen(), seen(), seen()]), ['first', 'first', 'first']);
    await write('second');
    assert.equal(await seen(), 'first');
    assert.equal(reads, 1);
    await world.clock.advance(10);
    assert.equal(await seen(), 'second');
    assert.equal(reads, 2);
  });

  it('are read anew by whoever asks for them alone', async () => {
    await write('first');
    await seen();
    await write('second');
    assert.equal((await reports.get(oncology))?.at, 'second');
  });

  it('are asked for again after they could not be read', async () => {
    await write('first');
    fails = true;
    await assert.rejects(seen(), WorkspaceError);
    fails = false;
    assert.equal(await seen(), 'first');
  });
});
