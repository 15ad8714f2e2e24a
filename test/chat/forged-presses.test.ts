import assert from 'node:assert/strict';
import { press } from '../support/activities.ts';
import { anyText } from '../support/any-text.ts';
import { findButton, type Json } from '../support/card-content.ts';
import type { Chat, Reply } from '../support/chat.ts';
import { fc } from '../support/properties.ts';
import { runs } from '../support/runs.ts';
import { sharedSandbox, type TestSandbox } from '../support/sandbox.ts';
import { bring, changesInAzure } from './machine-state.ts';

const atOnce = 10;
const mutations = runs(100, 9_000);

describe('pressed buttons that Labdesk never made', () => {
  let sandbox: TestSandbox;
  let chat: Chat;
  let shown: Reply;
  let start: Json;
  let confirmed: Json;

  before(async function () {
    this.timeout(60_000);
    sandbox = await sharedSandbox();
    chat = sandbox.chat('researcher', { name: 'forger' });
    await bring(sandbox, chat, 'onc-python', 'Started');
    shown = await bring(sandbox, chat, 'onc-r', 'Stopped');
    start = findButton(shown.card, 'machine.start');
    confirmed = findButton((await chat.say('stop onc-python')).card, 'machine.stop');
    await chat.say('no');
  });

  beforeEach(async () => {
    await sandbox.control.clearRequests();
  });

  afterEach(async () => {
    assert.deepEqual(await changesInAzure(sandbox), []);
  });

  const data = (changed: Json): Json => ({ ...start, data: { ...(start.data as Json), ...changed } });
  const forgeries: Readonly<Record<string, () => Json>> = {
    'names another machine': () => data({ id: 'oncology/onc-python' }),
    'names a machine of a workspace that the person is not in': () => data({ id: 'cardiology/card-r' }),
    'names another version': () => data({ version: 12345 }),
    'has a nonce of its own': () => data({ nonce: `p${'A'.repeat(28)}` }),
    'has no nonce': () => data({ nonce: undefined }),
    'has the nonce of another button': () => data({ nonce: (confirmed.data as Json).nonce }),
    'makes a confirmation of a plain button': () =>
      data({ nonce: String((start.data as Json).nonce).replace(/^p/, 'c') }),
    'has another verb': () => ({ ...start, verb: 'machine.restart' }),
    'has a verb that nobody knows': () => ({ ...start, verb: 'constructor' }),
    'has a number for a nonce': () => data({ nonce: 42 }),
    'has a list for an id': () => data({ id: ['oncology/onc-r'] }),
    'has text for data': () => ({ ...start, data: 'oncology/onc-r' }),
    'has a very long id': () => data({ id: `oncology/${'x'.repeat(5000)}` }),
  };
  for (const [name, forge] of Object.entries(forgeries)) {
    it(`change nothing where the button ${name}`, async () => {
      const { status, text } = await chat.pressButton(forge(), {}, shown.id);

      assert.equal(status, 200);
      assert.match(text, /not a button of mine|do not know this button/);
    });
  }

  it('grant nothing: a real button pressed by somebody outside the workspace reads as if there were no such machine', async () => {
    const outsider = sandbox.chat('outsider', { name: 'thief' });
    const member = sandbox.chat('researcher2', { name: 'thief' });

    const { status, text } = await outsider.pressButton(start, {}, shown.id);

    assert.equal(status, 200);
    assert.match(text, /You are in no workspace yet|no workspace "oncology" that you work in|no machine/i);
    const gen = findButton((await chat.say('show gen-python')).card, 'machine.stop');
    assert.doesNotMatch((await member.pressButton(gen)).text, /Genomics/);
  });

  it('do not get past the question with a field that says it was confirmed', async () => {
    const plain = findButton((await chat.say('show onc-python')).card, 'machine.stop');

    const { text } = await chat.pressButton(plain, { confirmed: true });

    assert.match(text, /^Stop onc-python\?/);
  });

  it('are refused at the door where they reach for JavaScript’s own objects', async () => {
    const poisoned = JSON.stringify(press(chat.place, start)).replace(
      '"data":{',
      '"data":{"__proto__":{"admin":true},',
    );

    const response = await fetch(sandbox.endpoints.bot, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: poisoned,
    });
    const pressed = await chat.pressButton({ ...start, data: JSON.parse('{"constructor":{"prototype":1}}') });

    assert.equal(response.status, 400);
    assert.equal(pressed.status, 400);
  });

  it(`change nothing and break nothing in ${mutations} random mutations`, async function () {
    this.timeout(60_000 + mutations * 100);
    const odd = fc.oneof(
      fc.string({ maxLength: 60 }),
      anyText({ maxLength: 60 }),
      fc.constantFrom('oncology/onc-r', 'oncology', '../onc-r', '${id}', '1', '', 'machine.start', 'x'.repeat(4500)),
      fc.integer(),
      fc.double(),
      fc.boolean(),
      fc.constant(null),
      fc.array(fc.string({ maxLength: 5 }), { maxLength: 3 }),
      fc.dictionary(fc.string({ maxLength: 8 }), fc.string({ maxLength: 5 }), { maxKeys: 3 }),
    );
    const key = fc.constantFrom('id', 'version', 'nonce', 'machine', 'workspace', 'page', 'confirmed', 'extra');
    const mutation = fc.record({
      verb: fc.option(fc.constantFrom('machine.stop', 'machine.restart', 'workspace.use', 'help', 'nonsense', ''), {
        nil: undefined,
        freq: 3,
      }),
      data: fc.dictionary(key, odd, { minKeys: 1, maxKeys: 4 }),
      without: fc.subarray(['id', 'version', 'nonce']),
    });
    const mutate = ({ verb, data: changed, without }: { verb?: string; data: Json; without: string[] }): Json => {
      const all = { ...(start.data as Json), ...changed };
      for (const name of without) delete (all as Record<string, unknown>)[name];
      return { ...start, ...(verb !== undefined && { verb }), data: all };
    };
    const isReal = (button: Json) => {
      const { id, version, nonce } = button.data as Json;
      const real = start.data as Json;
      return button.verb === start.verb && id === real.id && version === real.version && nonce === real.nonce;
    };
    const forged = fc.array(mutation.map(mutate), { minLength: atOnce, maxLength: atOnce });
    await fc.assert(
      fc.asyncProperty(forged, async (forgeries) => {
        fc.pre(!forgeries.some(isReal));
        // A conversation each, since the presses of one are answered one after the other.
        const answers = forgeries.map((button, index) =>
          sandbox.chat('researcher', { name: `forger ${index}` }).pressButton(button),
        );
        for (const { status, body } of await Promise.all(answers)) {
          assert.ok(status === 200 || status === 400, `${status}`);
          if (status === 200) assert.match(String((body as Json).type), /^application\/vnd\.microsoft\./);
        }
      }),
      { numRuns: Math.ceil(mutations / atOnce) },
    );
    assert.deepEqual(await changesInAzure(sandbox), []);
    assert.match((await chat.say('show onc-r')).text, /\nStopped\n/);
  });
});
