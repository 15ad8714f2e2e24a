import assert from 'node:assert/strict';
import { sumsOf } from '../support/announcement-sums.ts';
import { PlaygroundPage } from './playground-page.ts';
import { browser, playgroundSandbox } from './shared.ts';

describe('people and the admin’s desk in the Teams playground', function () {
  this.timeout(180_000);
  let owner: PlaygroundPage;
  let admin: PlaygroundPage;

  before(async () => {
    const { endpoints } = await playgroundSandbox();
    owner = await PlaygroundPage.open(await browser(), endpoints.playgrounds!.owner);
    admin = await PlaygroundPage.open(await browser(), endpoints.playgrounds!.admin);
    await owner.say('use oncology');
    await owner.shows('Oncology');
  });

  after(async () => {
    await owner?.close();
    await admin?.close();
  });

  it('the owner reads who belongs to the workspace', async () => {
    await owner.say('members');
    await owner.shows('People in Oncology', 'Researcher 2');
    await owner.picture('members', 1);
  });

  it('adds somebody found by half a name, after a question that names them, and the card ends well', async () => {
    await owner.say('add outsid to oncology');
    await owner.shows('Outsider', 'Add');
    await owner.picture('member-add', 1);
    await owner.press(/^Add/);
    await owner.shows('Outsider', 'Done');
    await owner.picture('member-added', 1);
  });

  it('removes them again, with the consequence on the card', async () => {
    await owner.say('remove Outsider from oncology');
    await owner.shows('Outsider', /^Remove/);
    await owner.picture('member-remove', 1);
    await owner.press(/^Remove/);
    await owner.shows('Outsider', 'Done');
  });

  it('the admin reads what waits and whether everything works', async () => {
    await admin.say('what is waiting');
    await admin.shows('waits');
    await admin.picture('admin-pending', 1);
    await admin.say('health');
    await admin.shows('Microsoft Graph');
    await admin.picture('admin-health', 1);
  });

  it('tells everybody something, and the report adds up', async () => {
    await admin.say('announce: The cluster is down on Friday');
    await admin.shows('The cluster is down on Friday', 'Send');
    await admin.picture('announce-preview', 1);
    await admin.press(/^Send/);
    await owner.shows('The cluster is down on Friday');
    const report = await admin.shows(/could not be told|may not have got it|Everybody was told/);
    const { recipients, accountedFor } = sumsOf(await report.innerText());
    assert.ok(recipients > 0);
    assert.equal(accountedFor, recipients);
    await admin.picture('announce-report', 1);
  });

  it('asks for a word before everything is stopped', async () => {
    await admin.say('stop all machines');
    await admin.shows('in all workspaces?', 'Open work is lost');
    await admin.picture('stop-all', 1);
    await admin.press('Leave them on');
  });
});
