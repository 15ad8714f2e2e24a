import assert from 'node:assert/strict';
import { findButton } from '../support/card-content.ts';
import type { Chat, Reply } from '../support/chat.ts';
import type { Fault } from '../support/control.ts';
import { sharedSandbox, type TestSandbox } from '../support/sandbox.ts';
import { bring, changesInAzure } from './machine-state.ts';

const everythingIsOldAfterSeconds = 61;
const answersWithinMs = 10_000;
const supportId = /If you ask for help, mention \w{3}-\w{3}\./;

describe('what Labdesk depends on does not work', () => {
  let sandbox: TestSandbox;
  let chat: Chat;

  before(async function () {
    this.timeout(60_000);
    sandbox = await sharedSandbox();
    const owner = sandbox.chat('owner', { name: 'outages, before' });
    await bring(sandbox, owner, 'onc-r', 'Stopped');
    await bring(sandbox, owner, 'onc-python', 'Started');
  });

  beforeEach(async function () {
    chat = sandbox.chat('researcher', { name: this.currentTest?.title ?? '' });
    await chat.say('hello');
    await sandbox.control.tick({ advanceSeconds: everythingIsOldAfterSeconds });
    await sandbox.control.clearRequests();
  });

  afterEach(async () => {
    await sandbox.control.clearFaults();
    await sandbox.control.tick({ advanceSeconds: everythingIsOldAfterSeconds });
    assert.match((await chat.say('machines')).text, /onc-python/, 'a normal answer afterwards');
    assert.deepEqual(await changesInAzure(sandbox), []);
  });

  async function sayWith(fault: Fault, text: string): Promise<Reply> {
    await sandbox.control.fault({ times: 1000, ...fault });
    const began = performance.now();
    const reply = await chat.say(text, answersWithinMs);
    assert.ok(performance.now() - began < answersWithinMs);
    assert.doesNotMatch(reply.text, /undefined|\[object|Error\b|127\.0\.0\.1|at file/);
    return reply;
  }

  const azure: readonly [fault: Partial<Fault>, says: RegExp, traced: boolean][] = [
    [{ status: 401 }, /Azure does not let Labdesk do this\. Ask an admin/, true],
    [{ status: 403 }, /Azure does not let Labdesk do this\. Ask an admin/, true],
    [{ status: 404 }, /Azure no longer knows this/, false],
    [{ status: 409 }, /Azure is still busy with an earlier change/, false],
    [{ status: 429, retryAfter: 60 }, /Azure is asked too much at the moment/, true],
    [{ status: 500 }, /Azure does not answer as it should right now/, true],
    [{ drop: 'before' }, /Azure does not answer as it should right now/, true],
  ];
  for (const [fault, says, traced] of azure) {
    it(`says what to do where Azure answers ${JSON.stringify(fault)}`, async () => {
      const { text } = await sayWith({ service: 'arm', ...fault }, 'machines');

      assert.match(text, says);
      assert.equal(supportId.test(text), traced, text);
    });
  }

  it('answers everybody in time where Azure and the directory hang, and starts nothing', async () => {
    const [other, third] = [sandbox.chat('owner', { name: 'hangs' }), sandbox.chat('researcher2', { name: 'hangs' })];
    await sandbox.control.fault({ service: 'graph', path: third.place.person.aadObjectId, hang: true, times: 1000 });

    const [looked, changed, unknown] = await Promise.all([
      sayWith({ service: 'arm', hang: true }, 'machines'),
      other.say('start onc-r', answersWithinMs),
      third.say('machines', answersWithinMs),
    ]);

    for (const { text } of [looked, changed]) assert.match(text, /Azure took too long to answer/);
    assert.match(unknown.text, /Microsoft's directory took too long to answer/);
    for (const { text } of [looked, changed, unknown]) assert.match(text, supportId);
  });

  const directory: readonly [fault: Partial<Fault>, says: RegExp][] = [
    [{ status: 403 }, /Microsoft's directory does not let Labdesk do this/],
    [{ status: 429, retryAfter: 60 }, /Microsoft's directory is asked too much/],
    [{ status: 503 }, /Microsoft's directory does not answer as it should/],
  ];
  for (const [fault, says] of directory) {
    it(`shows and starts nothing where the directory answers ${JSON.stringify(fault)}`, async () => {
      const { text } = await sayWith({ service: 'graph', ...fault }, 'start onc-r');

      assert.match(text, says);
      assert.match(text, supportId);
    });
  }

  it('lets somebody look for a minute while the directory is down, but change nothing', async () => {
    await chat.say('machines');
    await sandbox.control.fault({ service: 'graph', status: 503, times: 1000 });
    await sandbox.control.tick({ advanceSeconds: 30 });

    const looked = await chat.say('machines');
    const changed = await chat.say('start onc-r');

    assert.match(looked.text, /onc-python/);
    assert.match(changed.text, /Microsoft's directory does not answer/);
  });

  it('starts nothing for somebody who left the workspace a moment ago', async () => {
    await chat.say('machines');
    await sandbox.control.tick({ advanceSeconds: 2 });
    const gone = { service: 'graph', path: chat.place.person.aadObjectId, status: 404, times: 1000 } as const;

    const { text } = await sayWith(gone, 'start onc-r');

    assert.match(text, /no workspace|no machine|could not find/i);
  });

  it('needs no new sign-in of its own where the login is down for a while', async () => {
    const { text } = await sayWith({ service: 'login', status: 503 }, 'machines');

    assert.match(text, /onc-python/);
  });

  it('refuses a change where nothing would look after it, and looks as before', async () => {
    const looked = await sayWith({ service: 'queue', status: 503 }, 'machines');
    const changed = await chat.say('start onc-r');

    assert.match(looked.text, /onc-python/);
    assert.match(changed.text, /cannot make sure right now that this will be carried out, so I did nothing/);
    assert.match(changed.text, supportId);
  });

  it('says so where its own records cannot be reached, to a message and to a press', async () => {
    const start = findButton((await chat.say('show onc-r')).card, 'machine.start');

    const said = await sayWith({ service: 'store', status: 503 }, 'start onc-r');
    const pressed = await chat.pressButton(start);
    const looked = await chat.say('machines');

    assert.equal(pressed.status, 200);
    for (const { text } of [said, pressed, looked]) {
      assert.match(text, /cannot reach its own records right now/);
      assert.match(text, supportId);
    }
  });

  it('answers all the same where it can read its records but not write them', async () => {
    const { text } = await sayWith({ service: 'store', method: 'replace', status: 503 }, 'machines');

    assert.match(text, /onc-python/);
  });
});
