import assert from 'node:assert/strict';
import type { DataRequest } from '../../../services/requests/request.ts';
import type { Absence } from '../../../services/roles/members.ts';
import { Members } from '../../../services/roles/members.ts';
import { SimulatedDirectory } from '../../support/simulated-directory.ts';
import { MemoryQueue } from '../effects/world/memory-queue.ts';
import { MemoryStore } from '../effects/world/memory-store.ts';
import { MovedClock } from '../effects/world/moved-clock.ts';
import { SimulatedClock } from '../effects/world/simulated-clock.ts';
import { MemoryCheckpoints } from '../ledger/memory-checkpoints.ts';
import { callerAs } from './desk.ts';
import { SimulatedBlobs } from './world/blobs.ts';
import { Deliveries, News } from './world/news.ts';
import { directoryOf, groups, workspaceOf } from './world/place.ts';
import { type LabdeskProcess, startProcess } from './world/process.ts';
import { signer } from './world/signer.ts';

interface Situation {
  readonly owners: readonly string[];
  readonly away?: Readonly<Record<string, Absence>>;
  readonly deputy?: boolean;
  readonly author?: string;
}

const day = 86_400;
const gone = { until: new Date('2026-04-01') };

describe('Those who are asked to decide', () => {
  let steady: SimulatedClock;
  let clock: MovedClock;
  let store: MemoryStore;
  let directory: SimulatedDirectory;
  let labdesk: LabdeskProcess;
  let deliveries: Deliveries;

  const cases: readonly [said: string, situation: Situation, asked: string[], standIn: string | undefined][] = [
    ['the owners', { owners: ['owner', 'owner2'] }, ['owner owner', 'owner2 owner'], undefined],
    ['the other owners, not the author', { owners: ['owner', 'owner2'], author: 'owner' }, ['owner2 owner'], undefined],
    [
      'the deputy where the author is the only owner',
      { owners: ['owner'], author: 'owner', deputy: true },
      ['deputy deputy'],
      'author-is-only-owner',
    ],
    [
      'the admins where nobody is named',
      { owners: ['owner'], author: 'owner' },
      ['admin admin', 'admin2 admin'],
      'author-is-only-owner',
    ],
    [
      'the admins where the deputy is the author',
      { owners: [], author: 'deputy', deputy: true },
      ['admin admin', 'admin2 admin'],
      'author-is-only-owner',
    ],
    ['the other admins where an admin asks', { owners: [], author: 'admin' }, ['admin2 admin'], 'author-is-only-owner'],
    [
      'the owners who are away, and the deputy',
      { owners: ['owner'], away: { owner: gone }, deputy: true },
      ['owner owner', 'deputy deputy'],
      'owners-away',
    ],
    [
      'the owners alone where one of them is there',
      { owners: ['owner', 'owner2'], away: { owner: gone }, deputy: true },
      ['owner owner', 'owner2 owner'],
      undefined,
    ],
    [
      'nobody twice: an admin who is an owner and away',
      { owners: ['admin'], away: { admin: gone } },
      ['admin owner', 'admin2 admin'],
      'owners-away',
    ],
    [
      'the admins where the deputy is the owner who is away',
      { owners: ['deputy'], away: { deputy: gone }, deputy: true },
      ['deputy owner', 'admin admin', 'admin2 admin'],
      'owners-away',
    ],
    [
      'the owner whose absence is over',
      { owners: ['owner'], away: { owner: { until: new Date('2026-03-01') } }, deputy: true },
      ['owner owner'],
      undefined,
    ],
  ];
  for (const [said, situation, asked, standIn] of cases)
    it(`are ${said}`, async () => {
      await begin(situation);

      const { approvers, standIn: because } = await submitted(situation.author);

      assert.deepEqual(
        approvers.map(({ aadObjectId, as }) => `${aadObjectId} ${as}`),
        asked,
      );
      assert.equal(because, standIn);
    });

  it('are reminded after a working day, then the deputy is asked, and after another two the admins', async () => {
    await begin({ owners: ['owner'], deputy: true });
    await submitted();

    const seen: string[] = [];
    for (let passed = 1; passed <= 8; passed += 1) {
      await pass(day);
      const { approvers } = await read();
      seen.push(approvers.map(({ aadObjectId }) => aadObjectId).join());
    }

    const all = 'owner,deputy,admin,admin2';
    // It is Monday: Wednesday the deputy, Friday the admins.
    assert.deepEqual(seen, ['owner', 'owner,deputy', 'owner,deputy', all, all, all, all, all]);
    const { history, standIn } = await read();
    const steps = history.map(({ what }) => what.replace('request.', ''));
    assert.deepEqual(steps, ['submit', 'checked', 'asked', 'nudged', 'escalated', 'escalated']);
    assert.equal(standIn, 'no-answer');
    // Everybody who was asked has the card.
    for (const id of all.split(',')) assert.equal(deliveries.shown.get(`1/1/person/${id}`)?.state, 'in_review', id);
  });

  it('are not asked twice by a reminder where somebody takes it: they alone are reminded', async () => {
    await begin({ owners: ['owner', 'owner2'] });
    await submitted();
    const owner2 = callerAs('owner2', 'owner');
    await labdesk.reviews.claim(owner2, workspaceOf({ deputy: false, channel: false }), 'oncology-1', {
      key: 'c',
      via: 'card',
    });

    await pass(day);

    const { history } = await read();
    assert.equal(history.find(({ what }) => what === 'request.nudged')?.detail?.people, 1);
  });

  it('are asked as soon as the directory answers', async () => {
    await begin({ owners: ['owner'] });
    directory.isDown = true;
    const during = await submitted();
    directory.isDown = false;
    await pass(600);

    assert.equal(during.state, 'submitted');
    assert.equal((await read()).state, 'in_review');
  });

  it('are asked by escalation also where the directory was silent for hours', async () => {
    await begin({ owners: ['owner'], deputy: true });
    await submitted();
    await pass(day);
    directory.isDown = true;
    for (let hours = 0; hours < 30; hours += 1) await pass(3600);
    directory.isDown = false;
    await pass(3600);

    assert.ok((await read()).approvers.some(({ aadObjectId }) => aadObjectId === 'deputy'));
  });

  it('end with a request that nobody can decide about, told so after a day', async () => {
    await begin({ owners: [], author: 'admin' });
    directory.leave(groups.admins, 'admin2');
    await submitted('admin');
    for (let hours = 0; hours < 25; hours += 1) await pass(3600);

    const { state, problem, deadLetters } = await read();
    assert.equal(state, 'failed');
    assert.match(problem ?? '', /Nobody could be found who decides about it\./);
    assert.deepEqual(
      deadLetters.map(({ kind }) => kind),
      ['request.route'],
    );
  });

  async function begin({ owners, away = {}, deputy = false, author = 'researcher' }: Situation): Promise<void> {
    steady = new SimulatedClock();
    clock = new MovedClock(steady);
    store = new MemoryStore(clock);
    directory = new SimulatedDirectory();
    deliveries = new Deliveries();
    const workspace = workspaceOf({ deputy, channel: false });
    const workspaces = await directoryOf(workspace);
    const blobs = new SimulatedBlobs(steady, Math.random, () => {});
    blobs.put({ container: 'https://secure.example/data', path: 'results.csv' }, 'a,b');
    for (const id of owners) directory.owner(groups.workspace, id);
    for (const id of [author, 'deputy']) directory.member(groups.workspace, id);
    for (const id of ['admin', 'admin2']) directory.member(groups.admins, id);
    for (const [id, absence] of Object.entries(away)) directory.absences.set(id, absence);
    labdesk = startProcess({
      ...{ store, clock, steady, blobs, workspaces, signer, queue: new MemoryQueue(steady) },
      checkpoints: new MemoryCheckpoints(),
      members: new Members(directory, workspaces, groups, clock),
      news: new News(deliveries, { isDead: false }, steady, Math.random),
    });
  }

  async function submitted(author = 'researcher'): Promise<DataRequest> {
    const wish = { files: ['results.csv'], purpose: 'the analysis', use: 'download' } as const;
    const by = callerAs(author, 'member');
    await labdesk.requests.submit(by, workspaceOf({ deputy: false, channel: false }), wish, {
      key: 'open',
      via: 'card',
    });
    await pass(3);
    return await read();
  }

  async function pass(seconds: number): Promise<void> {
    clock.move(seconds);
    await steady.advance(3);
  }

  async function read(): Promise<DataRequest> {
    return (await store.get<DataRequest>('workspace/oncology', 'request/1'))!.document;
  }
});
