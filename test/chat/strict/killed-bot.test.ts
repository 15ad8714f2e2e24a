import assert from 'node:assert/strict';
import { message } from '../../support/activities.ts';
import type { Json } from '../../support/card-content.ts';
import type { Chat, Reply } from '../../support/chat.ts';
import type { RecordedRequest } from '../../support/control.ts';
import type { TestSandbox } from '../../support/sandbox.ts';
import { eventually } from '../eventually.ts';
import { bring, changesInAzure } from '../machine-state.ts';
import { strictSandbox } from './strict-sandbox.ts';

/** Longer than the story takes. */
const heldInMs = 20_000;

describe('a bot that is killed in the middle of five operations', () => {
  let sandbox: TestSandbox;
  const chats: Record<'questioning' | 'writing' | 'asking' | 'running' | 'answering' | 'telling', Chat> = {} as never;
  let running: Reply;
  let telling: Reply;
  let yes: Json;

  const callsFor = async (machine: string): Promise<RecordedRequest[]> =>
    (await changesInAzure(sandbox)).filter(({ path }) => path.includes(`/${machine}/`));
  /** Resolves when the bot has made so many calls to the conversation, answered or not. */
  const arrived = ({ place }: Chat, method: string, count: number) =>
    eventually(async () => {
      const calls = sandbox.connector.calls.filter((call) => call.conversationId === place.conversationId);
      return calls.filter((call) => call.method === method).length >= count || undefined;
    });

  before(async function () {
    this.timeout(90_000);
    sandbox = await strictSandbox();
    const { control, connector } = sandbox;
    chats.questioning = sandbox.chat('researcher', { name: 'questioning' });
    chats.writing = sandbox.chat('owner', { name: 'writing' });
    chats.asking = sandbox.chat('researcher2', { name: 'asking' });
    chats.running = sandbox.chat('researcher', { name: 'running' });
    chats.answering = sandbox.chat('owner', { name: 'answering' });
    chats.telling = sandbox.chat('owner2', { name: 'telling' });

    assert.match((await chats.questioning.say('show machine')).text, /^Which machine\?/);

    // card-python has stopped, and the bot is about to say so on the card.
    telling = await chats.telling.say('stop card-python');
    connector.script({ method: 'PUT', conversationId: chats.telling.place.conversationId });
    connector.script({
      ...{ method: 'PUT', conversationId: chats.telling.place.conversationId },
      ...{ delayMs: heldInMs, cut: 'before' },
    });
    await chats.telling.press(telling, 'machine.stop');
    await arrived(chats.telling, 'PUT', 2);

    // gen-python shall stop: that is on record, and nothing has been done about it.
    const gen = await chats.writing.say('stop gen-python');
    await control.fault({ service: 'store', method: 'replace', path: 'machine/gen-python', delayMs: heldInMs });
    await chats.writing.press(gen, 'machine.stop');

    // onc-python shall stop, and the answer to the person is on its way.
    await chats.answering.say('stop onc-python');
    connector.script({
      ...{ method: 'POST', conversationId: chats.answering.place.conversationId },
      ...{ delayMs: heldInMs, cut: 'before' },
    });
    yes = message(chats.answering.place, 'yes');
    chats.answering.post(yes).catch(() => undefined);
    await arrived(chats.answering, 'POST', 2);

    // card-r shall start, and Azure has not answered yet.
    await control.fault({ service: 'arm', path: 'card-r/start', delayMs: heldInMs, drop: 'before' });
    await chats.asking.say('start card-r');
    await eventually(async () => (await callsFor('card-r'))[0]);

    // onc-r starts, and the bot knows that Azure has begun.
    running = await chats.running.say('start onc-r');
    await chats.running.shows(/✓/, { on: running });

    await sandbox.crashBot();
  });

  after(async () => {
    sandbox.connector.clearScripts();
    await sandbox.control.clearFaults();
    await bring(sandbox, sandbox.chat('owner', { name: 'killed, after' }), 'onc-python', 'Started');
  });

  it('goes on to follow what Azure had begun, without beginning it again', async () => {
    await chats.running.shows(/^onc-r\n[\s\S]*\nStarted\n/, { on: running });

    assert.equal(chats.running.messages().length, 1);
    assert.equal((await callsFor('onc-r')).length, 1);
  });

  it('asks Azure again where it had no answer, and the card turns to Started', async () => {
    await chats.asking.shows(/^card-r\n[\s\S]*\nStarted\n/);

    assert.equal(chats.asking.messages().length, 1);
    assert.equal((await callsFor('card-r')).length, 2);
  });

  it('carries out what was on record and not begun', async () => {
    await chats.writing.shows(/^gen-python\n[\s\S]*\nStopped\n/);

    assert.equal((await callsFor('gen-python')).length, 1);
  });

  it('says how it ended where the first answer never arrived, and does nothing twice where Teams delivers again', async () => {
    await chats.answering.shows(/^onc-python\n[\s\S]*\nStopped\n/);
    await chats.answering.post(yes);

    const texts = chats.answering.messages().map(({ text }) => text.slice(0, 10));
    assert.deepEqual(texts, ['Stop onc-p', 'onc-python']);
    assert.equal((await callsFor('onc-python')).length, 1);
  });

  it('says on the card what it was about to say', async () => {
    await chats.telling.shows(/^card-python\n[\s\S]*\nStopped\n/, { on: telling });

    assert.equal(chats.telling.messages().length, 1);
    assert.equal((await callsFor('card-python')).length, 1);
  });

  it('keeps its questions open', async () => {
    assert.match((await chats.questioning.say('gen-python')).text, /^gen-python\nGenomics/);
  });
});
