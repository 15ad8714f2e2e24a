import assert from 'node:assert/strict';
import { findButton } from '../support/card-content.ts';
import { sharedSandbox, type TestSandbox } from '../support/sandbox.ts';
import { bring } from './machine-state.ts';

describe('group chats and channels', () => {
  let sandbox: TestSandbox;

  before(async function () {
    this.timeout(60_000);
    sandbox = await sharedSandbox();
    await bring(sandbox, sandbox.chat('owner', { name: 'groups, before' }), 'onc-python', 'Started');
  });

  for (const scope of ['groupChat', 'channel'] as const) {
    it(`answers where it is mentioned in a ${scope}`, async () => {
      const { text } = await sandbox.chat('researcher', { scope, name: 'mention' }).say('machines in oncology');

      assert.match(text, /^Machines in Oncology/);
    });

    it(`gives each member of a ${scope} what that person may see`, async () => {
      const { text } = await sandbox.chat('outsider', { scope, name: 'mention' }).say('machines in oncology');

      assert.doesNotMatch(text, /onc-python/);
    });

    it(`never shows the link to a connection in a ${scope}, but sends it to the person’s own chat`, async () => {
      const own = sandbox.chat('researcher', { name: `own, ${scope}` });
      await own.say('hello');
      const chat = sandbox.chat('researcher', { scope, name: 'link' });

      const { text, activity } = await chat.say('connect to onc-python');

      assert.match(text, /sent the link to your own chat/);
      assert.doesNotMatch(JSON.stringify(activity), /\/connect\//);
      const { card } = await own.shows(/^Connect to onc-python/);
      assert.match(String(findButton(card, 'Get the connection file').url), /\/connect\/[\w-]{32}$/);
    });
  }

  it('sends the link to the own chat for a pressed button too', async () => {
    const own = sandbox.chat('researcher2', { name: 'own' });
    await own.say('hello');
    const chat = sandbox.chat('researcher2', { scope: 'groupChat', name: 'pressed' });
    const shown = await chat.say('show onc-python');

    const pressed = await chat.press(shown, 'machine.connect');

    assert.equal(pressed.card, undefined);
    assert.match(pressed.text, /sent the link to your own chat/);
    assert.doesNotMatch(JSON.stringify(pressed.body), /\/connect\//);
    await own.shows(/^Connect to onc-python/);
  });

  it('says where to ask instead where the own chat cannot be reached', async () => {
    const own = sandbox.chat('owner2', { name: 'own' });
    await own.say('hello');
    const chat = sandbox.chat('owner2', { scope: 'groupChat', name: 'blocked' });
    const conversationId = own.place.conversationId;
    sandbox.connector.script({ conversationId, status: 403, code: 'MessageWritesBlocked' });

    const { text } = await chat.say('connect to card-python');
    sandbox.connector.clearScripts();

    assert.match(text, /Open your own chat with me and ask there/);
  });
});
