import assert from 'node:assert/strict';
import { badges, buttons, findButton } from '../../support/card-content.ts';
import type { Chat } from '../../support/chat.ts';
import { RequestWorld, stands } from './request-world.ts';

describe('several who decide about one request', () => {
  let world: RequestWorld;
  let researcher: Chat;
  let owner: Chat;
  let owner2: Chat;

  before(async function () {
    this.timeout(90_000);
    world = await RequestWorld.open('several');
    await world.azure.addOwner('oncology', 'owner2');
  });

  beforeEach(async () => {
    [researcher, owner, owner2] = await world.chats('researcher', 'owner', 'owner2');
  });

  after(() => world.azure.removeOwner('oncology', 'owner2'));

  it('all have the card, and it turns to the outcome with who and when wherever it stands', async () => {
    const { name, toDecide } = await world.askAndWait(researcher, owner);
    const other = await stands(owner2, name, 'Pending');

    await owner2.press(other, 'request.deny', { reason: 'Not yet.' });

    const { text, id } = await stands(owner, name, 'Denied');
    assert.equal(id, toDecide.id);
    assert.match(text, /^Owner 2 denied 1 file\n[\s\S]*Owner 2: “Not yet\.”[\s\S]*\nDecided\nOwner 2, \{\{DATE\(/);
    assert.equal((await stands(owner2, name, 'Denied')).id, other.id);
  });

  it('see who takes it', async () => {
    const { name, toDecide } = await world.askAndWait(researcher, owner);

    const taken = await owner.press(toDecide, "I'll take it");

    assert.match(taken.text, /\nTaken by\nYou\n/);
    assert.equal(
      buttons(taken.card).some(({ verb }) => verb === 'request.claim'),
      false,
    );
    const seen = await owner2.shows(new RegExp(`${name} [\\s\\S]*\nTaken by\nOwner\n`));
    assert.deepEqual(badges(seen.card), ['Pending']);
    // Whoever took it may be away; it is no lock.
    assert.match((await owner2.press(seen, 'request.approve')).text, /^You approved/);
    await stands(researcher, name, 'Approved');
  });

  it('one wins where two decide at once, and the other reads what was decided', async () => {
    const { name, toDecide } = await world.askAndWait(researcher, owner);
    const other = await stands(owner2, name, 'Pending');

    const answers = await Promise.all([
      owner.press(toDecide, 'request.approve'),
      owner2.press(other, 'request.deny', { reason: 'Not yet.' }),
    ]);

    const { state } = world.stored(name);
    const winner = state === 'denied' ? 'Owner 2' : 'Owner';
    const [won, lost] = winner === 'Owner' ? answers : answers.toReversed();
    assert.match(won!.text, /^You (approved|denied) 1 file\n/);
    assert.match(
      lost!.text,
      new RegExp(`${name} was (approved|denied) by ${winner} already, so nothing was changed\\.`),
    );
    assert.deepEqual(badges(lost!.card).join().slice(0, 5), badges(won!.card).join().slice(0, 5));
    const decisions = world.history(name).filter(({ what }) => /^request\.(approve|deny)$/.test(what));
    assert.equal(decisions.length, 1);
    await stands(researcher, name, winner === 'Owner' ? 'Approved' : 'Denied');
  });

  it('twenty presses at once decide once', async () => {
    const { name, toDecide } = await world.askAndWait(researcher, owner);
    const other = await stands(owner2, name, 'Pending');

    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => {
        const [chat, card] = index % 2 === 0 ? ([owner, toDecide] as const) : ([owner2, other] as const);
        const verb = index % 3 === 0 ? 'request.approve' : 'request.deny';
        return chat.press(card, verb, { reason: `Reason ${index}` });
      }),
    );

    for (const { status, card } of answers) {
      assert.equal(status, 200);
      assert.match(badges(card).join(), /^(Approving|Approved|Denied)$/);
    }
    const decisions = world.history(name).filter(({ what }) => /^request\.(approve|deny)$/.test(what));
    assert.equal(decisions.length, 1);
  });

  it('can withdraw against a decision, and one of both holds', async () => {
    const { name, card, toDecide } = await world.askAndWait(researcher, owner);

    const [withdrawn, approved] = await Promise.all([
      researcher.press(card, 'request.withdraw'),
      owner.press(toDecide, 'request.approve'),
    ]);

    const changes = world.history(name).filter(({ what }) => /^request\.(approve|withdraw)$/.test(what));
    assert.equal(changes.length, 1);
    const lost = changes[0]?.what === 'request.approve' ? withdrawn : approved;
    assert.match(lost.text, /already, so nothing was changed\./);
  });

  it('do not include the reviewers of the environment, who may only look', async () => {
    const { name, toDecide } = await world.askAndWait(researcher, owner);
    const reviewer = await world.chat('reviewer');

    const { text } = await reviewer.pressButton(findButton(toDecide.card, 'request.approve'));

    assert.match(text, /Only an owner of Oncology decides/);
    assert.equal(world.stored(name).state, 'in_review');
  });
});
