import assert from 'node:assert/strict';
import { installation } from '../support/activities.ts';
import type { Chat } from '../support/chat.ts';
import { sharedSandbox, type TestSandbox } from '../support/sandbox.ts';

describe('a channel of a team that is bound to a workspace', () => {
  let sandbox: TestSandbox;
  const name = 'bound to genomics';
  let owner: Chat;

  before(async function () {
    this.timeout(60_000);
    sandbox = await sharedSandbox();
    owner = sandbox.chat('owner', { scope: 'channel', name });
    await owner.press(await owner.say('use this channel for genomics'), 'Use it');
  });

  it('is where commands are about it, for those who work in it alone', async () => {
    const researcher = sandbox.chat('researcher', { scope: 'channel', name });
    assert.match((await researcher.sayAndSee('machines', /Machines in Genomics/)).text, /gen-python/);
    assert.match((await researcher.say('use oncology')).text, /This channel is about Genomics\. Name Oncology/);
    assert.match((await researcher.say('machines in oncology')).text, /^Machines in Oncology/);
    const outsider = sandbox.chat('outsider', { scope: 'channel', name });
    assert.doesNotMatch((await outsider.say('machines')).text, /Genomics|gen-python/);
  });

  it('is bound by its owners, in a channel, and to one workspace', async () => {
    const researcher = sandbox.chat('researcher', { scope: 'channel', name });
    assert.match((await researcher.say('unbind this channel')).text, /Ask an owner of Genomics|look after/);
    assert.match(
      (await sandbox.chat('owner', { name }).say('use this channel for genomics')).text,
      /channel of a team/,
    );
    const taken = await owner.press(await owner.say('bind this channel to oncology'), 'Use it');
    assert.match(taken.text, /bound to Genomics already/);
  });

  it('is unbound where the bot is removed from the team', async () => {
    await owner.post(installation(owner.place, 'remove'));
    const admin = sandbox.chat('admin', { scope: 'channel', name });
    await admin.sayAndSee('unbind this channel', /bound to no workspace/);
  });
});
