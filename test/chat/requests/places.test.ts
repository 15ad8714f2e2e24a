import assert from 'node:assert/strict';
import { press } from '../../support/activities.ts';
import { badges, buttons, type Json } from '../../support/card-content.ts';
import type { Chat, Reply } from '../../support/chat.ts';
import { RequestWorld, stands } from './request-world.ts';

const told = /results\.csv|figure1|the interim analysis|Not while it is raining/;

describe('requests in chats of several', () => {
  let world: RequestWorld;
  let researcher: Chat;
  let owner: Chat;

  before(async function () {
    this.timeout(90_000);
    world = await RequestWorld.open('places');
  });

  beforeEach(async () => {
    [researcher, owner] = await world.chats('researcher', 'owner');
  });

  /** What Teams asks by itself for the view of whoever looks at a card. */
  async function refresh(chat: Chat, on: Reply) {
    const { action } = (on.card?.refresh ?? {}) as { action: Json };
    const asked = press(chat.place, action, {}, on.id) as { value: Json };
    const { status, body } = await chat.post({ ...asked, value: { ...asked.value, trigger: 'automatic' } });
    assert.equal(status, 200);
    return (body as { value: Json }).value;
  }

  for (const scope of ['groupChat', 'channel'] as const) {
    it(`name no file and no reason in a ${scope}`, async () => {
      const files = ['results.csv', 'figures/figure1.png'];
      const { name, toDecide } = await world.askAndWait(researcher, owner, { files });
      const place = { scope, name: `places ${name}` };
      const [theirs, others] = [world.sandbox.chat('researcher', place), world.sandbox.chat('owner', place)];

      const shown = await theirs.say(`show ${name}`);
      await owner.press(toDecide, 'request.deny', { reason: 'Not while it is raining.' });
      const commented = await others.say(`show ${name}`);

      assert.match(shown.text, new RegExp(`^A request for 2 files\n${name} · Oncology`));
      for (const { activity } of [shown, commented]) assert.doesNotMatch(JSON.stringify(activity), told);
      for (const { activity } of theirs.messages()) assert.doesNotMatch(JSON.stringify(activity), told);
    });
  }

  it('are asked for in the own chat: the form is not posted where others read', async () => {
    const group = world.sandbox.chat('researcher', { scope: 'groupChat', name: 'places, form' });

    const { text, activity } = await group.say('request results.csv in oncology for the interim analysis');

    assert.match(text, /own chat/);
    assert.doesNotMatch(JSON.stringify(activity), told);
    await researcher.shows(/^Ask for files\n[\s\S]*the interim analysis/);
  });

  it('give author, owner and others a view of their own of one message, and change nothing by looking', async () => {
    const { name } = await world.askAndWait(researcher, owner);
    const place = { scope: 'channel', name: `views ${name}` } as const;
    const shown = await world.sandbox.chat('researcher', place).say(`show ${name}`);
    const before = world.stored(name);

    const views = await Promise.all(
      (['researcher', 'owner', 'researcher2'] as const).map((who) => refresh(world.sandbox.chat(who, place), shown)),
    );

    const verbs = views.map((view) => buttons(view).map(({ verb }) => `${verb}`));
    assert.ok(verbs[0]?.includes('request.withdraw') && !verbs[0].includes('request.approve'));
    assert.ok(verbs[1]?.includes('request.approve') && !verbs[1].includes('request.withdraw'));
    assert.ok(
      verbs[2]?.every((verb) => !/approve|deny|withdraw|comment/.test(verb)),
      `${verbs[2]}`,
    );
    assert.match(JSON.stringify(views[0]), told);
    assert.doesNotMatch(JSON.stringify(views[2]), told);
    const { state, version, history } = world.stored(name);
    assert.deepEqual(
      { state, version, history },
      {
        state: before.state,
        version: before.version,
        history: before.history,
      },
    );
  });

  it('refresh for the author and those who decide, by their ids in Teams', async () => {
    const { name, toDecide } = await world.askAndWait(researcher, owner);
    const shown = await world.sandbox.chat('researcher', { scope: 'channel', name: `ids ${name}` }).say(`show ${name}`);
    const ids = ['researcher', 'owner'].map(
      (who) => `29:${world.sandbox.endpoints.people[who as 'owner'].aadObjectId}`,
    );

    assert.deepEqual(refreshed(shown), ids.toSorted());
    assert.deepEqual(refreshed(toDecide), [ids[1]]);
  });

  it('let the owner decide in a channel, for whom the answer names files and for nobody else', async () => {
    const { name } = await world.askAndWait(researcher, owner);
    const place = { scope: 'channel', name: `decide ${name}` } as const;
    const shown = await world.sandbox.chat('researcher', place).say(`show ${name}`);
    const theirs = world.sandbox.chat('owner', place);
    const view = await refresh(theirs, shown);
    const deny = buttons(view).find(({ verb }) => verb === 'request.deny');
    assert.ok(deny);

    const answered = await theirs.pressButton(deny, { reason: 'Not while it is raining.' }, shown.id);

    assert.deepEqual(badges(answered.card), ['Denied']);
    await stands(researcher, name, 'Denied');
    const { text, activity } = await theirs.shows(new RegExp(`${name} [\\s\\S]*\nDenied\n`), { on: shown });
    assert.doesNotMatch(JSON.stringify(activity), told);
    assert.match(text, /Owner/);
  });

  it('refuse what Teams asks by itself where it would change something', async () => {
    const { name, toDecide } = await world.askAndWait(researcher, owner);
    const approve = buttons(toDecide.card).find(({ verb }) => verb === 'request.approve');
    const asked = press(owner.place, approve ?? {}, {}, toDecide.id) as { value: Json };

    const { status } = await owner.post({ ...asked, value: { ...asked.value, trigger: 'automatic' } });

    assert.equal(status, 200);
    assert.equal(world.stored(name).state, 'in_review');
  });
});

/** Teams' ids of those whose view of a message is asked for by itself. */
function refreshed({ card }: Reply): string[] {
  const { userIds = [] } = (card?.refresh ?? {}) as { userIds?: string[] };
  return userIds.toSorted();
}
