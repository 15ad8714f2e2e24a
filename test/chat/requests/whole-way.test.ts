import assert from 'node:assert/strict';
import { badges, buttons, fields } from '../../support/card-content.ts';
import type { Chat, Reply } from '../../support/chat.ts';
import { nameIn, RequestWorld, stands } from './request-world.ts';

describe('a request for two files, from the sentence to the bytes', () => {
  const files = ['results.csv', 'figures/figure1.png'];
  let world: RequestWorld;
  let researcher: Chat;
  let owner: Chat;
  let name: string;
  let toDecide: Reply;
  let own: Reply;
  let urls: string[];

  before(async function () {
    this.timeout(90_000);
    world = await RequestWorld.open('whole way');
    [researcher, owner] = await world.chats('researcher', 'owner');
  });

  it('begins with a sentence, which fills in the form', async () => {
    const form = await researcher.sayAndSee(
      'request results.csv and figures/figure1.png in oncology for the interim analysis to download',
      /^Ask for files\n/,
    );
    assert.deepEqual(fields(form.card).files?.split(',').toSorted(), files.toSorted());

    const sent = await researcher.press(form, 'request.submit', fields(form.card));

    assert.deepEqual(badges(sent.card), ['Pending']);
    assert.match(sent.text, /“the interim analysis”/);
    name = nameIn(sent);
  });

  it('comes to the owner by itself, checked, with all that is needed to decide', async () => {
    toDecide = await stands(owner, name, 'Pending');

    assert.match(toDecide.text, /^Researcher asks for 2 files\n/);
    for (const words of [...files, 'the interim analysis', 'Download', 'o malware found'])
      assert.ok(toDecide.text.includes(words), words);
    assert.equal(toDecide.activity.summary, toDecide.card?.fallbackText);
  });

  it('is approved with one press, and both cards change in their places', async () => {
    const mine = await stands(researcher, name, 'Pending');

    const answered = await owner.press(toDecide, 'request.approve');

    assert.match(answered.text, /^You approved 2 files\n/);
    own = await stands(researcher, name, 'Approved');
    assert.equal(own.id, mine.id);
    assert.equal((await stands(owner, name, 'Approved')).id, toDecide.id);
    await researcher.shows(new RegExp(`^Owner approved ${name}: 2 files\\. Write "link ${name}" to get them\\.$`));
  });

  it('gives links, whose page is harmless and whose button leads to exactly the bytes that stand in Azure', async () => {
    const card = await researcher.press(own, 'request.link');
    urls = buttons(card.card).flatMap(({ type, url }) => (type === 'Action.OpenUrl' ? [String(url)] : []));
    assert.equal(urls.length, 2);

    for (const [index, url] of urls.entries()) {
      const page = await fetch(url);
      assert.equal(page.status, 200);
      assert.doesNotMatch(await page.text(), /sig=/);
      const sent = await fetch(url, { method: 'POST', redirect: 'manual' });
      assert.equal(sent.status, 303);
      const file = await fetch(sent.headers.get('location') ?? '');
      assert.deepEqual(Buffer.from(await file.arrayBuffer()), await world.azure.data('oncology', files[index]!));
    }
  });

  it('is on record: who approved it, what left, and that nothing was altered since', async () => {
    await world.sealed();

    const approved = await owner.sayAndSee(`who approved ${name}`, /approved/);
    const downloaded = await owner.sayAndSee(`who downloaded ${name}`, /downloaded/);
    assert.match(approved.text, new RegExp(`^Owner approved ${name}\n`));
    assert.equal(downloaded.text.split(`Researcher downloaded a file of ${name}\n{{DATE(`).length, 3, downloaded.text);

    const { text, card } = await owner.sayAndSee('verify audit of oncology', /records of Oncology/i);

    assert.match(text, /^The records of Oncology are intact\n/);
    assert.deepEqual(badges(card), ['Intact']);
  });

  it('stands in the record as it happened', () => {
    const steps = world.history(name).filter(({ from, to }) => from !== to);
    assert.deepEqual(
      steps.map(({ by, to }) => [by.name, to]),
      [
        ['Researcher', 'submitted'],
        ['Labdesk', 'in_review'],
        ['Owner', 'approving'],
        ['Labdesk', 'approved'],
      ],
    );
  });

  it('shows the record to nobody but those who may see it', async () => {
    const [outsider, admin] = await world.chats('outsider', 'admin');

    const hidden = await outsider.say(`who approved ${name}`);
    const refused = await researcher.sayAndSee('verify audit of oncology', /Oncology/);
    const allowed = await admin.sayAndSee('verify audit of oncology', /records of Oncology/i);

    assert.doesNotMatch(hidden.text, /Owner/);
    assert.match(refused.text, /You cannot do that in Oncology/);
    assert.match(allowed.text, /are intact/);
  });
});
