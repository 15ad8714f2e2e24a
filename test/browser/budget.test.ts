import { TestSandbox } from '../support/sandbox.ts';
import { PlaygroundPage } from './playground-page.ts';
import { browser } from './shared.ts';

/** More than the time between two sweeps. */
const overAnHour = { advanceSeconds: 4000 };

describe('the money of a workspace in the Teams playground', function () {
  this.timeout(180_000);
  let sandbox: TestSandbox;
  let researcher: PlaygroundPage;
  let admin: PlaygroundPage;
  let owner: PlaygroundPage;

  before(async () => {
    // Its own, since its clock moves.
    sandbox = await TestSandbox.start({ env: { SANDBOX_PLAYGROUND: 'on', SANDBOX_VM_SECONDS: '2' } });
    const playgrounds = sandbox.endpoints.playgrounds!;
    researcher = await PlaygroundPage.open(await browser(), playgrounds.researcher);
    admin = await PlaygroundPage.open(await browser(), playgrounds.admin);
    owner = await PlaygroundPage.open(await browser(), playgrounds.owner);
    for (const chat of [researcher, admin, owner]) {
      await chat.say('hello');
      await chat.shows('What can I do for you?');
    }
  });

  after(async () => {
    await researcher?.close();
    await admin?.close();
    await owner?.close();
    await sandbox?.stop();
  });

  it('an admin sets a budget in a sentence, after a question that names the consequence', async () => {
    await admin.say('set the budget of oncology to 1000 EUR');
    await admin.shows('Set the budget of Oncology to 1,000 EUR a month?', 'So far none is set');
    await admin.picture('budget-confirm', 2);

    await admin.press('Set the budget');

    await admin.shows('The budget is 1,000 EUR a month from now on.');
  });

  it('the form is filled in with what is set', async () => {
    await admin.say('change the budget of oncology');

    await admin.shows('Budget of Oncology', 'Cost centre');
    await admin.picture('budget-form', 2);
  });

  it('the card shows what is spent and left, with charts, and how long it lasts', async () => {
    await researcher.say('how much money is left in oncology?');

    await researcher.shows('Oncology has', 'EUR left', 'Billed by Azure');
    await researcher.picture('budget', 2);
  });

  it('warnings arrive by themselves', async () => {
    await sandbox.control.costs('rg-oncology', 905.2);
    await sandbox.control.tick(overAnHour);

    await researcher.shows('Oncology has used 90 % of its budget');
    await researcher.shows('Oncology will not get by with its budget');
    await researcher.picture('budget-warning', 2);
  });

  it('a machine’s card says what it costs and how long the money lasts', async () => {
    await researcher.say('start onc-r');

    await researcher.shows('onc-r', 'Started', 'Connect to onc-r', 'an hour');
    await researcher.picture('budget-machine', 2);
  });

  it('everything stops when the money is gone, and the card says so by itself', async () => {
    await sandbox.control.costs('rg-oncology', 1004);
    await sandbox.control.tick(overAnHour);

    await researcher.shows('Everything in Oncology is stopped', 'Ask Owner for a top-up');
    await researcher.picture('budget-stopped', 1);
  });

  it('a start is refused, with the way to more money', async () => {
    await researcher.say('start onc-r');

    await researcher.shows('The money is gone', 'Ask Owner for a top-up');
    await researcher.picture('budget-refused', 2);
  });

  it('the owner asks for a top-up in a sentence, and the form is filled in', async () => {
    await owner.say('top up oncology by 500 because the revision takes longer');
    await owner.shows('Ask for more money for Oncology', 'How much more, in EUR?');
    await owner.picture('topup-form', 2);

    await owner.press('Send');

    await owner.shows('You asked for 500 EUR more', 'Pending');
  });

  it('the admin’s chat shows it by itself, and both cards change when the admin approves', async () => {
    await admin.shows('Owner asks for 500 EUR more', 'the revision takes longer');
    await admin.picture('topup-pending', 1);

    await admin.press('Approve');

    await admin.shows('You approved 500 EUR more');
    await owner.shows('You have 500 EUR more to spend');
    // A line, since a card that changes notifies nobody.
    await owner.page.getByText('500 EUR more. The budget has risen already.').last().waitFor();
    await owner.picture('topup-approved', 2);
  });

  it('the machine starts again', async () => {
    await researcher.say('start onc-r');

    await researcher.shows('onc-r', 'Started', 'Connect to onc-r', 'an hour');
  });

  it('the owner reads where the money went, as bars and as files', async () => {
    await owner.say('cost report for genomics by service');

    await owner.shows('Genomics cost', 'Virtual Machines', 'As Excel workbook');
    await owner.picture('cost-report', 2);
  });

  it('the card reads well on a narrow screen', async () => {
    await researcher.narrow();
    await researcher.say('budget of oncology');

    await researcher.shows('Oncology has', 'EUR left');
    await researcher.picture('budget-narrow', 1);
  });
});
