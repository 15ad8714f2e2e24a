import assert from 'node:assert/strict';
import type { HistoryEntry } from '../../../services/change/aggregate.ts';
import { bytesOf } from '../../../services/change/archive.ts';
import type { WorkQueue } from '../../../services/change/work-queue.ts';
import { type LedgerEntry, ledgerPartition, sealedPart } from '../../../services/ledger/ledger-entry.ts';
import type { DataRequest } from '../../../services/requests/request.ts';
import { Members } from '../../../services/roles/members.ts';
import type { Store } from '../../../services/store/store.ts';
import { SimulatedDirectory } from '../../support/simulated-directory.ts';
import { MemoryQueue } from '../effects/world/memory-queue.ts';
import { MemoryCheckpoints } from '../ledger/memory-checkpoints.ts';
import { callerAs, RequestDesk } from './desk.ts';
import { Deliveries, News } from './world/news.ts';
import { directoryOf, groups } from './world/place.ts';
import { startProcess } from './world/process.ts';
import { signer } from './world/signer.ts';

const researcher = callerAs('researcher', 'member');
const owner = callerAs('owner', 'owner');
/** As much as one may write, in letters that take most room. */
const longest = '細'.repeat(660);

describe('The record of a request', () => {
  let desk: RequestDesk;

  beforeEach(() => {
    desk = new RequestDesk();
  });

  it('has room for a decision, whatever was written before', async () => {
    const files = Array.from({ length: 100 }, (_, index) => ({
      ...{ path: `${index}/${'"'.repeat(115)}`, bytes: 2 ** 40, etag: '"0x8DCE1B2C3D4E5F6"', sha256: 'a'.repeat(64) },
    }));
    const approvers = Array.from({ length: 30 }, (_, index) => ({
      ...{ aadObjectId: `00000000-0000-4000-8000-${`${index}`.padStart(12, '0')}`, name: 'An owner'.repeat(8) },
      as: 'owner' as const,
    }));
    for (const decide of ['approve', 'deny', 'return', 'withdraw'] as const) {
      const name = await desk.put('in_review', { files, approvers, purpose: longest });
      const { requests, reviews, workspace } = desk;
      const told = async (index: number) => {
        const command = { key: `${name} ${index}`, via: 'chat' } as const;
        await requests.comment(index % 2 ? owner : researcher, workspace, name, longest, command);
      };
      // As much as anybody gets in, and then one more.
      for (let index = 0; index < 80; index += 1) await told(index).catch(({ code }) => assert.equal(code, 'invalid'));

      const command = { key: `${name} ${decide}`, via: 'card' } as const;
      const { done } = await (decide === 'withdraw'
        ? requests.withdraw(researcher, workspace, name, command)
        : decide === 'approve'
          ? reviews.approve(owner, workspace, name, command)
          : reviews[decide](owner, workspace, name, longest, command));

      assert.equal(done, true, decide);
      assert.ok(bytesOf(await desk.read(name)) < 128 * 1024);
    }
  });

  it('loses no entry to the archive that the ledger has not seen', async () => {
    const { store, clock, workspace } = desk;
    const name = await desk.put('in_review');
    const { document, etag } = (await store.get<DataRequest>('workspace/oncology', `request/${name.split('-')[1]}`))!;
    const history = entries(90, clock.now().toISOString());
    await store.replace({ ...document, history }, etag);
    const process = await started(store);
    const command = { key: 'one more', via: 'card' } as const;

    await process.reviews.claim(owner, workspace, name, command);
    await clock.advance(60);

    assert.deepEqual(await sealed(store), [...history.map(({ what }) => what), 'request.claim']);
  });

  it('loses none either where something that follows makes it longer', async () => {
    const { store, clock } = desk;
    const name = await desk.put('in_review');
    const id = `request/${name.split('-')[1]}`;
    const { document, etag } = (await store.get<DataRequest>('workspace/oncology', id))!;
    const now = clock.now().toISOString();
    const nudge = { id: 'effect-1', kind: 'request.nudge', dueAt: now, deadline: now, attempts: 0, data: {} };
    await store.replace({ ...document, history: entries(75, now), effects: [nudge], watch: 'key-74' }, etag);
    const queue = new MemoryQueue(clock);
    await queue.put({ partition: 'workspace/oncology', id, kind: 'request', key: 'key-74' }, 0);

    await started(store, queue);
    await clock.advance(60);

    assert.deepEqual(await sealed(store), [...entries(75, now).map(({ what }) => what), 'request.nudged']);
  });

  async function started(store: Store, queue: WorkQueue = new MemoryQueue(desk.clock)) {
    const { clock, workspace, blobs } = desk;
    const workspaces = await directoryOf(workspace);
    const members = new Members(new SimulatedDirectory(), workspaces, groups, clock);
    return startProcess({
      ...{ store, clock, steady: clock, blobs, members, workspaces, signer, checkpoints: new MemoryCheckpoints() },
      queue,
      news: new News(new Deliveries(), { isDead: false }, clock, Math.random),
    });
  }
});

/** Entries of long ago, of which nothing was sealed. */
function entries(count: number, at: string): HistoryEntry[] {
  return Array.from({ length: count }, (_, index) => ({
    ...{ at, by: { aadObjectId: 'owner', name: 'Owner', roles: [] }, what: `step ${index}` },
    ...{ from: 'in_review', to: 'in_review', via: 'chat', key: `key-${index}` },
  }));
}

/** What the ledger says happened, oldest first. */
async function sealed(store: Store): Promise<string[]> {
  const { items } = await store.list<LedgerEntry>({
    ...{ partition: ledgerPartition('oncology'), kind: 'ledger', by: {}, limit: 1000 },
  });
  return items.map(({ document }) => sealedPart(document).entry.what).toReversed();
}
