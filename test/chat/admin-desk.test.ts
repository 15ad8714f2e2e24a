import assert from 'node:assert/strict';
import { badges, buttons, fields } from '../support/card-content.ts';
import { sharedSandbox, type TestSandbox } from '../support/sandbox.ts';
import { eventually } from './eventually.ts';

describe("the admin's desk", () => {
  let sandbox: TestSandbox;

  before(async function () {
    this.timeout(60_000);
    sandbox = await sharedSandbox();
  });

  it('shows an admin what waits, and narrows it on the card', async () => {
    const chat = sandbox.chat('admin', { name: 'pending' });
    const list = await chat.say('what is waiting');
    assert.match(list.text, /Nothing waits|things? waits?\b/);
    assert.deepEqual(Object.keys(fields(list.card)), ['workspace', 'kind']);

    const filter = buttons(list.card).find(({ title }) => title === 'Filter');
    const narrowed = await chat.pressButton(filter!, { workspace: 'cardiology', kind: 'topup' }, list.id);

    assert.deepEqual(fields(narrowed.card), { workspace: 'cardiology', kind: 'topup' });
    assert.doesNotMatch(narrowed.text, /oncology-\d/);
    assert.match((await sandbox.chat('owner', { name: 'pending' }).say('what is waiting')).text, /for admins/);
    const inGroup = sandbox.chat('admin', { name: 'pending', scope: 'groupChat' });
    assert.match((await inGroup.say('what is waiting')).text, /own chat with me/);
  });

  it('shows an admin how everything is, by calls that are answered', async () => {
    const { text, card } = await sandbox.chat('admin', { name: 'health' }).say('health');

    for (const name of [
      'Azure Resource Manager',
      'Microsoft Graph',
      'The store',
      'The work queue',
      'The Teams connector',
    ])
      assert.match(text, new RegExp(`${name}\nAnswers in \\d+ ms`));
    assert.deepEqual(badges(card), [], text);
    assert.match(text, /In Azure: exactly what is needed/);
    assert.match(text, /In Microsoft Graph: exactly what is needed/);
    assert.match(text, /about \d+ message/);
  });

  it('keeps a record of it, which admins read and verify, and nobody else', async () => {
    const chat = sandbox.chat('admin', { name: 'record' });
    await chat.say('health');
    await eventually(async () => {
      const { text } = await chat.say("show the audit log of the admin's desk");
      return /Admin looked at how everything is\n/.test(text) || undefined;
    });
    const { text } = await chat.say("verify the record of the admin's desk");
    assert.match(text, /The records of Admin desk are intact/);
    const stranger = await sandbox.chat('owner', { name: 'record' }).say('verify the records of admin--desk');
    assert.doesNotMatch(stranger.text, /Admin desk/);
  });

  it('says what fails, while the rest of the card stays as it is', async () => {
    const { control } = sandbox;
    const permissions = 'Microsoft\\.Authorization/permissions';
    await control.fault({ service: 'arm', path: permissions, delayMs: 4000, times: 20 });
    try {
      const began = performance.now();
      const { text } = await sandbox.chat('admin', { name: 'unhealthy' }).say('system health');

      assert.ok(performance.now() - began < 6000);
      assert.match(text, /In Azure: could not be asked/);
      assert.match(text, /The store\nAnswers/);
    } finally {
      await control.clearFaults();
    }
  });
});
