import assert from 'node:assert/strict';
import { badges, buttons, fields, findButton } from '../../support/card-content.ts';
import type { Chat } from '../../support/chat.ts';
import { RequestWorld, stands } from './request-world.ts';

describe('deciding about requests', () => {
  let world: RequestWorld;
  let researcher: Chat;
  let owner: Chat;

  before(async function () {
    this.timeout(90_000);
    world = await RequestWorld.open('deciding');
  });

  beforeEach(async () => {
    [researcher, owner] = await world.chats('researcher', 'owner');
  });

  it('is done on one card: the reason is a field of it, and approving asks for nothing', async () => {
    const { name, toDecide } = await world.askAndWait(researcher, owner);

    assert.match(toDecide.text, /^Researcher asks for 1 file\n/);
    assert.deepEqual(badges(toDecide.card), ['Pending']);
    assert.deepEqual(Object.keys(fields(toDecide.card)), ['reason']);
    const verbs = buttons(toDecide.card).map(({ verb }) => verb);
    for (const verb of ['approve', 'deny', 'return', 'claim', 'comment'])
      assert.ok(verbs.includes(`request.${verb}`), `${verbs}`);
    assert.deepEqual(findButton(toDecide.card, 'request.deny').data, {
      ...{ id: name, version: 1 },
      nonce: (findButton(toDecide.card, 'request.deny').data as { nonce: string }).nonce,
    });
  });

  it('denies with a reason, which the requester reads on the card and is told of in a line', async () => {
    const { name, toDecide } = await world.askAndWait(researcher, owner);

    const denied = await owner.press(toDecide, 'request.deny', { reason: 'Ask for the summary instead.' });

    assert.match(denied.text, new RegExp(`^You denied 1 file\\n${name} [\\s\\S]*Ask for the summary instead\\.`));
    assert.deepEqual(badges(denied.card), ['Denied']);
    assert.match((await stands(researcher, name, 'Denied')).text, /Owner: “?[\s\S]*Ask for the summary instead\./);
    await researcher.shows(new RegExp(`^Owner denied ${name}\\. The reason is on its card\\.$`));
    assert.equal(await world.azure.released('oncology', name, 'results.csv'), undefined);
  });

  it('says on the same card that a denial needs a reason, and changes nothing without', async () => {
    const { name, toDecide } = await world.askAndWait(researcher, owner);

    const answered = await owner.press(toDecide, 'request.deny');

    assert.deepEqual(badges(answered.card), ['Pending']);
    assert.match(answered.text, /Say why in the field below/);
    assert.ok('reason' in fields(answered.card));
    assert.equal(world.stored(name).state, 'in_review');
    const denied = await owner.press(answered, 'request.deny', { reason: 'Too early.' });
    assert.deepEqual(badges(denied.card), ['Denied']);
  });

  it('asks why where somebody writes “deny”, and takes the next message as the reason', async () => {
    const { name } = await world.askAndWait(researcher, owner);

    await owner.sayAndSee(`deny ${name}`, /^Why\?/);
    const { card, text } = await owner.sayAndSee('The consent does not cover it.', /^You denied 1 file\n/);

    assert.deepEqual(badges(card), ['Denied']);
    assert.match(text, /The consent does not cover it\./);
    assert.equal(world.history(name).find(({ what }) => what === 'request.deny')?.via, 'chat');
  });

  it('approves by a sentence as by the button', async () => {
    const { name } = await world.askAndWait(researcher, owner);

    const { card } = await owner.sayAndSee(`approve ${name}`, /^You approved/);

    assert.deepEqual(badges(card), ['Approving']);
    await stands(researcher, name, 'Approved');
  });

  it('asks back: the author answers on the card, it is sent again, and the old card decides nothing', async () => {
    const { name, toDecide } = await world.askAndWait(researcher, owner);

    const returned = await owner.press(toDecide, 'request.return', { reason: 'Which cohort is this for?' });
    assert.deepEqual(badges(returned.card), ['Returned']);
    const asked = await stands(researcher, name, 'Returned');
    assert.match(asked.text, /^Owner asks you about 1 file\n[\s\S]*Which cohort is this for\?/);
    await researcher.shows(new RegExp(`^There is a question about ${name}\\.`));

    const answered = await researcher.press(asked, 'request.comment', { text: 'The one of spring.' });
    assert.deepEqual(badges(answered.card), ['Pending']);
    const again = await owner.shows(new RegExp(`${name} [\\s\\S]*\nPending\n[\\s\\S]*The one of spring\\.`));
    assert.notEqual(again.id, toDecide.id);

    const stale = await owner.press(toDecide, 'request.approve');
    assert.match(stale.text, /was sent again since\. Look at it as it is now; nothing was changed/);
    assert.equal(world.stored(name).state, 'in_review');

    await owner.press(again, 'request.approve');
    assert.deepEqual(badges((await stands(researcher, name, 'Approved')).card), ['Approved']);
  });

  it('asks for the question where one is asked back without', async () => {
    const { name, toDecide } = await world.askAndWait(researcher, owner);

    const answered = await owner.press(toDecide, 'request.return', { reason: '   ' });

    assert.deepEqual(badges(answered.card), ['Pending']);
    assert.match(answered.text, /Write what you want to know in the field below/);
    assert.equal(world.stored(name).state, 'in_review');
  });

  it('lets the author and whoever decides talk under it', async () => {
    const { name, card, toDecide } = await world.askAndWait(researcher, owner);

    await owner.press(toDecide, 'request.comment', { reason: 'I look at it today.' });
    const own = await researcher.shows(new RegExp(`${name} [\\s\\S]*Owner (?:· )?just now\nI look at it today\\.`));
    await researcher.press(own, 'request.comment', { text: 'Thank you.' });

    const { text } = await owner.shows(new RegExp(`${name} [\\s\\S]*Researcher (?:· )?just now\nThank you\\.`));
    assert.match(text, /You (?:· )?just now\nI look at it today\.\nResearcher (?:· )?just now\nThank you\./);
    assert.equal(world.stored(name).state, 'in_review');
    assert.equal(own.id === card.id || own.updates > 0, true);
  });

  it('asks what to say where a comment is empty', async () => {
    const { name, toDecide } = await world.askAndWait(researcher, owner);

    const { text, card } = await owner.press(toDecide, 'request.comment', { reason: '' });

    assert.match(text, /Write what you want to say/);
    assert.deepEqual(badges(card), card ? ['Pending'] : []);
    assert.equal(
      world.history(name).some(({ what }) => what === 'request.comment'),
      false,
    );
  });

  it('shows today’s truth where yesterday’s card is pressed', async () => {
    const { name, toDecide } = await world.askAndWait(researcher, owner);
    await owner.press(toDecide, 'request.deny', { reason: 'Not yet.' });

    const late = await owner.press(toDecide, 'request.approve');

    assert.deepEqual(badges(late.card), ['Denied']);
    assert.match(late.text, new RegExp(`${name} was denied by Owner already, so nothing was changed\\.`));
    assert.equal(world.stored(name).state, 'denied');
  });

  it('gives a press that comes twice the same answer, and decides once', async () => {
    const { name, toDecide } = await world.askAndWait(researcher, owner);

    const [first, second] = await Promise.all([
      owner.press(toDecide, 'request.approve'),
      owner.press(toDecide, 'request.approve'),
    ]);

    for (const { card } of [first, second]) assert.match(badges(card).join(), /^Approv(ing|ed)$/);
    await stands(researcher, name, 'Approved');
    assert.equal(world.history(name).filter(({ what }) => what === 'request.approve').length, 1);
    await researcher.shows(new RegExp(`^Owner approved ${name}`));
    const lines = researcher.messages().filter(({ text }) => text.startsWith(`Owner approved ${name}`));
    assert.equal(lines.length, 1);
  });
});
