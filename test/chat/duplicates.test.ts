import assert from 'node:assert/strict';
import { message, press } from '../support/activities.ts';
import { findButton, type Json } from '../support/card-content.ts';
import { sharedSandbox, type TestSandbox } from '../support/sandbox.ts';
import { bring, changesInAzure } from './machine-state.ts';

const deliveries = 5;

describe('the same thing delivered more than once', () => {
  let sandbox: TestSandbox;

  before(async function () {
    this.timeout(60_000);
    sandbox = await sharedSandbox();
  });

  beforeEach(async () => {
    await bring(sandbox, sandbox.chat('owner2', { name: 'duplicates, before' }), 'card-r', 'Stopped');
    await sandbox.control.clearRequests();
  });

  it('acts once and answers once where a message comes five times at once, and again later', async () => {
    const chat = sandbox.chat('researcher2', { name: 'five times' });
    const activity = message(chat.place, 'start card-r');

    const answers = await Promise.all(Array.from({ length: deliveries }, () => chat.post(activity)));

    assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]));
    await chat.shows(/^card-r\n[\s\S]*\nStarted\n/);
    await chat.post(activity);
    assert.equal(chat.messages().length, 1);
    assert.equal((await changesInAzure(sandbox)).length, 1);
  });

  it('answers once where a question comes one after the other', async () => {
    const chat = sandbox.chat('researcher2', { name: 'one by one' });
    const activity = message(chat.place, 'machines');

    for (let delivery = 0; delivery < deliveries; delivery += 1) await chat.post(activity);
    await chat.say('help');

    assert.equal(chat.messages().length, 2);
  });

  it('acts once where a press comes five times at once, and gives every one of them a card that says so', async () => {
    const chat = sandbox.chat('researcher2', { name: 'pressed five times' });
    const shown = await chat.say('show card-r');
    const activity = press(chat.place, findButton(shown.card, 'machine.start'), {}, shown.id);

    const answers = await Promise.all(Array.from({ length: deliveries }, () => chat.post(activity)));

    for (const { status, body } of answers) {
      assert.equal(status, 200);
      assert.match(JSON.stringify((body as Json).value), /card-r is starting/);
    }
    await chat.shows(/^card-r\n[\s\S]*\nStarted\n/, { on: shown });
    assert.equal((await changesInAzure(sandbox)).length, 1);
    assert.equal(chat.messages().length, 1);
  });

  it('acts once where somebody presses the same button again and again', async () => {
    const chat = sandbox.chat('researcher2', { name: 'double click' });
    const shown = await chat.say('show card-r');

    const [first, second] = await Promise.all([chat.press(shown, 'machine.start'), chat.press(shown, 'machine.start')]);
    const third = await chat.press(shown, 'machine.start');

    for (const { text } of [first, second, third]) assert.match(text, /^card-r is starting/);
    await chat.shows(/^card-r\n[\s\S]*\nStarted\n/, { on: shown });
    assert.equal((await changesInAzure(sandbox)).length, 1);
  });

  it('does nothing on a card that is out of date, and shows how things stand now', async () => {
    const chat = sandbox.chat('researcher2', { name: 'stale' });
    const old = await chat.say('show card-r');
    const answer = await chat.say('start card-r');
    await chat.shows(/^card-r\n[\s\S]*\nStarted\n/, { on: answer });
    await bring(sandbox, chat, 'card-r', 'Stopped');
    await sandbox.control.clearRequests();

    const { text } = await chat.press(old, 'machine.start');

    assert.match(text, /^card-r\n[\s\S]*\nStopped\n/);
    assert.match(text, /from before the last change/);
    assert.deepEqual(await changesInAzure(sandbox), []);
  });

  it('does nothing where an old confirmation is pressed after the machine was stopped and started anew', async () => {
    const chat = sandbox.chat('researcher2', { name: 'stale confirmation' });
    await bring(sandbox, chat, 'card-r', 'Started');
    const question = await chat.say('stop card-r');
    await bring(sandbox, sandbox.chat('owner2', { name: 'meanwhile' }), 'card-r', 'Stopped');
    await bring(sandbox, sandbox.chat('owner2', { name: 'meanwhile' }), 'card-r', 'Started');
    await sandbox.control.clearRequests();

    const { text } = await chat.press(question, 'machine.stop');

    assert.match(text, /from before the last change/);
    assert.deepEqual(await changesInAzure(sandbox), []);
  });
});
