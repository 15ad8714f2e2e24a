import assert from 'node:assert/strict';
import { pino } from 'pino';
import {
  type AccessReview,
  accessReview,
  firstReview,
  reviewAddress,
  reviewPeriod,
} from '../../../services/access-reviews/access-review.ts';
import { AccessReviewSweep } from '../../../services/access-reviews/access-review-sweep.ts';
import { AccessReviewTimers } from '../../../services/access-reviews/access-review-timers.ts';
import type { ReviewWish } from '../../../services/access-reviews/access-reviews.ts';
import { workspaceMembers } from '../../../services/members/member-record.ts';
import { withoutTraces } from '../../../services/people/forgetting.ts';
import type { Caller } from '../../../services/people/people.ts';
import { admin, caller, owner, researcher } from '../../support/machine-samples.ts';
import { MachineWorld } from '../../support/machine-world.ts';

const group = 'group-oncology';
const day = 86_400;
let keys = 0;

describe('the review of members', () => {
  let world: MachineWorld;
  let sweep: AccessReviewSweep;
  let told: string[];
  let onCard: () => void;
  const by = {
    owner: caller(owner, { oncology: 'owner' }),
    second: caller({ aadObjectId: 'second', name: 'Owner 2' }, { oncology: 'owner' }),
    researcher: caller(researcher, { oncology: 'member' }),
  };

  beforeEach(async () => {
    // Monday, 2026-03-02, in the first quarter.
    world = await MachineWorld.start();
    told = [];
    onCard = () => {};
    world.directory.member('admins', admin.aadObjectId);
    world.directory.owner(group, 'second');
    world.directory.member(group, 'third');
    world.followMembers();
    const log = pino({ level: 'silent' });
    sweep = new AccessReviewSweep({ ...world, timeZone: 'UTC', log });
    sweep.register(world.effects);
    new AccessReviewTimers({ ...world, log }).register(world.effects);
    world.hear(accessReview, ['review.card', 'review.tell'], ({ kind, data }) => {
      told.push(`${kind} ${data.to}`);
      onCard();
    });
    world.hear(workspaceMembers, ['member.card', 'member.tell']);
    await world.workspaces.amend('oncology', { knownSince: '2025-01-01T00:00:00.000Z' });
    await world.workspaces.amend('genomics', { members: { review: 'never' } });
  });

  afterEach(async () => await world.stop());

  const oncology = async () => (await world.workspaces.byId('oncology'))!;
  const period = () => reviewPeriod(undefined, world.clock.now(), 'UTC')!.name;
  const read = async (name = period()) => await world.changes.get(accessReview, reviewAddress('oncology', name));
  const begin = async () => {
    await sweep.look();
    await world.clock.advance(5);
  };
  async function decide(who: Caller, wish: Partial<ReviewWish>, key = `key ${++keys}`) {
    const follower = { conversationId: 'a:owner', serviceUrl: 'https://smba.example/emea/' };
    const whole = { period: period(), keep: [], remove: [], ...wish };
    const review = await world.accessReviews.decide(who, await oncology(), whole, { key, follower });
    await world.clock.advance(10);
    return review;
  }
  const page = async () => await world.accessReviews.page(await oncology(), (await read())!, 0, 10);

  it('begins once a quarter, with a card for every owner', async () => {
    await begin();
    await begin();

    assert.deepEqual(told, [`review.card ${owner.aadObjectId}`, 'review.card second']);
    assert.equal((await read())?.period, period());
    assert.equal((await page()).open, 4);
    assert.deepEqual(
      (await page()).members.map(({ role }) => role),
      ['owner', 'owner', 'member', 'member'],
    );
    assert.equal(await world.changes.get(accessReview, reviewAddress('genomics', period())), undefined);
  });

  it('asks the admins where nobody owns the workspace, and says so', async () => {
    for (const id of [owner.aadObjectId, 'second']) world.directory.leave(group, id);
    await begin();

    assert.deepEqual(told, [`review.card ${admin.aadObjectId}`]);
    assert.equal((await read())?.isOwnerless, true);
    const [item] = (await world.pendingWork.list(caller(admin, {}, { admin: true }))).items;
    assert.deepEqual([item?.kind, item?.turn, item?.overdue], ['review', ['admin'], false]);
  });

  it('is looked for every morning by itself', async () => {
    await sweep.start();
    await sweep.start();
    world.clock.leap(23 * 3600);
    await world.clock.advance(30);

    assert.equal((await read())?.state, 'open');
    const next = (await world.store.get<AccessReview>('system', 'sweep/reviews'))?.document.effects;
    assert.deepEqual(
      next?.map(({ dueAt }) => dueAt),
      ['2026-03-04T08:00:00.000Z'],
    );
  });

  it('waits for a workspace that is new until the quarter after its first full one', () => {
    const zone = 'UTC';
    const first = (since: string) => firstReview('quarterly', new Date(since), zone)?.name;

    assert.equal(first('2026-11-22T10:00:00Z'), '2027-Q2');
    assert.equal(first('2026-10-01T00:00:00Z'), '2027-Q1');
    assert.equal(firstReview('yearly', new Date('2026-11-22T10:00:00Z'), zone)?.name, '2028');
    assert.equal(firstReview('yearly', new Date('2026-02-22T10:00:00Z'), zone)?.name, '2027');
    assert.equal(firstReview('never', new Date(), zone), undefined);
    const midnight = new Date('2026-03-31T22:30:00Z');
    assert.equal(reviewPeriod(undefined, midnight, 'Europe/Berlin')?.name, '2026-Q2');
  });

  it('notes since when a workspace is known, and begins nothing in the quarter it came', async () => {
    await world.workspaces.amend('oncology', { knownSince: undefined });
    await begin();

    assert.ok((await oncology()).knownSince);
    assert.equal(await read(), undefined);
    const standing = await world.accessReviews.standing(by.owner, await oncology(), 0, 10);
    assert.ok(standing.nextAt && standing.nextAt > world.clock.now());
  });

  it('decides each person once: what the first said stands, and is shown to the second', async () => {
    await begin();
    await decide(by.owner, { keep: ['third'], remove: [researcher.aadObjectId] });
    await decide(by.second, { keep: [researcher.aadObjectId], remove: ['third'] });

    const review = await read();
    assert.deepEqual(
      review?.answers.map((answer) => [answer.by.name, answer.kept.length, answer.removed.length]),
      [[owner.name, 1, 1]],
    );
    assert.equal(world.directory.memberships.get(group)?.has(researcher.aadObjectId), false);
    assert.ok(world.directory.memberships.get(group)?.has('third'));
    assert.deepEqual((await page()).open, 2);
  });

  it('is over when everybody is decided, and is on record by name and id', async () => {
    await begin();
    await decide(by.second, { remove: ['third'], rest: true });
    told = [];
    world.clock.leap(20 * day);
    await world.clock.advance(30);

    const review = await read();
    assert.equal(review?.state, 'done');
    assert.deepEqual(told, []);
    const entry = review?.history.find(({ what }) => what === 'access-review.decide');
    assert.match(entry?.why ?? '', /Removed: third \(third\)\. Everybody else is kept\./);
    assert.deepEqual(entry?.detail, { kept: 0, removed: 1, rest: 3 });
    const forgotten = withoutTraces(accessReview, review!, { person: 'third' });
    assert.doesNotMatch(JSON.stringify({ ...forgotten, history: [] }), /"third"/);
  });

  it('reminds owners after a week, and asks admins after two', async () => {
    await begin();
    told = [];
    world.clock.leap(7 * day);
    await world.clock.advance(30);
    assert.deepEqual(told.toSorted(), [`review.tell ${owner.aadObjectId}`, 'review.tell second'].toSorted());
    world.clock.leap(7 * day);
    await world.clock.advance(30);

    assert.ok(told.includes(`review.card ${admin.aadObjectId}`));
    assert.ok((await read())?.escalatedAt);
    await decide(caller(admin, {}, { admin: true }), { rest: true });
    assert.equal((await read())?.state, 'done');
  });

  it('keeps the last owner, and decides nothing of what was asked with it', async () => {
    await begin();
    const remove = [owner.aadObjectId, 'second', 'third'];
    await assert.rejects(decide(by.owner, { remove }), { code: 'conflict', message: /last owner/ });
    assert.deepEqual((await read())?.answers, []);
  });

  it('says on the card why somebody could not be removed after all', async () => {
    await begin();
    onCard = () => world.directory.leave(group, owner.aadObjectId);
    await decide(by.owner, { remove: ['third'] });

    assert.match((await read())?.answers[0]?.problem ?? '', /no workspace/);
    assert.ok(world.directory.memberships.get(group)?.has('third'));
    assert.equal(told.filter((line) => line === 'review.card second').length, 3);
  });

  it('is for owners and admins, as the directory says at that moment', async () => {
    await begin();
    await assert.rejects(decide(by.researcher, { rest: true }), { code: 'forbidden' });
    world.directory.leave(group, 'second');
    await assert.rejects(decide(by.second, { rest: true }), { code: 'not-found' });
  });

  it('ends, on record, in the morning after the workspace was set to have none, and reminds nobody', async () => {
    await begin();
    told = [];
    await world.workspaces.amend('oncology', { members: { review: 'never' } });
    await begin();
    await begin();

    const review = await read();
    assert.deepEqual([review?.state, review?.isCalledOff], ['lapsed', true]);
    assert.equal(review?.history.filter(({ what }) => what === 'access-review.called-off').length, 1);
    assert.deepEqual(told, [`review.card ${owner.aadObjectId}`, 'review.card second']);
    world.clock.leap(20 * day);
    await world.clock.advance(30);
    assert.equal(told.length, 2);
  });

  it('ends where its owners would be reminded, should the morning have been missed', async () => {
    await begin();
    told = [];
    await world.workspaces.amend('oncology', { members: { review: 'never' } });
    world.clock.leap(7 * day);
    await world.clock.advance(30);

    assert.deepEqual((await read())?.isCalledOff, true);
    assert.deepEqual(told, [`review.card ${owner.aadObjectId}`, 'review.card second']);
  });

  it('ends with the next one where nobody decided everybody', async () => {
    await begin();
    const before = period();
    world.clock.leap(100 * day);
    await begin();

    assert.equal((await read(before))?.state, 'lapsed');
    assert.equal((await read())?.state, 'open');
  });
});
