import assert from 'node:assert/strict';
import { badges } from '../support/card-content.ts';
import { sharedSandbox, type TestSandbox } from '../support/sandbox.ts';
import { bring, changesInAzure } from './machine-state.ts';

const turnAnswersWithinMs = 1000;

describe('starting, stopping and restarting machines', () => {
  let sandbox: TestSandbox;

  before(async function () {
    this.timeout(60_000);
    sandbox = await sharedSandbox();
  });

  beforeEach(async () => {
    const chat = sandbox.chat('owner2', { name: 'operations, before' });
    await bring(sandbox, chat, 'card-python', 'Started');
    await bring(sandbox, chat, 'card-r', 'Stopped');
    await sandbox.control.clearFaults();
    await sandbox.control.clearRequests();
  });

  it('starts at once: the turn answers within a second, and the same card turns to Started by itself', async () => {
    const chat = sandbox.chat('researcher2', { name: 'start' });
    // Azure itself takes longer than the turn may.
    await sandbox.control.fault({ service: 'arm', method: 'POST', path: '/start', delayMs: 1500 });
    const began = performance.now();

    const answer = await chat.say('start card-r');

    assert.ok(performance.now() - began < turnAnswersWithinMs, `${performance.now() - began} ms`);
    assert.deepEqual(badges(answer.card), ['Starting']);
    assert.match(answer.text, /^card-r is starting\nCardiology · asked by you/);
    const done = await chat.shows(/^card-r\n[\s\S]*\nStarted\n/, { on: answer });
    assert.match(done.text, /Connect to card-r/);
    assert.equal(chat.messages().length, 1);
    assert.deepEqual(
      (await changesInAzure(sandbox)).map(({ path }) => path.replace(/^.*virtualMachines\//, '')),
      ['card-r/start'],
    );
  });

  it('starts from a card, and that card follows the machine', async () => {
    const chat = sandbox.chat('researcher2', { name: 'press start' });
    const list = await chat.say('machines in cardiology');

    const pressed = await chat.press(list, 'machine.start');

    assert.deepEqual(badges(pressed.card), ['Starting']);
    const done = await chat.shows(/^card-r\n[\s\S]*\nStarted\n/, { on: list });
    assert.equal(done.id, list.id);
    assert.equal(chat.messages().length, 1);
  });

  it('asks before it stops, does it after a yes, and frees what costs', async () => {
    const chat = sandbox.chat('researcher2', { name: 'stop, yes' });

    const question = await chat.say('stop card-python');

    assert.match(question.text, /^Stop card-python\?/);
    assert.match(question.text, /Open work is lost/);
    assert.equal((await changesInAzure(sandbox)).length, 0);
    const answer = await chat.say('yes');
    assert.deepEqual(badges(answer.card), ['Stopping']);
    await chat.shows(/^card-python\n[\s\S]*\nStopped\n/, { on: answer });
    const [change] = await changesInAzure(sandbox);
    assert.match(change!.path, /\/card-python\/deallocate$/);
  });

  it('asks before it stops and leaves the machine on after a no', async () => {
    const chat = sandbox.chat('researcher2', { name: 'stop, no' });
    await chat.say('stop card-python');

    const { text } = await chat.say('no');

    assert.match(text, /Nothing was changed/);
    assert.deepEqual(await changesInAzure(sandbox), []);
    assert.match((await chat.say('yes')).text, /did not understand/);
    assert.deepEqual(await changesInAzure(sandbox), []);
  });

  it('stops by the button of the card that names the consequence, and by no other', async () => {
    const chat = sandbox.chat('researcher2', { name: 'stop, press' });
    const shown = await chat.say('show card-python');

    const question = await chat.press(shown, 'machine.stop');

    assert.match(question.text, /^Stop card-python\?/);
    assert.deepEqual(await changesInAzure(sandbox), []);
    const stopping = await chat.press(question, 'machine.stop');
    assert.deepEqual(badges(stopping.card), ['Stopping']);
    await chat.shows(/^card-python\n[\s\S]*\nStopped\n/, { on: shown });
  });

  it('leaves it on where that button is pressed', async () => {
    const chat = sandbox.chat('researcher2', { name: 'leave on' });
    const question = await chat.say('stop card-python');

    const { text } = await chat.press(question, 'Leave it on');

    assert.match(text, /^card-python\n[\s\S]*\nStarted\n/);
    assert.deepEqual(await changesInAzure(sandbox), []);
  });

  it('restarts after a yes and ends Started', async () => {
    const chat = sandbox.chat('researcher2', { name: 'restart' });

    const question = await chat.say('restart card-python');
    assert.match(question.text, /^Restart card-python\?/);
    const answer = await chat.say('yes please');

    assert.match(answer.text, /^card-python is restarting/);
    await chat.shows(/^card-python\n[\s\S]*\nStarted\n/, { on: answer });
    assert.match((await changesInAzure(sandbox))[0]!.path, /\/card-python\/restart$/);
  });

  it('says who else connected to the machine lately before it stops it', async () => {
    const other = sandbox.chat('researcher2', { name: 'connected' });
    const link = await other.say('connect to card-python');
    const [url] = /https?:\/\/\S+\/connect\/[\w-]+/.exec(String(link.activity.summary)) ?? [];
    assert.equal((await fetch(url!, { method: 'POST' })).status, 200);

    await sandbox.control.tick({ advanceSeconds: 120 });
    const owner = sandbox.chat('owner2', { name: 'stop with others' });
    const question = await owner.say('stop card-python');

    assert.match(question.text, /Researcher 2 connected 2 minutes ago\./);
    const own = await other.say('stop card-python');
    assert.match(own.text, /Nobody else connected/);
    await owner.say('no');
    await other.say('no');
  });

  it('leaves a machine alone that is there already, says so, and calls nothing', async () => {
    const chat = sandbox.chat('researcher2', { name: 'already' });

    const started = await chat.say('start card-python');
    const stopped = await chat.say('stop card-r');

    assert.match(started.text, /card-python is started already, so nothing was changed/);
    assert.match(stopped.text, /card-r is stopped already, so nothing was changed/);
    assert.match(
      (await chat.say('restart card-r')).text,
      /does not run, so there is nothing to restart|stopped already/,
    );
    assert.deepEqual(await changesInAzure(sandbox), []);
  });

  it('lets a second person join a start that is under way, and both cards end right', async () => {
    const first = sandbox.chat('researcher2', { name: 'joined' });
    const second = sandbox.chat('owner2', { name: 'joined' });
    await sandbox.control.fault({ service: 'arm', method: 'POST', path: '/start', delayMs: 700 });

    const mine = await first.say('start card-r');
    const theirs = await second.say('start card-r');

    assert.match(theirs.text, /asked by Researcher 2/);
    await first.shows(/^card-r\n[\s\S]*\nStarted\n/, { on: mine });
    await second.shows(/^card-r\n[\s\S]*\nStarted\n/, { on: theirs });
    assert.equal((await changesInAzure(sandbox)).length, 1);
  });

  it('does not stop a machine while it starts', async () => {
    const chat = sandbox.chat('researcher2', { name: 'busy' });
    await sandbox.control.fault({ service: 'arm', method: 'POST', path: '/start', delayMs: 1000 });
    const starting = await chat.say('start card-r');

    const asked = await chat.say('stop card-r');
    const { text } = asked.text.startsWith('Stop ') ? await chat.say('yes') : asked;

    assert.match(text, /card-r is starting right now/);
    await chat.shows(/^card-r\n[\s\S]*\nStarted\n/, { on: starting });
    assert.equal((await changesInAzure(sandbox)).length, 1);
  });

  it('posts one line besides the card where an operation took more than a minute', async () => {
    const chat = sandbox.chat('researcher2', { name: 'long' });
    await sandbox.control.fault({ service: 'arm', method: 'POST', path: '/start', delayMs: 300 });
    const answer = await chat.say('start card-r');

    await sandbox.control.tick({ advanceSeconds: 61 });

    await chat.shows(/^card-r is started\. You can connect now\.$/);
    await chat.shows(/^card-r\n[\s\S]*\nStarted\n/, { on: answer });
    assert.equal(chat.messages().length, 2);
  });
});
