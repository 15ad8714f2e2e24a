import assert from 'node:assert/strict';
import { badges, buttons, type Json } from '../support/card-content.ts';
import type { Chat, Reply } from '../support/chat.ts';
import { sharedSandbox, type TestSandbox } from '../support/sandbox.ts';
import { eventually } from './eventually.ts';
import { Browser } from './simple-browser.ts';

describe('a workspace whose money is gone', () => {
  let sandbox: TestSandbox;
  let owner: Chat;
  let admin: Chat;
  let researcher: Chat;

  before(async function () {
    this.timeout(90_000);
    sandbox = await sharedSandbox();
    // One that no other suite needs.
    const inGenomics = async (person: 'owner' | 'admin' | 'researcher') => {
      const chat = sandbox.chat(person, { name: `money of ${person}` });
      await chat.say('use genomics');
      return chat;
    };
    [owner, admin, researcher] = [await inGenomics('owner'), await inGenomics('admin'), await inGenomics('researcher')];
    await admin.press(await admin.say('set the budget of genomics to 1 EUR'), 'budget.set');
  });

  after(async () => {
    await admin?.press(await admin.say('set the budget of genomics to 1000000 EUR'), 'budget.set');
  });

  async function seen(chat: Chat, words: RegExp): Promise<Reply> {
    return await eventually(async () => chat.messages().find(({ text }) => words.test(text)), { withinMs: 15_000 });
  }

  it('has its machines stopped, and says so to its people', async () => {
    await eventually(
      async () =>
        (await researcher.sayAndSee('machines in genomics', /Machines in/)).text.includes('Stopped') ? true : undefined,
      {
        withinMs: 20_000,
      },
    );
    const told = await seen(owner, /Everything in Genomics is stopped/);
    assert.match(told.text, /top-up/i);
  }).timeout(60_000);

  it('lets nobody start a machine, and names the way to more money', async () => {
    const refused = await researcher.sayAndSee('start gen-python', /The money is gone/);
    const verbs = buttons(refused.card).map(({ verb }) => verb);
    assert.ok(verbs.includes('budget.show') || verbs.includes('budget.topup'), String(verbs));
  });

  it('is given more by an admin, on the card that came by itself, and starts again', async () => {
    const form = await owner.say('top up genomics by 5000 because the analysis takes longer');
    assert.equal(fieldOf(form.card, 'amount'), '5000');
    assert.equal(fieldOf(form.card, 'reason'), 'the analysis takes longer');
    const empty = await owner.press(form, 'budget.topup', { amount: 'much', reason: 'the analysis takes longer' });
    assert.match(empty.text, /how much more/i);
    const asked = await owner.press(form, 'budget.topup', { amount: '5000', reason: 'the analysis takes longer' });
    assert.deepEqual(badges(asked.card), ['Pending']);
    const [name = ''] = /genomics-\d+/.exec(asked.text) ?? [];

    const decision = await seen(admin, new RegExp(`asks for 5,000 EUR more[\\s\\S]*${name}`));
    const own = await owner.say(`approve ${name}`);
    assert.match(own.text, /cannot decide about your own request/);
    const approved = await admin.press(decision, 'request.approve');
    assert.match(approved.text, /5,000 EUR more/);

    await seen(owner, new RegExp(`approved ${name}: 5,000 EUR more`));
    assert.match((await owner.say('budget')).text, /5,001 EUR/);
    const started = await researcher.say('start gen-python');
    assert.doesNotMatch(started.text, /money is gone/);
  }).timeout(60_000);

  it('is given more by whoever pays for it, who works in no workspace at all', async () => {
    const payer = sandbox.chat('outsider', { name: 'money of outsider' });
    await payer.say('hello');
    const { aadObjectId } = sandbox.endpoints.people.outsider;
    const form = await admin.say('set the budget of genomics');
    const question = await admin.press(form, 'budget.set', { amount: '5001', currency: 'EUR', payer: aadObjectId });
    await admin.press(question, 'budget.set', { payer: aadObjectId });
    const wish = await owner.say('top up genomics by 7 because of a second run');
    const asked = await owner.press(wish, 'budget.topup', { amount: '7', reason: 'a second run' });
    const [name = ''] = /genomics-\d+/.exec(asked.text) ?? [];

    const decision = await seen(payer, new RegExp(`asks for 7 EUR more[\\s\\S]*${name}`));
    const other = await payer.say('approve oncology-1');
    assert.equal((await payer.say('approve nowhere-1')).text, other.text);
    assert.match((await payer.say(`show ${name}`)).text, /7 EUR more/);
    assert.match((await payer.press(decision, 'request.approve')).text, /You approved 7 EUR more/);
    await seen(owner, new RegExp(`approved ${name}: 7 EUR more`));
  }).timeout(60_000);

  it('reports what was spent, on a card and as files for whoever asked', async () => {
    const report = await owner.say('cost report');
    assert.match(report.text, /Genomics cost [\d.,]+ EUR this month/);
    assert.match(report.text, /gen-python/);
    const urls = buttons(report.card).flatMap(({ url }) => (typeof url === 'string' ? [url] : []));
    assert.equal(urls.length, 2);
    const browser = new Browser(sandbox.endpoints.ca);
    const page = await browser.get(urls[1]!);
    assert.match(page.body, /Download the costs/);
    const byService = await owner.press(report, 'By service');
    assert.match(byService.text, /Virtual Machines/);
    assert.match((await researcher.say('cost report')).text, /owner/i);
  });
});

function fieldOf(card: Json | undefined, id: string): unknown {
  return ((card?.body ?? []) as Json[]).find((part) => part.id === id)?.value;
}
