import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { message, press } from '../support/activities.ts';
import { isObject, type Json, parts } from '../support/card-content.ts';
import type { Chat } from '../support/chat.ts';
import { sharedSandbox, type TestSandbox } from '../support/sandbox.ts';
import { changesInAzure } from './machine-state.ts';

describe('bad input', () => {
  let sandbox: TestSandbox;
  let chat: Chat;

  before(async function () {
    this.timeout(60_000);
    sandbox = await sharedSandbox();
  });

  beforeEach(async function () {
    chat = sandbox.chat('researcher', { name: `bad, ${this.currentTest?.title}` });
    await sandbox.control.clearRequests();
  });

  afterEach(async () => {
    assert.deepEqual(await changesInAzure(sandbox), []);
  });

  const post = async (body: string | Buffer, headers: Record<string, string> = {}) => {
    const response = await fetch(sandbox.endpoints.bot, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : new Uint8Array(body),
    });
    return { status: response.status, text: await response.text() };
  };

  describe('of a stranger', () => {
    const refusals: Readonly<Record<string, [status: number, send: () => Promise<{ status: number; text: string }>]>> =
      {
        'JSON that is broken': [400, () => post('{"type":"message",')],
        'JSON that is no object': [400, () => post('[1,2,3]')],
        'text that is not UTF-8': [400, () => post(Buffer.from([0x7b, 0xff, 0xfe, 0x7d]))],
        'another content type': [415, () => post('{}', { 'content-type': 'text/plain' })],
        'a form': [415, () => post('a=1', { 'content-type': 'application/x-www-form-urlencoded' })],
        gzip: [415, () => post(gzipSync('{}'), { 'content-encoding': 'gzip' })],
        'bytes that only say they are gzip': [415, () => post('xxxxx', { 'content-encoding': 'gzip' })],
        '40 levels of lists': [400, () => post(`{"a":${'['.repeat(40)}${']'.repeat(40)}}`)],
        '240 KB of brackets': [400, () => post('['.repeat(240_000))],
        'more than 256 KB': [413, () => post(JSON.stringify({ ...message(chat.place, 'x'.repeat(270_000)) }))],
        nothing: [400, () => post('')],
      };
    for (const [what, [status, send]] of Object.entries(refusals)) {
      it(`is refused with ${status} where it is ${what}`, async () => {
        const answer = await send();

        assert.equal(answer.status, status);
        assert.ok(answer.text.length < 200);
        assert.doesNotMatch(answer.text, /stack|Error:|at /);
      });
    }

    for (const field of ['type', 'id', 'channelId', 'serviceUrl', 'from', 'conversation']) {
      it(`is refused with 400 where an activity has no ${field}`, async () => {
        const { [field]: _, ...activity } = message(chat.place, 'machines');

        assert.equal((await post(JSON.stringify(activity))).status, 400);
      });
    }

    it('is refused where it names another tenant, in either place, or none', async () => {
      const activity = message(chat.place, 'machines');
      const conversation = activity.conversation as Json;
      const other = '00000000-0000-4000-8000-000000000000';

      const there = { ...activity, conversation: { ...conversation, tenantId: other } };
      const here = { ...activity, channelData: { tenant: { id: other } } };
      const { tenantId: _, ...nowhere } = conversation;

      assert.equal((await post(JSON.stringify(there))).status, 403);
      assert.equal((await post(JSON.stringify(here))).status, 403);
      assert.equal((await post(JSON.stringify({ ...activity, conversation: nowhere }))).status, 400);
      assert.deepEqual(chat.messages(), []);
    });

    it('is refused where it wants its answer somewhere else', async () => {
      for (const serviceUrl of ['https://evil.example/', 'http://169.254.169.254/', 'file:///etc/passwd', 'x']) {
        const { status } = await post(JSON.stringify({ ...message(chat.place, 'machines'), serviceUrl }));
        assert.equal(status, 400, serviceUrl);
      }
    });
  });

  describe('of a person', () => {
    it('is answered where it is no machine that there is', async () => {
      const { text } = await chat.say('show onc-matlab');

      assert.match(text, /no machine "onc-matlab"/);
      assert.match(text, /Write "machines"/);
    });

    for (const empty of ['', '   ', '\n', '<at>Labdesk</at>', '\u200b\u202e', '&nbsp;']) {
      it(`is answered with suggestions where it is ${JSON.stringify(empty)}`, async () => {
        assert.match((await chat.say(empty)).text, /did not understand/);
      });
    }

    it('is answered soon where it is 10,000 characters long', async () => {
      for (const long of ['start onc-r '.repeat(834), 'x'.repeat(10_000), '('.repeat(10_000), 'é'.repeat(10_000)]) {
        const began = performance.now();
        const { text } = await chat.say(long);
        assert.ok(performance.now() - began < 5000);
        assert.ok(text.length < 500);
      }
    });

    const hostile: Readonly<Record<string, string>> = {
      'Markdown link': 'show [onc-x](https://evil.example)',
      'Markdown image': 'show ![onc-x](https://evil.example/a.png)',
      'template expression': 'show ${json(1)}-onc',
      'template of the root': 'show ${$root.title}',
      HTML: 'show <img src=x onerror=alert(1)>onc',
      'HTML as entities': 'show &lt;b&gt;onc&lt;/b&gt;x',
      'right-to-left override': 'show onc-\u202ex\u202d-r9',
      'control characters': 'show onc\u0000-\u0007x9',
      'date function': 'show {{DATE(2020-01-01T00:00:00Z)}}',
      mention: 'show <at>Owner</at>-x9',
      JSON: 'show {"a":"b"}"onc-x9',
    };
    for (const [name, text] of Object.entries(hostile)) {
      it(`is repeated as text and nothing else where it holds a ${name}`, async () => {
        const answers = [await chat.say(text)];
        await chat.say('stop machine');
        answers.push(await chat.say(text.replace('show ', '')));
        await chat.say('cancel');

        for (const { card, activity } of answers) {
          assert.ok(card);
          const { fallbackText, ...visible } = card;
          for (const part of parts(visible)) {
            if (part.type === 'TextRun' || part.type === 'Input.Text') continue;
            const shown = Object.values(part).filter((value) => typeof value === 'string');
            assert.doesNotMatch(shown.join('\n'), /evil\.example|alert\(|onc-x|x9|\{\{DATE\(2020/);
          }
          // Notifications show these as they are.
          for (const line of [fallbackText, activity.summary]) assert.doesNotMatch(String(line), /\]\(|<|&lt;/);
          assert.doesNotMatch(JSON.stringify(activity), /[\u202a-\u202e\u2066-\u2069]|\\u00[01]/);
        }
      });
    }

    it('is answered where a press carries nothing that makes sense', async () => {
      const values: unknown[] = [undefined, null, 'x', 42, [], {}, { action: null }, { action: { verb: 7 } }];
      for (const value of values) {
        const { value: _, ...activity } = press(chat.place, { type: 'Action.Execute', verb: 'help' });
        const { status, body } = await chat.post({ ...activity, value });
        assert.equal(status, 200);
        assert.ok(isObject(body) && body.type === 'application/vnd.microsoft.activity.message', JSON.stringify(body));
      }
    });

    it('is left alone where it is no kind of activity that the bot takes', async () => {
      for (const type of ['typing', 'messageReaction', 'event', 'somethingNew', 'messageUpdate', 'messageDelete']) {
        assert.equal((await chat.post({ ...message(chat.place, 'start onc-r'), type })).status, 200, type);
      }
      const invoke = await chat.post({ ...message(chat.place, ''), type: 'invoke', name: 'composeExtension/query' });
      assert.equal(invoke.status, 501);
      assert.deepEqual(chat.messages(), []);
    });
  });
});
