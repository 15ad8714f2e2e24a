import assert from 'node:assert/strict';
import { pino } from 'pino';
import { reviewCard } from '../../../cards/members/review.ts';
import { accessReview, reviewAddress } from '../../../services/access-reviews/access-review.ts';
import { AccessReviewSweep } from '../../../services/access-reviews/access-review-sweep.ts';
import { AccessReviews } from '../../../services/access-reviews/access-reviews.ts';
import { type SignInAnswer, type SignInClient, SignIns } from '../../../services/access-reviews/sign-ins.ts';
import { cardText } from '../../support/card-content.ts';
import { owner } from '../../support/machine-samples.ts';
import { MachineWorld } from '../../support/machine-world.ts';

const day = '2026-02-17';

/** The directory behind its port. */
class SimulatedSignIns implements SignInClient {
  answer: SignInAnswer = { days: new Map([[owner.aadObjectId, day]]) };
  asked = 0;

  async lastDays(): Promise<SignInAnswer> {
    this.asked += 1;
    return this.answer;
  }
}

describe('when people last signed in', () => {
  let world: MachineWorld;
  let client: SimulatedSignIns;
  let reviews: AccessReviews;

  beforeEach(async () => {
    // Monday, 2026-03-02.
    world = await MachineWorld.start();
    client = new SimulatedSignIns();
    reviews = new AccessReviews({ ...world, timeZone: 'UTC', signIns: new SignIns({ client, clock: world.clock }) });
    world.hear(accessReview, ['review.card', 'review.tell', 'review.remind', 'review.escalate']);
    world.directory.member('group-oncology', 'third');
    await world.workspaces.amend('oncology', { knownSince: '2025-01-01T00:00:00.000Z' });
    await world.workspaces.amend('genomics', { members: { review: 'never' } });
    await new AccessReviewSweep({ ...world, timeZone: 'UTC', log: pino({ level: 'silent' }) }).look();
    await world.clock.advance(5);
  });

  afterEach(async () => await world.stop());

  const workspace = async () => (await world.workspaces.byId('oncology'))!;
  const page = async (of = reviews) => {
    const review = await world.changes.get(accessReview, reviewAddress('oncology', '2026-Q1'));
    return await of.page(await workspace(), review!, 0, 10);
  };
  const card = async () => reviewCard({ ...(await page()), workspace: await workspace(), now: world.clock.now() });

  it('stands on the card of a review, beside when Labdesk last saw those of whom nothing is known', async () => {
    const { members, signIns } = await page();
    const text = cardText(await card());

    assert.equal(members.find(({ aadObjectId }) => aadObjectId === owner.aadObjectId)?.lastSignIn, day);
    assert.deepEqual(signIns, { unknown: members.length - 1 });
    assert.match(text, /Owner · signed in 13 days ago/);
    assert.match(text, /third · Member · not seen yet/);
    assert.match(text, /Microsoft Entra knows of no sign-in of \d people here;/);
  });

  it('is not asked for unless somebody wants it so', async () => {
    const { members, signIns } = await page(world.accessReviews);

    assert.equal(signIns, undefined);
    assert.ok(members.every((member) => !('lastSignIn' in member)));
    assert.equal(client.asked, 0);
  });

  it('holds no review up where the directory does not say it, and the card says why', async () => {
    const sentences = {
      licence: /Entra ID P1 or P2/,
      permission: /AuditLog\.Read\.All/,
      silent: /did not say/,
    } as const;
    for (const problem of ['licence', 'permission', 'silent'] as const) {
      client.answer = { days: new Map(), problem };
      const text = cardText(await card());

      assert.match(text, sentences[problem]);
      assert.match(text, /last saw/);
      assert.match(text, /third · Member · not seen yet/);
    }
  });

  it('is not asked for again before the directory wants to be asked', async () => {
    client.answer = { days: new Map(), problem: 'silent', retryAfterSeconds: 30 };
    await page();
    await page();
    assert.equal(client.asked, 1);

    client.answer = { days: new Map() };
    world.clock.leap(31);
    assert.equal((await page()).signIns?.problem, undefined);
    assert.equal(client.asked, 2);
  });

  it('is written down nowhere, so that nobody has to be forgotten there', async () => {
    await page();

    const kept = world.store.all().map(({ document }) => JSON.stringify(document));
    assert.ok(kept.some((document) => document.includes('review-2026-Q1')));
    for (const document of kept) assert.ok(!document.includes(day), document);
  });
});
