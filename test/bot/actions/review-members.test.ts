import assert from 'node:assert/strict';
import { pino } from 'pino';
import type { Action } from '../../../bot/actions/action.ts';
import { reviewMembers } from '../../../bot/actions/members/review.ts';
import { ReviewNews } from '../../../bot/news/review-news.ts';
import { readPress } from '../../../bot/turns/press.ts';
import { type AccessReview, accessReview, reviewAddress } from '../../../services/access-reviews/access-review.ts';
import { AccessReviewSweep } from '../../../services/access-reviews/access-review-sweep.ts';
import { AccessReviewTimers } from '../../../services/access-reviews/access-review-timers.ts';
import { type WorkspaceMembers, workspaceMembers } from '../../../services/members/member-record.ts';
import { buttons, cardText, messageText, parts } from '../../support/card-content.ts';
import { CommandWorld } from '../../support/command-world.ts';
import { caller, owner, researcher } from '../../support/machine-samples.ts';
import { CourierWorld } from '../news/courier-world.ts';

const third = '33333333-aaaa-4aaa-8aaa-333333333333';
const period = '2026-Q1';

describe('the action on reviews', () => {
  let world: CommandWorld;
  const by = {
    owner: caller(owner, { oncology: 'owner' }),
    researcher: caller(researcher, { oncology: 'member' }),
  };

  beforeEach(async () => {
    world = await CommandWorld.start();
    const { machines } = world;
    machines.directory.member('group-oncology', third);
    machines.followMembers();
    new AccessReviewTimers({ ...machines, log: pino({ level: 'silent' }) }).register(machines.effects);
    for (const kind of ['member.card', 'member.tell'])
      machines.effects.register<WorkspaceMembers>(workspaceMembers, kind, { handle: async () => ({ done: true }) });
  });

  afterEach(async () => await world.stop());

  const begin = async (keep = true) => {
    const { machines } = world;
    if (keep)
      machines.effects.register<AccessReview>(accessReview, 'review.card', { handle: async () => ({ done: true }) });
    await machines.workspaces.amend('oncology', { knownSince: '2025-01-01T00:00:00.000Z' });
    await new AccessReviewSweep({ ...machines, timeZone: 'UTC', log: pino({ level: 'silent' }) }).look();
    await machines.clock.advance(3);
  };
  /** As Teams sends it: the card's fields beside the button's own data. */
  const press = async (card: unknown, title: string, fields: Record<string, string> = {}) => {
    const button = buttons(card).find((one) => one.title === title)!;
    const inputs = [...parts(card)].filter(({ type }) => type === 'Input.ChoiceSet');
    const values = Object.fromEntries(inputs.map(({ id, value }) => [id, value]));
    const data = { ...values, ...fields, ...(button.data as object) };
    const read = readPress({ action: { verb: button.verb, data } }, () => reviewMembers as Action)!;
    return (await world.answer(by.owner, 'member.review', read.given, { via: 'card' })).card;
  };
  const show = async () => (await world.answer(by.owner, 'member.review', { workspace: 'oncology' })).card;

  it('says when owners are asked next, and that nobody is where the workspace wants it so', async () => {
    assert.match(cardText(await show()), /asked next on 1 July,/);
    await world.machines.workspaces.amend('oncology', { members: { review: 'never' } });
    assert.match(cardText(await show()), /no reviews of its members/);
    await assert.rejects(world.answer(by.researcher, 'member.review', { workspace: 'oncology' }), {
      code: 'forbidden',
    });
  });

  it('takes from the card who stays and who is removed', async () => {
    await begin();
    const card = await show();
    const after = await press(card, 'Decide these 3', { row2: `remove/${third}` });
    await world.machines.clock.advance(10);

    assert.match(cardText(after), /Everybody in Oncology is decided[\s\S]*removed 33333333/);
    assert.equal(world.machines.directory.memberships.get('group-oncology')?.has(third), false);
    assert.match(cardText(await show()), /Everybody in Oncology is decided/);
  });

  it('removes whom the card says and keeps everybody else, by one press', async () => {
    await begin();
    await press(await show(), 'Keep everybody else', { row2: `remove/${third}` });
    await world.machines.clock.advance(10);

    const review = await world.machines.changes.get(accessReview, reviewAddress('oncology', period));
    const [answer] = review?.answers ?? [];
    assert.deepEqual([review?.state, answer?.rest, answer?.removed.length], ['done', true, 1]);
    assert.equal(world.machines.directory.memberships.get('group-oncology')?.has(third), false);
    assert.ok(world.machines.directory.memberships.get('group-oncology')?.has(researcher.aadObjectId));
  });

  it('is asked on one card in each owner’s own chat, which changes in its place', async () => {
    const teams = await CourierWorld.start();
    try {
      const { courier, people } = teams.process();
      await teams.meet(people, owner.aadObjectId);
      const log = pino({ level: 'silent' });
      new ReviewNews({ ...world.machines, courier, log }).register(world.machines.effects);
      await begin(false);
      const chat = `a:${owner.aadObjectId}`;
      const posted = async (wanted: RegExp) =>
        await teams.connector.until(() =>
          teams.connector.messages(chat).find(({ activity }) => wanted.test(messageText(activity))),
        );
      await posted(/Who stays in Oncology\?/);
      await press(await show(), 'Keep everybody else');
      await world.machines.clock.advance(3);

      await posted(/Everybody in Oncology is decided/);
      assert.equal(teams.connector.messages(chat).length, 1);
    } finally {
      await teams.stop();
    }
  });
});
