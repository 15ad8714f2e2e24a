import assert from 'node:assert/strict';
import { buttons, type Json, parts } from '../support/card-content.ts';
import type { Chat } from '../support/chat.ts';
import { sharedSandbox, type TestSandbox } from '../support/sandbox.ts';
import { bring, changesInAzure } from './machine-state.ts';

const questionsStayOpenForSeconds = 15 * 60;

describe('a question in the chat', () => {
  let sandbox: TestSandbox;
  let conversation = 0;
  /** A conversation in which nothing was asked yet. */
  const newChat = (): Chat => sandbox.chat('researcher', { name: `dialog ${++conversation}` });

  before(async function () {
    this.timeout(60_000);
    sandbox = await sharedSandbox();
    const chat = sandbox.chat('owner', { name: 'dialog, before' });
    await bring(sandbox, chat, 'onc-python', 'Started');
    await bring(sandbox, chat, 'onc-r', 'Stopped');
  });

  beforeEach(async () => {
    await sandbox.control.clearRequests();
  });

  it('offers the machines that there are', async () => {
    const { card, text } = await newChat().say('start a machine');

    assert.match(text, /^Which machine\?/);
    const choices = [...parts(card)].flatMap((part) =>
      part.type === 'Input.ChoiceSet' ? (part.choices as Json[]) : [],
    );
    assert.deepEqual(
      choices.map(({ value }) => value),
      ['genomics/gen-python', 'oncology/onc-python', 'oncology/onc-r'],
    );
  });

  it('offers only those of the workspace that is talked about', async () => {
    const chat = newChat();
    await chat.say('use oncology');

    const { card } = await chat.say('stop');

    const choices = [...parts(card)].flatMap((part) =>
      part.type === 'Input.ChoiceSet' ? (part.choices as Json[]) : [],
    );
    assert.deepEqual(
      choices.map(({ title }) => title),
      ['onc-python', 'onc-r'],
    );
  });

  it('takes a typed answer', async () => {
    const chat = newChat();
    await chat.say('start a machine');

    assert.match((await chat.say('onc-python')).text, /onc-python is started already/);
    assert.match((await chat.say('onc-python')).text, /^onc-python\nOncology/, 'the question is over');
  });

  it('takes an answer in a sentence', async () => {
    const chat = newChat();
    await chat.say('stop machine');

    assert.match((await chat.say('the onc python please')).text, /^Stop onc-python\?/);
  });

  it('takes a pressed answer', async () => {
    const chat = newChat();
    const question = await chat.say('show machine');
    const [ask] = buttons(question.card);
    assert.ok(ask);

    const { text } = await chat.pressButton(ask, { machine: 'oncology/onc-r' }, question.id);

    assert.match(text, /^onc-r\nOncology/);
  });

  it('asks again where the button is pressed without an answer', async () => {
    const chat = newChat();
    const question = await chat.say('stop machine');

    const { text } = await chat.press(question, 'machine.stop');

    assert.match(text, /^Which machine\?/);
    assert.match((await chat.say('onc-r')).text, /onc-r is stopped already/);
  });

  it('takes a correction', async () => {
    const chat = newChat();
    await chat.say('stop gen-python');

    const corrected = await chat.say('no, onc-python');

    assert.match(corrected.text, /^Stop onc-python\?/);
    await chat.say('no');
    assert.deepEqual(await changesInAzure(sandbox), []);
  });

  for (const word of ['cancel', 'never mind', 'forget it']) {
    it(`is over after "${word}"`, async () => {
      const chat = newChat();
      await chat.say('stop onc-python');

      assert.match((await chat.say(word)).text, /^Cancelled/);
      assert.match((await chat.say('yes')).text, /did not understand/);
      assert.deepEqual(await changesInAzure(sandbox), []);
    });
  }

  it('stays open while somebody asks for help', async () => {
    const chat = newChat();
    await chat.say('show machine');

    assert.match((await chat.say('help')).text, /^What can I do for you\?/);
    assert.match((await chat.say('onc-r')).text, /^onc-r\nOncology/);
  });

  it('gives way to a new command', async () => {
    const chat = newChat();
    await chat.say('stop onc-python');

    assert.match((await chat.say('workspaces')).text, /^Your workspaces/);
    assert.match((await chat.say('yes')).text, /did not understand/);
    assert.deepEqual(await changesInAzure(sandbox), []);
  });

  it('is asked again, with what was wrong, where the answer is no machine', async () => {
    const chat = newChat();
    await chat.say('start machine');

    const { text } = await chat.say('xyzzy');

    assert.match(text, /^Which machine\?/);
    assert.match(text, /I know no machine "xyzzy" here/);
  });

  it('asks back a near miss, and goes on after a yes', async () => {
    const chat = newChat();

    const { text } = await chat.say('stop onc-pyton');

    assert.match(text, /^Did you mean onc-python\?/);
    assert.match((await chat.say('yes')).text, /^Stop onc-python\?/);
    assert.match((await chat.say('no')).text, /Nothing was changed/);
    assert.deepEqual(await changesInAzure(sandbox), []);
  });

  it('asks back a near miss, and drops it after a no', async () => {
    const chat = newChat();
    await chat.say('start onc-pyton');

    assert.match((await chat.say('nope')).text, /Nothing was changed/);
  });

  it('is one person’s own in a group', async () => {
    const mine = sandbox.chat('researcher', { scope: 'groupChat', name: 'dialog' });
    const theirs = sandbox.chat('owner', { scope: 'groupChat', name: 'dialog' });
    await mine.say('stop onc-python');

    assert.match((await theirs.say('yes')).text, /did not understand/);
    assert.match((await mine.say('no')).text, /Nothing was changed/);
    assert.deepEqual(await changesInAzure(sandbox), []);
  });

  it('is forgotten after 15 minutes', async () => {
    const chat = newChat();
    await chat.say('stop onc-python');

    await sandbox.control.tick({ advanceSeconds: questionsStayOpenForSeconds });

    assert.match((await chat.say('yes')).text, /did not understand/);
    assert.deepEqual(await changesInAzure(sandbox), []);
  });
});
