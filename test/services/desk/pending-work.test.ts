import assert from 'node:assert/strict';
import { type Budget, budgetAddress } from '../../../services/budgets/budget.ts';
import { Changes } from '../../../services/change/change.ts';
import { PendingWork } from '../../../services/desk/pending-work.ts';
import { type MachineRecord, machineRecord, recordAddress } from '../../../services/machines/machine-record.ts';
import type { DataRequest } from '../../../services/requests/request.ts';
import { dataRequest, requestAddress } from '../../../services/requests/request.ts';
import { SqliteStore } from '../../../services/store/sqlite.ts';
import type { Document, Query, Store } from '../../../services/store/store.ts';
import type { Workspace } from '../../../services/workspaces/workspaces.ts';
import { admin, caller, operation, owner, record, researcher, workspace } from '../../support/machine-samples.ts';
import { MemoryQueue } from '../effects/world/memory-queue.ts';
import { SimulatedClock } from '../effects/world/simulated-clock.ts';

const by = { ...caller(admin, {}, { admin: true }) };
const none = { request: 0, topup: 0, machine: 0, budget: 0, workspace: 0, archive: 0, review: 0 };
const actor = { ...researcher, roles: ['member'] };

describe('what waits everywhere', () => {
  let clock: SimulatedClock;
  let store: SqliteStore;
  let changes: Changes;
  let places: Workspace[];
  let work: PendingWork;
  let calls: number;
  let atOnce: number;
  let mostAtOnce: number;

  beforeEach(() => {
    clock = new SimulatedClock();
    store = new SqliteStore({ path: ':memory:', clock });
    changes = new Changes({ store, queue: new MemoryQueue(clock), clock });
    places = [workspace(), workspace('genomics')];
    [calls, atOnce, mostAtOnce] = [0, 0, 0];
    const counted: Pick<Store, 'get' | 'list'> = {
      get: async <D extends Document>(partition: string, id: string) =>
        await counting(async () => await store.get<D>(partition, id)),
      list: async <D extends Document>(query: Query) => await counting(async () => await store.list<D>(query)),
    };
    work = new PendingWork({ store: counted, workspaces: { list: async () => places }, clock, timeZone: 'UTC' });
  });

  afterEach(async () => await store.close());

  async function counting<T>(call: () => Promise<T>): Promise<T> {
    calls += 1;
    atOnce += 1;
    mostAtOnce = Math.max(mostAtOnce, atOnce);
    await new Promise(setImmediate);
    try {
      return await call();
    } finally {
      atOnce -= 1;
    }
  }

  /** As it was so many hours ago. */
  const hoursAgo = (hours: number) => new Date(clock.now().getTime() - hours * 3_600_000).toISOString();

  async function request(place: string, number: number, more: Partial<DataRequest>): Promise<void> {
    const moves: readonly DataRequest['state'][] =
      more.state === 'submitted'
        ? ['submitted']
        : ['submitted', 'in_review', ...(more.state === 'in_review' ? [] : [more.state!])];
    for (const [index, state] of moves.entries())
      await changes.change<DataRequest>(dataRequest, requestAddress(place, number), {
        ...{ key: `${place}/${number}/${index}`, by: actor, via: 'chat', what: state },
        decide: () => ({
          next: {
            ...{
              type: 'access',
              workspace: place,
              number,
              author: researcher,
              purpose: 'for Table 1',
              use: 'download',
            },
            ...{ files: [{ path: 'secret.csv', bytes: 1, etag: 'e' }], approvers: [], comments: [], standing: [] },
            ...{ openedAt: hoursAgo(200), round: 1 },
            ...more,
            state,
          },
        }),
      });
  }

  it('is listed with the oldest first, whose turn it is, and what is late by working days', async () => {
    const owners = [{ ...owner, as: 'owner' as const }];
    const admins = [...owners, { ...admin, as: 'admin' as const }];
    await request('oncology', 1, { state: 'in_review', approvers: owners, submittedAt: hoursAgo(1) });
    await request('genomics', 1, { state: 'in_review', approvers: admins, submittedAt: hoursAgo(24 * 7) });
    await request('genomics', 2, {
      state: 'approving',
      submittedAt: hoursAgo(30),
      decision: { by: owner, at: hoursAgo(2), as: 'owner' },
    });
    await request('genomics', 3, {
      state: 'in_review',
      approvers: owners,
      claimedBy: owner,
      submittedAt: hoursAgo(20),
    });
    await request('genomics', 4, { state: 'denied' });
    await request('oncology', 2, { state: 'returned', submittedAt: hoursAgo(50) });
    const topup = { type: 'topup', topUp: { amount: '500', currency: 'EUR' }, files: [] } as const;
    await request('oncology', 3, {
      ...topup,
      state: 'in_review',
      approvers: [{ ...owner, as: 'payer' }],
      submittedAt: hoursAgo(3),
    });

    const { items, counts, total, overdue } = await work.list(by);

    assert.deepEqual(
      items.map(({ name, word, turn, takenBy, overdue: late }) => [name, word, turn.join('+'), takenBy, late]),
      [
        ['genomics-1', 'Pending', 'owner+admin', undefined, true],
        ['genomics-3', 'Pending', 'owner', 'Owner', false],
        ['oncology-3', 'Pending', 'payer', undefined, false],
        ['genomics-2', 'Approving', 'labdesk', undefined, true],
        ['oncology-1', 'Pending', 'owner', undefined, false],
        ['oncology-2', 'Returned', 'author', undefined, false],
      ],
    );
    assert.deepEqual([total, overdue, counts], [6, 2, { ...none, request: 5, topup: 1 }]);
    assert.doesNotMatch(JSON.stringify(items), /secret\.csv|Table 1/);
  });

  it('has machines that take too long, and budgets that do not get their machines stopped', async () => {
    const machine = async (name: string, more: Partial<MachineRecord>) => {
      const { id: _id, partition: _partition, kind: _kind, schema: _schema, ...own } = record(more);
      const { state, took, sequence, connections, operation: running } = own;
      await changes.change<MachineRecord>(machineRecord, recordAddress('oncology', name), {
        ...{ key: name, by: actor, via: 'chat', what: 'start' },
        decide: () => ({
          next: {
            workspace: 'oncology',
            resourceGroup: 'rg-oncology',
            machine: name,
            state,
            took,
            sequence,
            connections,
            operation: running,
          },
        }),
      });
    };
    await machine('slow', { state: 'requested', operation: operation('stop', { requestedAt: hoursAgo(0.3) }) });
    await machine('usual', {
      state: 'requested',
      operation: operation('start', { requestedAt: hoursAgo(0.2) }),
      took: { start: [600] },
    });
    await machine('quick', { state: 'requested', operation: operation('start', { requestedAt: hoursAgo(0.1) }) });
    const stop = {
      number: 1,
      startedAt: hoursAgo(1),
      escalatedAt: hoursAgo(0.5),
      machines: [{ machine: 'a', state: 'failed' }],
    };
    const budget = { ...budgetAddress('genomics'), kind: 'budget', schema: 1, state: 'stopping', stop };
    await store.create(budget as unknown as Budget);

    const { items } = await work.list(by);

    assert.deepEqual(
      items.map(({ kind, name, word, turn, overdue, count }) => [kind, name, word, turn[0], overdue, count]),
      [
        ['budget', 'Genomics', 'Stopping', 'admin', true, 1],
        ['machine', 'slow', 'Stopping', 'labdesk', true, undefined],
      ],
    );
  });

  it('is turned over by tens, and narrowed to a workspace or a kind', async () => {
    for (let number = 1; number <= 12; number += 1)
      await request('oncology', number, { state: 'in_review', submittedAt: hoursAgo(40 - number) });
    await request('genomics', 1, { state: 'in_review', submittedAt: hoursAgo(50) });

    const [first, second, beyond] = [
      await work.list(by),
      await work.list(by, { page: 1 }),
      await work.list(by, { page: 99 }),
    ];

    assert.deepEqual([first.items.length, second.items.length, second.total], [10, 3, 13]);
    assert.equal(first.items[0]?.name, 'genomics-1');
    assert.equal(beyond.page, 1);
    assert.equal((await work.list(by, { workspace: 'genomics' })).total, 1);
    assert.equal((await work.list(by, { kind: 'topup' })).total, 0);
  });

  it('asks the store seven times for each of 200 workspaces and twice for new ones, sixteen calls at once at most', async () => {
    places = Array.from({ length: 200 }, (_, index) => workspace(`ws-${index}`));

    const page = await work.list(by);

    assert.deepEqual([calls, mostAtOnce, page.total, page.workspaces.length], [1402, 16, 0, 200]);
    calls = 0;
    await work.list(by, { kind: 'budget' });
    assert.equal(calls, 200);
    places = places.map((place) => ({ ...place, archivedAt: clock.now().toISOString() }));
    calls = 0;
    await work.list(by, { kind: 'review' });
    assert.equal(calls, 0);
  });

  it('is for admins alone', async () => {
    await assert.rejects(work.list(caller(owner, { oncology: 'owner' })), { code: 'forbidden' });
  });
});
