import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { SandboxAzure } from '../support/sandbox-azure.ts';
import { PlaygroundPage, picturePath } from './playground-page.ts';
import { browser, playgroundSandbox } from './shared.ts';

describe('requests in two Teams playgrounds', function () {
  this.timeout(120_000);
  let researcher: PlaygroundPage;
  let owner: PlaygroundPage;
  let azure: SandboxAzure;

  before(async () => {
    const { endpoints } = await playgroundSandbox();
    assert.ok(endpoints.playgrounds);
    azure = new SandboxAzure(endpoints);
    researcher = await PlaygroundPage.open(await browser(), endpoints.playgrounds.researcher);
    owner = await PlaygroundPage.open(await browser(), endpoints.playgrounds.owner);
    for (const chat of [researcher, owner]) {
      await chat.say('hello');
      await chat.shows('What can I do for you?');
    }
  });

  after(async () => {
    await researcher?.close();
    await owner?.close();
  });

  it('the researcher asks in a sentence, and the form is filled in', async () => {
    await researcher.say(
      'request results.csv and figures/figure1.png in oncology for the interim analysis of spring, to download',
    );
    await researcher.shows('Ask for files', 'results.csv');
    await researcher.picture('request-form', 2);

    await researcher.press('Send to the owner');

    await researcher.shows('You asked for 2 files', 'Pending', 'Owner');
    await researcher.picture('request-pending', 1);
  });

  it('the owner’s chat shows the card by itself, and both cards change when the owner approves', async () => {
    await owner.shows('Researcher asks for 2 files', 'the interim analysis of spring');
    await owner.picture('request-approval', 1);

    await owner.press('Approve');

    await owner.shows('You approved 2 files', 'Approved');
    await researcher.shows('You have access to 2 files', 'Approved');
    await researcher.picture('request-approved', 2);
  });

  it('the researcher downloads, through the link, exactly the bytes that stand in Azure', async () => {
    await researcher.press('Get the links');
    await researcher.shows('2 files for you', 'results.csv');
    await researcher.picture('request-links', 2);
    const page = await researcher.follow('Download');
    await page.setViewportSize({ width: 640, height: 480 });
    await page.screenshot({ path: picturePath('request-page') });

    const downloading = page.waitForEvent('download');
    await page.getByRole('button').click();
    const download = await downloading;

    const name = download.suggestedFilename();
    assert.ok(['results.csv', 'figure1.png'].includes(name), name);
    const path = name === 'results.csv' ? name : `figures/${name}`;
    assert.deepEqual(await readFile(await download.path()), await azure.data('oncology', path));
    await page.close();
  });

  it('the owner verifies the record', async () => {
    await owner.say('verify audit of oncology');

    await owner.shows('The records of Oncology are intact');
    await owner.picture('request-audit', 2);
  });

  it('a second request is denied with a reason, which the researcher reads', async () => {
    await researcher.say('request files in oncology');
    await researcher.shows('Ask for files', 'cohort.csv');
    await researcher.choose(/cohort\.csv/);
    await researcher.fill('Why?', 'to look at the ages');
    await researcher.press('Send to the owner');

    await owner.shows('Researcher asks for 1 file', 'to look at the ages');
    await owner.fill(/^Reason/, 'The table of ages in export/ is enough for that.');
    await owner.press('Deny');

    await owner.shows('You denied 1 file', 'Denied');
    await researcher.shows('Denied', 'The table of ages in export/ is enough for that.');
    await researcher.picture('request-denied', 2);
  });

  it('a third is withdrawn, and the owner’s card says so', async () => {
    await researcher.say('request figures/ in oncology for the poster, on our machines');
    await researcher.shows('Ask for files', 'the poster');
    await researcher.press('Send to the owner');
    await owner.shows('Researcher asks for 1 file', 'the poster');

    await researcher.press('Withdraw');

    await researcher.shows('Withdrawn', 'the poster');
    await owner.shows('Withdrawn', 'the poster');
  });

  it('the researcher sees all of them in a list', async () => {
    await researcher.say('my requests');

    await researcher.shows('Your requests', 'Approved', 'Denied', 'Withdrawn');
    await researcher.picture('request-list', 2);
  });
});
