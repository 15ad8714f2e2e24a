import assert from 'node:assert/strict';
import { badges, buttons, findButton } from '../../support/card-content.ts';
import type { Chat } from '../../support/chat.ts';
import { RequestWorld, stands } from './request-world.ts';

describe('who may what with requests', () => {
  let world: RequestWorld;
  let researcher: Chat;
  let owner: Chat;

  before(async function () {
    this.timeout(90_000);
    world = await RequestWorld.open('rights');
  });

  beforeEach(async () => {
    [researcher, owner] = await world.chats('researcher', 'owner');
  });

  afterEach(async () => {
    await world.sandbox.control.clearFaults();
  });

  it('never lets an author decide, whatever roles the author has, and puts the try on record', async () => {
    const admin = await world.chat('admin');
    const { name, toDecide } = await world.askAndWait(owner, admin);

    const typed = await owner.sayAndSee(`approve ${name}`, /own request/);
    const borrowed = await owner.pressButton(findButton(toDecide.card, 'request.approve'));

    for (const { text } of [typed, borrowed])
      assert.match(text, /You cannot decide about your own request\. Admin decides; nothing was changed\./);
    assert.equal(world.stored(name).state, 'in_review');
    const tries = world.history(name).filter(({ what }) => what === 'request.approve.refused');
    assert.deepEqual(
      tries.map(({ by, via, detail }) => [by.name, by.roles.join(), via, detail?.because]),
      [
        ['Owner', 'owner', 'chat', 'not-allowed'],
        ['Owner', 'owner', 'card', 'not-allowed'],
      ],
    );
  });

  it('asks the admins where the only owner is the author, and says so on record and on the card', async () => {
    const admin = await world.chat('admin');

    const { name, toDecide } = await world.askAndWait(owner, admin);
    await admin.press(toDecide, 'request.approve');

    assert.match(toDecide.text, /Asked\nYou \(admin\), since the only owner asks/);
    await stands(owner, name, 'Approved');
    const history = world.history(name);
    assert.equal(history.find(({ what }) => what === 'request.asked')?.detail?.because, 'author-is-only-owner');
    const approval = history.find(({ what }) => what === 'request.approve');
    assert.deepEqual([approval?.by.name, approval?.detail?.as], ['Admin', 'admin']);
  });

  it('asks the admins beside an owner who is away', async () => {
    const admin = await world.chat('admin');
    await world.azure.away('owner', true);
    try {
      const { name, toDecide } = await world.askAndWait(researcher, admin);

      await stands(owner, name, 'Pending');
      assert.match(toDecide.text, /Asked\nOwner, You \(admin\), since the owners are away/);
      await admin.press(toDecide, 'request.approve');
      await stands(researcher, name, 'Approved');
      await stands(owner, name, 'Approved');
      const approval = world.history(name).find(({ what }) => what === 'request.approve');
      assert.deepEqual([approval?.detail?.as, approval?.detail?.because], ['admin', 'owners-away']);
    } finally {
      await world.azure.away('owner', false);
    }
  });

  it('refuses an admin who was not asked', async () => {
    const admin = await world.chat('admin');
    const { name, toDecide } = await world.askAndWait(researcher, owner);

    const { text } = await admin.pressButton(findButton(toDecide.card, 'request.approve'));

    assert.match(text, /Only an owner of Oncology decides/);
    assert.equal(world.stored(name).state, 'in_review');
    assert.equal(world.history(name).at(-1)?.what, 'request.approve.refused');
  });

  it('refuses the author and other members who press the owner’s button', async () => {
    const other = await world.chat('researcher2');
    const { name, toDecide } = await world.askAndWait(researcher, owner);

    for (const verb of ['approve', 'deny', 'return', 'claim'])
      for (const chat of [researcher, other]) {
        const button = findButton(toDecide.card, `request.${verb}`);
        const { status, text } = await chat.pressButton(button, { reason: 'mine' });
        assert.equal(status, 200);
        assert.match(text, /nothing was changed/, verb);
      }

    assert.equal(world.stored(name).state, 'in_review');
    assert.equal(world.history(name).filter(({ what }) => what.endsWith('.refused')).length, 8);
  });

  it('shows other members of the workspace counts, and neither names nor words', async () => {
    const other = await world.chat('researcher2');
    const files = ['results.csv', 'figures/figure1.png'];
    const { name } = await world.askAndWait(researcher, owner, { files, purpose: 'a secret analysis' });

    const { text, card } = await other.sayAndSee(`show ${name}`, new RegExp(name));

    assert.match(text, /^A request for 2 files\n/);
    assert.doesNotMatch(JSON.stringify(card), /results\.csv|figure1|secret|Researcher/);
    const verbs = buttons(card).map(({ verb }) => verb);
    assert.deepEqual(
      verbs.filter((verb) => /approve|deny|return|withdraw|revoke|link/.test(`${verb}`)),
      [],
    );
  });

  it('answers whoever is outside the workspace as if there were no such request', async () => {
    const { name, toDecide } = await world.askAndWait(researcher, owner, {
      workspace: 'genomics',
      files: ['variants.csv'],
    });
    const missing = 'genomics-999999';
    const neighbour = await world.chat('researcher2');
    const outsider = await world.chat('outsider');

    for (const chat of [neighbour, outsider]) {
      for (const command of ['show', 'approve', 'link']) {
        const [real, none] = [await chat.say(`${command} ${name}`), await chat.say(`${command} ${missing}`)];
        assert.equal(real.text.replaceAll(name, '…'), none.text.replaceAll(missing, '…'), command);
      }
      for (const verb of ['approve', 'deny', 'return', 'claim', 'comment']) {
        const button = findButton(toDecide.card, `request.${verb}`);
        const { text, status } = await chat.pressButton(button, { reason: 'mine' });
        assert.equal(status, 200);
        assert.doesNotMatch(text, /variants|Researcher|interim/, verb);
      }
      assert.doesNotMatch((await chat.say('all requests')).text, /genomics-\d/);
    }

    assert.equal(world.stored(name).state, 'in_review');
  });

  it('cannot verify while the directory is silent: nothing changes, and the try is on record', async () => {
    const { name, toDecide } = await world.askAndWait(researcher, owner);
    await world.sandbox.control.fault({ service: 'graph', status: 503, times: 50 });

    const { text, card } = await owner.press(toDecide, 'request.approve');

    assert.match(text, /I cannot verify right now that you may decide about this\. Nothing was changed/);
    assert.doesNotMatch(badges(card).join(), /Approv/);
    assert.equal(world.stored(name).state, 'in_review');
    const last = world.history(name).at(-1);
    assert.deepEqual(
      [last?.what, last?.by.name, last?.detail?.because],
      ['request.approve.refused', 'Owner', 'directory-silent'],
    );
    await world.sandbox.control.clearFaults();
    await owner.press(toDecide, 'request.approve');
    await stands(researcher, name, 'Approved');
  });

  it('asks the directory at the press: an owner who is none any more decides nothing', async () => {
    await world.azure.addOwner('oncology', 'owner2');
    const second = await world.chat('owner2');
    const { name, toDecide } = await world
      .askAndWait(researcher, second)
      .finally(() => world.azure.removeOwner('oncology', 'owner2'));

    const { text } = await second.press(toDecide, 'request.approve');

    assert.doesNotMatch(text, /^You approved/);
    assert.equal(world.stored(name).state, 'in_review');
  });
});
