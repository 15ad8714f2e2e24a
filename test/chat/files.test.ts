import assert from 'node:assert/strict';
import { sharedSandbox, type TestSandbox } from '../support/sandbox.ts';

describe('files in the chat', () => {
  let sandbox: TestSandbox;

  before(async function () {
    this.timeout(60_000);
    sandbox = await sharedSandbox();
  });

  it('lists what is in a workspace, by folder, with sizes and days', async () => {
    const { text } = await sandbox.chat('researcher', { name: 'files' }).say('files in oncology');

    assert.match(text, /^Files in Oncology\n5 files/);
    assert.match(text, /cohort\.csv\n[\d.]+ kB · \{\{DATE\(/);
    assert.match(text, /results\.csv\n2 kB · /);
    assert.match(text, /export\/ · 2 files, \d+ bytes\nfigure3\.png[\s\S]*table1\.csv/);
  });

  it('searches by name, from the card and in a sentence, and goes on with what was searched for', async () => {
    const chat = sandbox.chat('researcher', { name: 'files, search' });
    const list = await chat.say('files in oncology');

    const found = await chat.press(list, 'Search', { search: 'FIGURE png' });
    const again = await chat.press({ ...list, card: found.card }, 'Refresh', { search: 'FIGURE png' });
    const none = await chat.press(list, 'Search', { search: 'nowhere' });

    assert.match(found.text, /2 files found[\s\S]*figure3\.png[\s\S]*figure1\.png/);
    assert.doesNotMatch(found.text, /cohort/);
    assert.equal(again.text, found.text);
    assert.match(none.text, /No file has all of these words/);
    assert.match((await chat.say('what is in export/ in oncology')).text, /export\/ · 2 files/);
  });

  it('tells nobody outside that a workspace or its files are there, and admins no names', async () => {
    const outsider = await sandbox.chat('outsider', { name: 'files' }).say('files in oncology');
    const nowhere = await sandbox.chat('outsider', { name: 'files' }).say('files in atlantis');
    const admin = await sandbox.chat('admin', { name: 'files' }).say('files in oncology');

    assert.doesNotMatch(outsider.text + nowhere.text + admin.text, /results|cohort|figure/);
    assert.match(admin.text, /cannot do that in Oncology/);
  });

  it('never names a file in a group, but in the person’s own chat', async () => {
    const own = sandbox.chat('researcher2', { name: 'files, own' });
    await own.say('hello');
    const group = sandbox.chat('researcher2', { scope: 'groupChat', name: 'files' });

    const { text, activity } = await group.say('files in oncology');

    assert.match(text, /own chat/);
    assert.doesNotMatch(JSON.stringify(activity), /results|cohort|figure/);
    await own.shows(/^Files in Oncology[\s\S]*results\.csv/);
  });

  it('says so where the storage does not answer, and lists again afterwards', async () => {
    const chat = sandbox.chat('owner2', { name: 'files, outage' });
    // What was listed before is not shown any more.
    await sandbox.control.tick({ advanceSeconds: 16 });
    await sandbox.control.fault({ service: 'blob', path: 'comp=list', status: 503, code: 'ServerBusy', times: 3 });

    const failed = await chat.say('files in cardiology');
    await sandbox.control.clearFaults();

    assert.match(failed.text, /storage is asked too much at the moment\. Try again/);
    assert.match((await chat.say('files in cardiology')).text, /^Files in Cardiology\n2 files/);
  });
});
