import assert from 'node:assert/strict';
import { buttons, findButton } from '../support/card-content.ts';
import { sharedSandbox, type TestSandbox } from '../support/sandbox.ts';
import { eventually } from './eventually.ts';
import { bring } from './machine-state.ts';

const canary = 'zirbelholz-4711';

describe('the log of the bot', () => {
  let sandbox: TestSandbox;

  before(async function () {
    this.timeout(60_000);
    sandbox = await sharedSandbox();
  });

  it('is JSON lines that hold neither what people write nor anything secret, whatever goes wrong', async () => {
    const { control, endpoints } = sandbox;
    const chat = sandbox.chat('researcher', { name: 'log' });
    await bring(sandbox, chat, 'onc-python', 'Started');
    await chat.say(canary);
    await chat.say(`show ${canary}`);
    const question = await chat.say('stop machine');
    await chat.say(canary);
    const [ask] = buttons(question.card);
    await chat.pressButton(ask!, { machine: canary, extra: canary });
    await chat.pressButton({ ...ask!, verb: canary });
    await chat.say('cancel');
    const { card } = await chat.say('connect to onc-python');
    const url = String(findButton(card, 'Get the connection file').url);
    await fetch(url, { method: 'POST' });
    await fetch(`${url}${canary}`);
    const refused = await fetch(`${new URL(url).origin}/${canary}?${canary}`, { headers: { authorization: canary } });
    assert.equal(refused.status, 404);
    for (const service of ['arm', 'graph', 'store', 'queue'] as const) {
      await control.tick({ advanceSeconds: 61 });
      await control.fault({ service, status: 503, message: canary, times: 20 });
      await chat.say(`start ${canary} onc-r`);
      await chat.say('cancel');
      await control.clearFaults();
    }
    await fetch(endpoints.bot, { method: 'POST', headers: { 'content-type': canary }, body: canary });
    await chat.pressButton({ ...ask!, verb: 'machine.start', data: { id: canary, nonce: canary } });

    const lines = await eventually(async () => {
      const all = sandbox.botLog.trim().split('\n');
      return all.at(-1)?.includes('A forged button was pressed.') ? all : undefined;
    });

    for (const line of lines) assert.equal(typeof JSON.parse(line), 'object');
    const text = lines.join('\n');
    assert.doesNotMatch(text, new RegExp(canary));
    assert.doesNotMatch(text, /Bearer |eyJ[\w-]{10}|client_secret/);
    assert.ok(!text.includes(endpoints.clientSecret));
    assert.ok(!text.includes(url.replace(/^.*\//, '')), 'a link is as good as the file behind it');
    assert.doesNotMatch(text, /"nonce"/);
  });
});
