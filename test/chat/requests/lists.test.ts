import assert from 'node:assert/strict';
import { badges, buttons, fields, findButton } from '../../support/card-content.ts';
import type { Chat } from '../../support/chat.ts';
import { nameIn, RequestWorld, stands } from './request-world.ts';

describe('drafts and lists of requests', () => {
  let world: RequestWorld;
  let researcher: Chat;
  let owner: Chat;

  before(async function () {
    this.timeout(90_000);
    world = await RequestWorld.open('lists');
  });

  beforeEach(async () => {
    [researcher, owner] = await world.chats('researcher', 'owner');
  });

  const draft = async (wish: { files?: string; purpose?: string; use?: string } = {}) => {
    const form = await researcher.sayAndSee('request files in oncology', /^Ask for files\n/);
    return await researcher.press(form, 'Keep as draft', {
      ...{ files: 'results.csv', purpose: 'a first idea', use: 'download', ...wish },
    });
  };

  it('a wish is kept as a draft, which nobody else hears of', async () => {
    const kept = await draft();

    const name = nameIn(kept);
    assert.deepEqual(badges(kept.card), ['Draft']);
    assert.match(kept.text, /a first idea/);
    for (const words of [(await owner.say(`show ${name}`)).text, (await owner.say('all requests')).text])
      assert.doesNotMatch(words, /a first idea|Draft\n/);
    assert.equal(world.stored(name).state, 'draft');
  });

  it('a draft may lack everything but the use', async () => {
    const kept = await draft({ files: '', purpose: '' });

    assert.deepEqual(badges(kept.card), ['Draft']);
    const form = await researcher.press(kept, 'request.access');
    const sent = await researcher.press(form, 'request.submit', { files: '', purpose: '', use: 'download' });
    assert.match(sent.text, /Choose at least one file\. Say what you need them for\./);
    assert.equal(world.stored(nameIn(kept)).state, 'draft');
  });

  it('a draft is changed on its form, and sent', async () => {
    const kept = await draft();
    const name = nameIn(kept);

    const form = await researcher.press(kept, 'Change');
    assert.match(form.text, new RegExp(`^Change ${name}\n`));
    assert.equal(fields(form.card).purpose, 'a first idea');
    const sent = await researcher.press(form, 'request.submit', {
      ...{ files: 'cohort.csv', purpose: 'the final table', use: 'machines' },
    });

    assert.equal(nameIn(sent), name);
    assert.deepEqual(badges(sent.card), ['Pending']);
    const { text } = await stands(owner, name, 'Pending');
    assert.match(text, /the final table[\s\S]*cohort\.csv/);
    assert.doesNotMatch(text, /results\.csv/);
  });

  it('a draft is sent as it is by its button, and by a sentence where there is one alone', async () => {
    const [first, second] = [await draft(), await draft({ purpose: 'another idea' })];
    for (const kept of [first, second]) {
      const sent = await researcher.press(kept, 'request.submit');
      assert.deepEqual(badges(sent.card), ['Pending']);
      await stands(owner, nameIn(kept), 'Pending');
    }
  });

  it('a draft is discarded', async () => {
    const kept = await draft();

    const discarded = await researcher.press(kept, 'Discard');

    assert.deepEqual(badges(discarded.card), ['Withdrawn']);
    assert.equal(
      owner.messages().some(({ text }) => text.includes(nameIn(kept))),
      false,
    );
  });

  it('“my requests” are those of whoever asks, newest first', async () => {
    const mine = await world.askAndWait(researcher, owner);
    const other = await world.ask(await world.chat('researcher2'));

    const { text, card } = await researcher.sayAndSee('my requests', /^Your requests/);

    assert.match(text.split('\n').find((line) => /oncology-\d/.test(line)) ?? '', new RegExp(mine.name));
    assert.doesNotMatch(text, new RegExp(`${other.name}\\b`));
    const show = buttons(card).filter(({ verb }) => verb === 'request.show');
    assert.ok(show.some(({ data }) => (data as { id: string }).id === mine.name));
  });

  it('“waiting for me” are those that wait for the owner’s word, and lead to the card that decides', async () => {
    const { name } = await world.askAndWait(researcher, owner);
    const decided = await world.askAndWait(researcher, owner);
    await owner.press(decided.toDecide, 'request.deny', { reason: 'Not yet.' });

    const { text, card } = await owner.sayAndSee('waiting for me', /^Waiting for you/);

    assert.match(text, new RegExp(`${name}\\b`));
    assert.doesNotMatch(text, new RegExp(`${decided.name}\\b`));
    const decide = buttons(card).find(({ title, data }) => title === 'Decide' && (data as { id: string }).id === name);
    assert.ok(decide);
    const shown = await owner.pressButton(decide, {}, 'list');
    assert.deepEqual(badges(shown.card), ['Pending']);
    assert.match((await owner.press(shown, 'request.approve')).text, /^You approved/);
    assert.doesNotMatch((await researcher.sayAndSee('waiting for me', /^Waiting for you/)).text, new RegExp(name));
  });

  it('lists are asked for by state', async () => {
    const denied = await world.askAndWait(researcher, owner);
    await owner.press(denied.toDecide, 'request.deny', { reason: 'Not yet.' });
    const pending = await world.askAndWait(researcher, owner);

    const { text, card } = await owner.sayAndSee('denied requests', /requests|Requests/);

    assert.match(text, new RegExp(`${denied.name}\\b`));
    assert.doesNotMatch(text, new RegExp(`${pending.name}\\b`));
    assert.ok(badges(card).every((badge) => badge === 'Denied'));
  });

  it('lists go on in place where there are more', async () => {
    for (let count = 0; count < 9; count += 1) await draft({ purpose: `idea ${count}` });
    const first = await researcher.sayAndSee('my draft requests', /idea 8/);

    const second = await researcher.press(first, 'More');

    assert.match(second.text, /idea 0/);
    assert.doesNotMatch(second.text, /idea 8/);
    assert.equal(second.id, first.id);
    const back = await researcher.press(second, 'First page');
    assert.match(back.text, /idea 8/);
  });

  it('a returned request stands among what waits for its author, who answers from there', async () => {
    const { name, toDecide } = await world.askAndWait(researcher, owner);
    await owner.press(toDecide, 'request.return', { reason: 'Which cohort?' });

    const list = await researcher.sayAndSee('waiting for me', new RegExp(`${name}\\b`));
    const row = buttons(list.card).find(
      ({ title, data }) => title === 'Answer' && (data as { id: string }).id === name,
    );
    assert.ok(row);
    const shown = await researcher.pressButton(row, {}, list.id);
    assert.match(shown.text, /Which cohort\?/);
    findButton(shown.card, 'request.comment');
    const form = await researcher.press(shown, 'Change the files');
    const sent = await researcher.press(form, 'request.submit', {
      ...{ files: 'cohort.csv', purpose: 'the spring cohort', use: 'download' },
    });
    assert.deepEqual(badges(sent.card), ['Pending']);
    assert.equal(nameIn(sent), name);
    await owner.shows(new RegExp(`${name} [\\s\\S]*the spring cohort[\\s\\S]*cohort\\.csv`));
  });
});
