import assert from 'node:assert/strict';
import { badges, buttons } from '../../support/card-content.ts';
import type { Chat } from '../../support/chat.ts';
import { RequestWorld, stands } from './request-world.ts';

describe('withdrawing a request', () => {
  let world: RequestWorld;
  let researcher: Chat;
  let owner: Chat;

  before(async function () {
    this.timeout(90_000);
    world = await RequestWorld.open('withdrawing');
  });

  beforeEach(async () => {
    [researcher, owner] = await world.chats('researcher', 'owner');
  });

  it('is done on its card while nobody has decided, and the owner’s card says so', async () => {
    const { name, card, toDecide } = await world.askAndWait(researcher, owner);

    const withdrawn = await researcher.press(card, 'request.withdraw');

    assert.deepEqual(badges(withdrawn.card), ['Withdrawn']);
    assert.match(withdrawn.text, /^You withdrew /);
    const seen = await stands(owner, name, 'Withdrawn');
    assert.equal(seen.id, toDecide.id);
    assert.match(seen.text, /^Researcher withdrew /);
    assert.equal(
      buttons(seen.card).some(({ verb }) => /approve|deny/.test(`${verb}`)),
      false,
    );
  });

  it('is done by a sentence', async () => {
    const { name } = await world.askAndWait(researcher, owner);

    const { card } = await researcher.sayAndSee(`withdraw ${name}`, /^You withdrew/);

    assert.deepEqual(badges(card), ['Withdrawn']);
    await stands(owner, name, 'Withdrawn');
  });

  it('is refused once it is decided, with how it stands', async () => {
    const { name, card, toDecide } = await world.askAndWait(researcher, owner);
    await owner.press(toDecide, 'request.deny', { reason: 'Not yet.' });

    const { text, card: shown } = await researcher.press(card, 'request.withdraw');

    assert.match(text, new RegExp(`${name} was denied by Owner already, so nothing was changed\\.`));
    assert.deepEqual(badges(shown), ['Denied']);
    assert.equal(world.stored(name).state, 'denied');
  });

  it('is its author’s alone', async () => {
    const { name } = await world.askAndWait(researcher, owner);
    const other = await world.chat('researcher2');

    const [byOwner, byOther] = [await owner.say(`withdraw ${name}`), await other.say(`withdraw ${name}`)];

    for (const { text } of [byOwner, byOther]) assert.match(text, /Only Researcher, who asked, can withdraw/);
    assert.equal(world.stored(name).state, 'in_review');
  });

  it('leaves the owner nothing to decide: a press on the card shows that it was withdrawn', async () => {
    const { name, card, toDecide } = await world.askAndWait(researcher, owner);
    await researcher.press(card, 'request.withdraw');

    const late = await owner.press(toDecide, 'request.approve');

    assert.deepEqual(badges(late.card), ['Withdrawn']);
    assert.match(late.text, /was withdrawn by its author already, so nothing was changed\./);
    assert.equal(world.stored(name).state, 'withdrawn');
  });

  it('can be asked again from the card, with what was asked for filled in', async () => {
    const { card } = await world.askAndWait(researcher, owner, { files: ['cohort.csv'], purpose: 'the table' });
    const withdrawn = await researcher.press(card, 'request.withdraw');

    const form = await researcher.press(withdrawn, 'Ask again');

    assert.match(form.text, /^Ask for files\n[\s\S]*the table/);
    const again = await researcher.press(form, 'request.submit', {
      files: 'cohort.csv',
      purpose: 'it',
      use: 'machines',
    });
    assert.deepEqual(badges(again.card), ['Pending']);
  });
});
