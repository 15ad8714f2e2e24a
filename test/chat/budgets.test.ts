import assert from 'node:assert/strict';
import { badges, buttons, fields } from '../support/card-content.ts';
import type { Chat, Reply } from '../support/chat.ts';
import { sharedSandbox, type TestSandbox } from '../support/sandbox.ts';
import { eventually } from './eventually.ts';
import { bring } from './machine-state.ts';

const warnings = /has used \d+ % of its budget/;

/** In a workspace that no other test needs for its machines; at the end it has money, and its machine runs. */
describe('the budget of a workspace', () => {
  let sandbox: TestSandbox;
  let admin: Chat;
  let owner: Chat;
  let researcher: Chat;

  before(async function () {
    this.timeout(60_000);
    sandbox = await sharedSandbox();
    admin = sandbox.chat('admin', { name: 'budgets' });
    owner = sandbox.chat('owner', { name: 'budgets' });
    researcher = sandbox.chat('researcher', { name: 'budgets' });
    for (const chat of [admin, owner, researcher]) await chat.say('hello');
    await bring(sandbox, admin, 'gen-python', 'Started');
    await eventually(async () => /Genomics has/.test((await admin.say('budget of genomics')).text) || undefined, {
      what: 'The first figures.',
    });
  });

  after(async () => {
    await admin?.press(await admin.say('set the budget of genomics to 1000000 EUR'), 'budget.set');
    await bring(sandbox, admin, 'gen-python', 'Started');
  });

  /** What a card's buttons do, and in which workspace. */
  const waysOf = ({ card }: Reply) => buttons(card).map(({ verb, data }) => [verb, (data as { id: string }).id]);

  it('is for those who work there: others learn nothing, and who may not set it is told whom to ask', async () => {
    const stranger = sandbox.chat('outsider', { name: 'budgets' });

    const nothing = await stranger.say('budget of genomics');
    const refused = await researcher.say('set the budget of genomics to 5000 EUR');

    assert.doesNotMatch(nothing.text, /EUR/);
    assert.match(refused.text, /You cannot do that in Genomics\. Ask an admin/);
  });

  it('is refused where it is less than nothing or no number, on a form that says so', async () => {
    const less = await admin.say('set the budget of genomics to -5 EUR');
    assert.match(less.text, /A budget cannot be less than nothing/);
    assert.deepEqual(
      { ...fields(less.card), payer: '' },
      { ...fields(less.card), amount: '-5', currency: 'EUR', per: 'month', payer: '' },
    );

    const words = await admin.press(less, 'Set the budget', { ...fields(less.card), amount: 'a lot' });
    assert.match(words.text, /Write how much it may spend/);
    const currency = await admin.press(less, 'Set the budget', { ...fields(less.card), amount: '10', currency: 'XYZ' });
    assert.match(currency.text, /three letters/);
    const percent = await admin.press(less, 'Set the budget', {
      ...fields(less.card),
      amount: '10',
      thresholds: 'often',
    });
    assert.match(percent.text, /whole percentages/);
  });

  it('is set from the form at once, with a cost centre, whoever pays, and thresholds', async () => {
    const form = await admin.say('change the budget of genomics');
    const { aadObjectId } = sandbox.endpoints.people.owner;
    const filled = {
      ...fields(form.card),
      amount: '900000',
      costCentre: 'CC-7',
      payer: aadObjectId,
      thresholds: '40, 80',
    };

    const set = await admin.press(form, 'Set the budget', filled);

    assert.match(set.text, /^Genomics has 899,\d{3}\.?\d* EUR left\n.* · cost centre CC-7/);
    assert.match(set.text, /The budget is 900,000 EUR a month from now on\./);
    assert.match(set.text, /Owner or an admin decides/);
    assert.equal(fields((await admin.say('change the budget of genomics')).card).thresholds, '40, 80, 100');
  });

  it('names the consequence, and does nothing before it is confirmed', async () => {
    const asked = await admin.say('set the budget of genomics to 0.5 EUR');
    assert.match(asked.text, /^Set the budget of Genomics to 0\.50 EUR a month\?\nSo far it is 900,000 EUR a month\./);
    assert.match(asked.text, /Open work is lost: everything that runs is stopped at once/);
    assert.equal(buttons(asked.card)[0]?.style, 'destructive');

    const shown = await admin.press(asked, 'Leave it as it is');

    assert.match(shown.text, /^Genomics has 899,/);
  });

  it('asks about what was filled in where work would be lost, and keeps the rest of the form', async () => {
    const form = await admin.say('change the budget of genomics');

    const asked = await admin.press(form, 'Set the budget', {
      ...fields(form.card),
      amount: '0.4',
      costCentre: 'CC-9',
    });

    assert.match(asked.text, /^Set the budget of Genomics to 0\.40 EUR a month\?[\s\S]*Open work is lost/);
    assert.equal(fields(asked.card).costCentre, 'CC-9');
    assert.match((await admin.say('budget of genomics')).text, /^Genomics has 899,.*\n.*CC-7/);
  });

  it('lets nobody confirm another sum than the one that was asked about', async () => {
    const asked = await admin.say('set the budget of genomics to 0.5 EUR');
    const [button] = buttons(asked.card);
    const data = { ...(button!.data as object), id: 'genomics/7_EUR_month' };

    const forged = await admin.pressButton({ ...button, data }, {}, asked.id);

    assert.match(forged.text, /This is not a button of mine/);
    assert.match((await admin.say('budget of genomics')).text, /^Genomics has 899,/);
  });

  it('stops everything when it is gone, tells everybody once, and refuses a start with the way to more', async function () {
    this.timeout(60_000);
    const before = (await sandbox.control.mail()).length;

    await admin.press(await admin.say('set the budget of genomics to 0.5 EUR'), 'budget.set');

    for (const chat of [owner, researcher]) {
      const warning = await chat.shows(/Genomics has used 100 % of its budget/);
      assert.match(warning.text, /of 0\.50 EUR are spent/);
      const stopped = await chat.shows(/Everything in Genomics is stopped/);
      assert.deepEqual(badges(stopped.card), ['Stopped']);
      assert.equal(chat.messages().filter(({ text }) => warnings.test(text)).length, 1);
    }
    const mails = (await sandbox.control.mail()).slice(before);
    const subjects = mails.filter(({ subject }) => warnings.test(String(subject))).map(({ to }) => to);
    assert.deepEqual(subjects, [[sandbox.endpoints.people.owner.upn]]);

    const refused = await researcher.say('start gen-python');
    assert.match(refused.text, /^The money is gone\nGenomics\n.*of 0\.50 EUR.* Ask Owner for a top-up\./);
    const ways = [
      ['budget.topup', 'genomics'],
      ['budget.show', 'genomics'],
    ];
    assert.deepEqual(waysOf(refused), ways);
    assert.deepEqual(waysOf(await owner.say('start gen-python')), ways);
    assert.match((await researcher.press(refused, 'budget.topup')).text, /Ask an owner of Genomics/);
    assert.match((await owner.say('budget of genomics')).text, /Everything is stopped, and nothing can be started/);
  });

  it('opens again when it is raised, and the card of the stop says so', async function () {
    this.timeout(60_000);
    const asked = await admin.say('set the budget of genomics to 2 million EUR');
    assert.match(asked.text, /Machines can be started again\./);
    assert.match(asked.text, /warned anew at 40 %, 80 % and 100 %/);

    await admin.say('yes');

    await researcher.shows(/Genomics has money again/);
    const started = await researcher.say('start gen-python');
    assert.match(started.text, /gen-python is starting/);
    assert.match(started.text, /EUR an hour; 1,999,\d{3}\.?\d* EUR left: lasts/);
  });

  it('is shown without asking Azure, where the figures are fresh', async () => {
    await researcher.say('budget of genomics');
    await sandbox.control.clearRequests();

    const shown = await researcher.say('how much money is left in genomics?');

    assert.match(shown.text, /Azure has billed the days up to|all of it is estimated/);
    const asked = (await sandbox.control.requests('arm')).filter(({ path }) => /CostManagement|genomics/i.test(path));
    assert.deepEqual(asked, []);
  });

  it('is shown in the reader’s own numbers', async () => {
    const german = sandbox.chat('researcher', { name: 'budgets in German', locale: 'de-DE' });

    assert.match((await german.say('budget of genomics')).text, /^Genomics has 1\.999\.\d{3}(,\d\d)? EUR left/);
  });
});
