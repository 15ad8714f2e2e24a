import assert from 'node:assert/strict';
import { findButton } from '../support/card-content.ts';
import type { Chat } from '../support/chat.ts';
import { sharedSandbox, type TestSandbox } from '../support/sandbox.ts';
import { bring } from './machine-state.ts';

const linksLiveForSeconds = 5 * 60;

/** The lines of a connection file. */
async function fileOf(response: Response): Promise<string[]> {
  assert.equal(response.status, 200);
  assert.equal(response.headers.get('content-type'), 'application/x-rdp');
  return (await response.text()).trimEnd().split('\r\n');
}

describe('connecting to a machine', () => {
  let sandbox: TestSandbox;
  let chat: Chat;
  const link = async (machine: string): Promise<string> => {
    const { card } = await chat.say(`connect to ${machine}`);
    return String(findButton(card, 'Get the connection file').url);
  };
  const post = (url: string, init: RequestInit = {}) => fetch(url, { method: 'POST', ...init });

  before(async function () {
    this.timeout(60_000);
    sandbox = await sharedSandbox();
    const owner = sandbox.chat('owner', { name: 'connect, before' });
    await bring(sandbox, owner, 'onc-python', 'Started');
    await bring(sandbox, owner, 'onc-r', 'Started');
  });

  beforeEach(function () {
    chat = sandbox.chat('researcher', { name: this.currentTest?.title ?? '' });
  });

  after(async () => {
    await sandbox.control.clearFaults();
    await bring(sandbox, sandbox.chat('owner', { name: 'connect, after' }), 'onc-r', 'Stopped');
  });

  it('gives a link that says where it leads and what Windows will ask', async () => {
    const { card, text } = await chat.say('connect to onc-r');

    assert.match(text, /^Connect to onc-r\nOncology · Windows/);
    assert.match(text, /Once, within 5 minutes/);
    assert.match(text, /Check that the address is onc-r/);
    assert.match(String(findButton(card, 'Get the connection file').url), /\/connect\/[\w-]{32}$/);
  });

  it('shows a page that changes nothing however often it is looked at, and a preview neither', async () => {
    const url = await link('onc-r');

    for (const agent of ['Mozilla/5.0', 'SkypeUriPreview', 'Mozilla/5.0 Teams link scanner']) {
      const page = await fetch(url, { headers: { 'user-agent': agent } });
      assert.equal(page.status, 200);
      const html = await page.text();
      assert.match(html, /Connect to onc-r/);
      assert.match(html, /<form method="post">/);
      assert.equal(page.headers.get('cache-control'), 'no-store');
      assert.match(page.headers.get('content-security-policy') ?? '', /default-src 'none'/);
    }
    await fetch(url, { method: 'HEAD' });

    await fileOf(await post(url));
  });

  it('gives the file once, as a download, and 410 from then on', async () => {
    const url = await link('onc-r');

    const response = await post(url);

    assert.match(response.headers.get('content-disposition') ?? '', /^attachment; filename="onc-r\.rdp"$/);
    assert.equal(response.headers.get('cache-control'), 'no-store');
    await fileOf(response);
    assert.equal((await post(url)).status, 410);
    assert.equal((await fetch(url)).status, 410);
  });

  it('gives it to one of many who ask at the same time', async () => {
    const url = await link('onc-r');

    const statuses = await Promise.all(Array.from({ length: 8 }, async () => (await post(url)).status));

    assert.deepEqual(statuses.sort(), [200, ...Array(7).fill(410)]);
  });

  it('opens a Windows machine by its name with Entra sign-in', async () => {
    const lines = await fileOf(await post(await link('onc-r')));

    assert.ok(lines.includes('full address:s:onc-r'));
    assert.ok(lines.includes('enablerdsaadauth:i:1'));
  });

  it('opens a Linux machine by its private address without Entra sign-in', async () => {
    const lines = await fileOf(await post(await link('onc-python')));

    assert.ok(lines.includes('full address:s:10.1.0.4'));
    assert.ok(lines.includes('enablerdsaadauth:i:0'));
  });

  it('shares neither clipboard, drives nor printers, and holds no password', async () => {
    const lines = await fileOf(await post(await link('onc-r')));

    for (const line of ['redirectclipboard:i:0', 'drivestoredirect:s:', 'redirectprinters:i:0'])
      assert.ok(lines.includes(line), line);
    for (const line of lines) assert.match(line, /^[a-z ]+:[is]:\S*$/);
    assert.doesNotMatch(lines.join('\n'), /password/i);
  });

  it('gives nothing after five minutes', async () => {
    const url = await link('onc-r');

    await sandbox.control.tick({ advanceSeconds: linksLiveForSeconds });

    assert.equal((await fetch(url)).status, 410);
    assert.equal((await post(url)).status, 410);
  });

  it('knows no link that it never made', async () => {
    const base = (await link('onc-r')).replace(/[^/]+$/, '');

    for (const token of ['A'.repeat(32), 'short', `${'A'.repeat(32)}B`, '%2e%2e%2fapi', '%00'.repeat(11)]) {
      const { status } = await post(base + token);
      assert.ok(status === 404 || status === 400, `${token}: ${status}`);
    }
  });

  it('takes nothing but its own empty form', async () => {
    const url = await link('onc-r');
    const json = { headers: { 'content-type': 'application/json' }, body: '{}' };

    assert.equal((await post(url, json)).status, 415);
    assert.equal((await post(url, { body: new URLSearchParams({ much: 'x'.repeat(5000) }) })).status, 413);
    assert.equal((await fetch(url, { method: 'PUT' })).status, 405);
    assert.equal((await post(url, { body: new URLSearchParams() })).status, 200);
  });

  it('gives nothing to somebody who has left the workspace since', async () => {
    const url = await link('onc-r');
    const nobody = { status: 404, times: 2 };
    await sandbox.control.fault({ service: 'graph', path: chat.place.person.aadObjectId, ...nobody });

    const response = await post(url);

    assert.equal(response.status, 404);
    assert.doesNotMatch(await response.text(), /enablerdsaadauth/);
    await sandbox.control.clearFaults();
    await fileOf(await post(url));
  });

  it('gives nothing while who may cannot be checked, and the file afterwards', async () => {
    const url = await link('onc-r');
    await sandbox.control.fault({ service: 'graph', status: 503, times: 20 });

    assert.equal((await post(url)).status, 503);

    await sandbox.control.clearFaults();
    await fileOf(await post(url));
  });

  it('gives no link for a machine that does not run', async () => {
    const cardiologist = sandbox.chat('owner2', { name: 'connect to a stopped one' });
    await bring(sandbox, cardiologist, 'card-r', 'Stopped');

    const { text } = await cardiologist.say('connect to card-r');

    assert.match(text, /card-r does not run\. Start it, then connect\./);
  });

  it('gives no link to an admin, who is no member', async () => {
    const { text } = await sandbox.chat('admin', { name: 'connect' }).say('connect to onc-r');

    assert.match(text, /You cannot do that in Oncology/);
  });
});
