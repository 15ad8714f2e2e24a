import assert from 'node:assert/strict';
import { type AccessReview, accessReview, reviewAddress } from '../../../services/access-reviews/access-review.ts';
import {
  archiveAddress,
  closingSteps,
  deletingSteps,
  fresh,
  restoringSteps,
  type WorkspaceArchive,
  workspaceArchive,
} from '../../../services/archives/workspace-archive.ts';
import { type Actor, system } from '../../../services/change/aggregate.ts';
import { Changes } from '../../../services/change/change.ts';
import { PendingWork } from '../../../services/desk/pending-work.ts';
import { SqliteStore } from '../../../services/store/sqlite.ts';
import type { Workspace } from '../../../services/workspaces/workspaces.ts';
import { admin, caller, workspace } from '../../support/machine-samples.ts';
import { MemoryQueue } from '../effects/world/memory-queue.ts';
import { SimulatedClock } from '../effects/world/simulated-clock.ts';

const by = caller(admin, {}, { admin: true });
const actor: Actor = { ...admin, roles: ['admin'] };

describe('what waits for admins and owners themselves', () => {
  let clock: SimulatedClock;
  let store: SqliteStore;
  let changes: Changes;
  let places: Workspace[];
  let work: PendingWork;

  beforeEach(() => {
    clock = new SimulatedClock();
    store = new SqliteStore({ path: ':memory:', clock });
    changes = new Changes({ store, queue: new MemoryQueue(clock), clock });
    places = ['oncology', 'genomics', 'cardiology', 'neurology', 'paediatrics'].map((id) => workspace(id));
    work = new PendingWork({ store, workspaces: { list: async () => places }, clock, timeZone: 'UTC' });
  });

  afterEach(async () => await store.close());

  const hoursAgo = (hours: number) => new Date(clock.now().getTime() - hours * 3_600_000).toISOString();

  async function archive(place: string, what: string, next: Partial<WorkspaceArchive>): Promise<void> {
    await changes.change<WorkspaceArchive>(workspaceArchive, archiveAddress(place), {
      ...{ key: `${place}/${what}/${next.state}`, by: actor, via: 'card', what },
      decide: (current) => ({ next: { ...(!current && first(place)), ...next } }),
    });
  }

  const first = (place: string) => ({
    ...{ workspace: place, round: 1, people: [admin], lapsesAt: hoursAgo(-100), steps: [] },
    ...{ proposed: { by: admin, at: hoursAgo(10) }, terms: { storage: 'archive', retentionDays: 90 } as const },
  });

  const failing = <T extends Parameters<typeof fresh>[0]>(steps: T) =>
    fresh(steps).map((step, index) => (index === 0 ? { ...step, state: 'failed' as const } : step));

  const listed = async (wish: Parameters<PendingWork['list']>[1] = {}) =>
    (await work.list(by, wish)).items.map(({ kind, name, word, stage, turn, overdue }) =>
      [kind, name, word, stage, turn.join('+'), overdue].filter((part) => part !== undefined),
    );

  it('has the ends of workspaces that need a second key, or that halted, from when they did', async () => {
    await archive('oncology', 'archive.propose', { state: 'proposed' });
    await archive('genomics', 'archive.propose', {
      state: 'proposed',
      proposed: { by: admin, at: hoursAgo(24 * 6) },
    });
    await archive('cardiology', 'archive.propose', { state: 'proposed' });
    await archive('cardiology', 'archive.confirm', { state: 'closing', steps: fresh(closingSteps) });

    assert.deepEqual(await listed(), [
      ['archive', 'Genomics', 'Pending', 'key', 'secondAdmin', true],
      ['archive', 'Oncology', 'Pending', 'key', 'secondAdmin', false],
    ]);
    await clock.advance(3_600);
    await archive('cardiology', 'archive.failed', { steps: failing(closingSteps) });
    const haltedAt = clock.now().toISOString();
    await clock.advance(3_600);
    const { items } = await work.list(by, { kind: 'archive', workspace: 'cardiology' });
    assert.deepEqual(
      items.map(({ stage, since, turn, overdue }) => [stage, since, turn, overdue]),
      [['closing', haltedAt, ['admin'], true]],
    );
  });

  it('has the ways back and the deletions that halted, also where the workspace is archived', async () => {
    places = places.map((place) => ({ ...place, archivedAt: hoursAgo(5) }));
    for (const [place, state, steps] of [
      ['oncology', 'restoring', restoringSteps],
      ['genomics', 'deleting', deletingSteps],
    ] as const) {
      await archive(place, 'archive.propose', { state: 'proposed' });
      for (const next of ['closing', 'archived', state] as const)
        await archive(place, `archive.${next}`, { state: next, steps: fresh(steps) });
      assert.deepEqual(await listed({ workspace: place }), []);
      await archive(place, 'archive.failed', { steps: failing(steps) });
    }

    const found = await listed({ kind: 'archive' });
    assert.deepEqual(found.map(([, name, word, stage]) => [name, word, stage]).sort(), [
      ['Genomics', 'Failed', 'deleting'],
      ['Oncology', 'Failed', 'restoring'],
    ]);
  });

  it('has the reviews of members that owners owe, and that admins were asked for since', async () => {
    const review = async (place: string, period: string, more: Partial<AccessReview> = {}) => {
      await changes.change<AccessReview>(accessReview, reviewAddress(place, period), {
        ...{ key: 'begin', by: system, via: 'system', what: 'access-review.begin' },
        decide: () => ({
          next: { workspace: place, period, startedAt: hoursAgo(20), answers: [], people: [], ...more },
        }),
      });
    };
    places[2] = { ...places[2]!, members: { review: 'never' } };
    await review('oncology', '2026-Q1');
    await review('genomics', '2026-Q1', { startedAt: hoursAgo(24 * 15), escalatedAt: hoursAgo(24) });
    await review('cardiology', '2026-Q1');
    await review('paediatrics', '2026-Q1', { startedAt: hoursAgo(19), isOwnerless: true });
    await review('neurology', '2026-Q1');
    await changes.change(accessReview, reviewAddress('neurology', '2026-Q1'), {
      ...{ key: 'over', by: actor, via: 'card', what: 'access-review.decided' },
      decide: () => ({ next: { state: 'done' } }),
    });

    assert.deepEqual(await listed(), [
      ['review', 'Genomics', 'Pending', 'owner+admin', true],
      ['review', 'Oncology', 'Pending', 'owner', false],
      ['review', 'Paediatrics', 'Pending', 'admin', false],
    ]);
    assert.deepEqual((await work.list(by, { kind: 'review' })).counts.review, 3);
  });
});
