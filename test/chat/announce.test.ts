import assert from 'node:assert/strict';
import { sumsOf } from '../support/announcement-sums.ts';
import { sharedSandbox, type TestSandbox } from '../support/sandbox.ts';

describe('what admins tell everybody, and stop everywhere, in the chat', () => {
  let sandbox: TestSandbox;

  before(async () => {
    sandbox = await sharedSandbox();
    await sandbox.chat('researcher2').say('hello');
  });

  it('is looked at before it is sent, told to everybody in the workspace once, and counted', async () => {
    const admin = sandbox.chat('admin');
    const text = '**Friday** from 18:00 <at>all</at> [more](https://example.com)';
    const shown = await admin.say(`announce: ${text}`);
    assert.match(shown.text, /^Send this\?\n\d+ people would get it, each once\./);
    const form = await admin.press(shown, 'Edit');
    assert.match(form.text, /^Tell everybody something/);
    const again = await admin.press(form, 'Show how it looks', { message: text, scope: 'cardiology' });
    assert.match(again.text, /2 people would get it[\s\S]*Cardiology \(2\)/);

    const sent = await admin.press(again, 'Send');
    assert.match(sent.text, /^(Finding out who gets it|On its way|Everybody)/);
    const twice = await admin.press(again, 'Send');
    assert.doesNotMatch(twice.text, /^Send this/);
    const told = await sandbox.chat('researcher2').shows(/^For everybody in Cardiology\n[\s\S]*Friday/);
    assert.ok(JSON.stringify(told.card).includes(`{"type":"TextRun","text":${JSON.stringify(text)}}`));
    const report = await admin.shows(/^(Everybody was told|[^\n]*could not be told)[\s\S]*Recipients/);
    assert.deepEqual(sumsOf(report.text), { recipients: 2, accountedFor: 2 });
    const copies = sandbox
      .chat('researcher2')
      .messages()
      .filter((message) => message.text.includes('Friday'));
    assert.equal(copies.length, 1);
  });

  it('is for admins alone, in their own chat', async () => {
    const desk = sandbox.chat('admin', { scope: 'groupChat', name: 'desk' });
    assert.match((await desk.say('announce: for all to read')).text, /works in your own chat with me alone/);
    const refused = await sandbox.chat('researcher2').say('announce: everybody gets a machine');
    assert.match(refused.text, /Only admins may do that/);
    assert.match((await sandbox.chat('owner').say('stop all machines')).text, /Only admins may do that/);
  });

  it('stops a workspace after its name was typed, and starts again what it stopped', async () => {
    const admin = sandbox.chat('admin');
    const plan = await admin.say('stop all machines in cardiology');
    assert.match(plan.text, /^Stop 1 machine in Cardiology\?[\s\S]*Open work is lost/);
    const wrong = await admin.press(plan, 'Stop them', { word: 'Oncology' });
    assert.match(wrong.text, /Nothing was stopped\. Type "Cardiology" to go on/);

    const stopping = await admin.press(wrong, 'Stop them', { word: 'cardiology' });
    assert.match(stopping.text, /^Stopping: 0 of 1 stopped/);
    const stopped = await admin.shows(/^1 machine stopped\nIn Cardiology\./, { on: plan });
    await admin.press(stopped, 'Start them again');
    await admin.shows(/^1 machine started again/, { on: plan });
  });
});
