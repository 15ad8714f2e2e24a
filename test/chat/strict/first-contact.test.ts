import assert from 'node:assert/strict';
import { strictSandbox } from './strict-sandbox.ts';

/** The first of its folder: nobody has written to this bot before. */
describe('a first contact in a group', () => {
  it('opens the own chat of somebody who asks there and never wrote to the bot', async function () {
    this.timeout(60_000);
    const strict = await strictSandbox();
    const chat = strict.chat('researcher', { scope: 'groupChat', name: 'first contact' });

    const { text } = await chat.say('connect to gen-python');

    assert.match(text, /sent the link to your own chat/);
    const opened = strict.connector.calls.find(({ path }) => path === '/v3/conversations');
    assert.deepEqual(opened?.body?.members, [{ id: `29:${chat.place.person.aadObjectId}` }]);
    const posted = strict.connector.calls.find(({ body }) => /\/connect\//.test(JSON.stringify(body ?? {})));
    assert.match(String(posted?.conversationId), /^a:created-/);
  });
});
