import assert from 'node:assert/strict';
import { installation, membersAdded } from '../support/activities.ts';
import { sharedSandbox, type TestSandbox } from '../support/sandbox.ts';

const pageLoads = 4;

describe('a welcome', () => {
  let sandbox: TestSandbox;

  before(async function () {
    this.timeout(60_000);
    sandbox = await sharedSandbox();
  });

  it('comes once, however often Teams tells of the installation', async () => {
    const chat = sandbox.chat('researcher', { name: 'welcome' });

    for (let load = 0; load < pageLoads; load += 1) await chat.install();
    await Promise.all([chat.install(), chat.install()]);
    await chat.say('machines');

    const [welcome, answer, ...more] = chat.messages();
    assert.match(welcome!.text, /^Welcome\. What can I do for you\?/);
    assert.match(answer!.text, /machines/i);
    assert.deepEqual(more, []);
  });

  it('comes in a group, once for all of its people', async () => {
    const chat = sandbox.chat('owner', { scope: 'groupChat', name: 'welcome' });

    await chat.install();
    await sandbox.chat('researcher', { scope: 'groupChat', name: 'welcome' }).install();

    assert.equal(chat.messages().length, 1);
  });

  it('does not come where people join that are not the bot, or where the app is removed', async () => {
    const chat = sandbox.chat('owner', { scope: 'groupChat', name: 'no welcome' });
    const { researcher } = sandbox.endpoints.people;
    const others = membersAdded(chat.place, [researcher]);

    const joined = await chat.post({ ...others, membersAdded: [{ id: `29:${researcher.aadObjectId}` }] });
    const removed = await chat.post(installation(chat.place, 'remove'));

    assert.equal(joined.status, 200);
    assert.equal(removed.status, 200);
    assert.deepEqual(chat.messages(), []);
  });

  it('lets the bot find the person’s own chat, before a word was said there', async () => {
    const own = sandbox.chat('researcher2', { name: 'installed' });
    await own.install();

    await sandbox.chat('researcher2', { scope: 'groupChat', name: 'installed' }).say('connect to onc-python');

    await own.shows(/^Connect to onc-python/);
  });
});
