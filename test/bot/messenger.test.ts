import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { createServiceUrls } from '../../bot/door/service-urls.ts';
import { TeamsError, type TeamsErrorReason } from '../../bot/messenger/teams-error.ts';
import { Messenger } from '../../bot/messenger.ts';
import type { TokenSource } from '../../services/credentials/tokens.ts';
import { Connector, type Script } from '../support/connector.ts';

const appId = '22222222-2222-4222-8222-222222222222';
const tenantId = '11111111-1111-4111-8111-111111111111';
const serviceUrls = createServiceUrls({ hosts: ['smba.trafficmanager.net'], loopback: true });
const message = { type: 'message', text: 'hello' };

/** Numbers its tokens, and has a new one for who says that the last was refused. */
class Tokens implements TokenSource {
  count = 1;
  async token(_: string, refused?: string): Promise<string> {
    if (refused === `token-${this.count}`) this.count++;
    return `token-${this.count}`;
  }
}

describe('the messenger', () => {
  let connector: Connector;
  let messenger: Messenger;
  // Takes its 10 seconds while the others run.
  let silence: Promise<{ error: unknown; milliseconds: number }>;
  let to: { serviceUrl: string; conversationId: string };

  before(async () => {
    connector = await Connector.start();
    messenger = new Messenger({ serviceUrls, tokens: new Tokens(), appId, tenantId });
    silence = sendIntoSilence(messenger);
  });
  beforeEach(function () {
    connector.calls.length = 0;
    connector.clearScripts();
    to = { serviceUrl: connector.url, conversationId: `19:${this.currentTest?.title}@thread.tacv2;messageid=1` };
  });
  after(async () => {
    await messenger.close();
    await connector.close();
  });

  const statuses = () => connector.calls.map(({ method, status }) => `${method} ${status}`);
  const texts = () => connector.messages(to.conversationId).map(({ activity }) => activity.text);

  async function failing(script: Script, act: () => Promise<unknown> = () => messenger.send(to, message)) {
    connector.script(script);
    const error = await act().then(
      () => undefined,
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof TeamsError, `${error}`);
    return error;
  }

  it('posts, updates and deletes under the id that Teams gave', async () => {
    const id = await messenger.send(to, message);
    assert.equal(await messenger.update(to, id, { ...message, text: 'changed' }), id);
    assert.deepEqual(texts(), ['changed']);
    await messenger.delete(to, id);
    await messenger.delete(to, id);
    assert.deepEqual(texts(), []);
    const [first] = connector.calls;
    assert.equal(first?.headers['x-ms-conversation-id'], to.conversationId);
    assert.equal(first?.headers.authorization, 'Bearer token-1');
    assert.deepEqual(first?.body?.from, { id: `28:${appId}`, name: '' });
  });

  it('replies where there is something to reply to, else posts to the conversation', async () => {
    await messenger.send(to, { ...message, replyToId: '7' });
    await messenger.send(to, message);
    const ends = connector.calls.map(({ path }) => path.replace(/.*\/activities/, ''));
    assert.deepEqual(ends, ['/7', '']);
  });

  it('opens a chat with a person', async () => {
    const address = await messenger.createConversation({ serviceUrl: connector.url, id: '29:researcher' });
    assert.match(address.conversationId, /^a:/);
    assert.equal(address.serviceUrl, connector.url);
  });

  it('sends no token to an address that is not on the list, however it was stored', async () => {
    const elsewhere = { ...to, serviceUrl: 'https://evil.example/' };
    await assert.rejects(messenger.send(elsewhere, message), { reason: 'refused', code: 'ServiceUrlNotAllowed' });
  });

  describe('tells by a word what follows from a refusal', () => {
    const table: readonly [Script, TeamsErrorReason][] = [
      [{ status: 401, code: 'BotNotRegistered', times: 2 }, 'not-installed'],
      [{ status: 403, code: 'BotDisabledByAdmin' }, 'blocked'],
      [{ status: 403, code: 'ConversationBlockedByUser' }, 'blocked'],
      [{ status: 403, code: 'Forbidden', subCode: 'MessageWritesBlocked' }, 'blocked'],
      [{ status: 403, code: 'BotNotInConversationRoster' }, 'not-installed'],
      [{ status: 403, code: 'ForbiddenOperationException' }, 'not-installed'],
      [{ status: 403, code: 'NotEnoughPermissions' }, 'refused'],
      [{ status: 404, code: 'ConversationNotFound' }, 'gone'],
      [{ status: 413, code: 'MessageSizeTooBig' }, 'too-big'],
      [{ status: 400, code: 'BadSyntax' }, 'refused'],
      [{ status: 302, code: 'Moved' }, 'refused'],
      [{ status: 429, code: 'Throttled', retryAfter: 600 }, 'throttled'],
    ];
    for (const [script, reason] of table) {
      it(`${script.status} ${script.subCode ?? script.code}: ${reason}`, async () => {
        const error = await failing(script);
        assert.equal(error.reason, reason);
        assert.equal(error.status, script.status);
        assert.equal(error.code, script.code);
        assert.equal(connector.calls.length, script.times ?? 1);
      });
    }
  });

  describe('never posts twice what may have arrived', () => {
    for (const script of [
      { status: 500 },
      { status: 502 },
      { status: 503 },
      { status: 504 },
      { cut: 'after' },
      { cut: 'before' },
    ] as const) {
      it(`${JSON.stringify(script)} is ambiguous after one call`, async () => {
        assert.equal((await failing(script)).reason, 'ambiguous');
        assert.equal(connector.calls.length, 1);
      });
    }
  });

  it('repeats what was certainly not posted', async () => {
    connector.script({ status: 412, code: 'PreconditionFailed' });
    connector.script({ status: 429, code: 'Throttled', retryAfter: 1 });
    await messenger.send(to, message);
    assert.deepEqual(statuses(), ['POST 412', 'POST 429', 'POST 201']);
    const [, refused, posted] = connector.calls;
    assert.ok(posted!.atInMs - refused!.atInMs >= 990, 'Retry-After is kept');
    assert.deepEqual(texts(), ['hello']);
  });

  it('repeats updates and deletions on failures that pass, and not on 500', async () => {
    const id = await messenger.send(to, message);
    connector.script({ status: 503, method: 'PUT' });
    connector.script({ cut: 'after', method: 'PUT' });
    await messenger.update(to, id, { ...message, text: 'changed' });
    assert.deepEqual(statuses(), ['POST 201', 'PUT 503', 'PUT 0', 'PUT 200']);
    const error = await failing({ status: 500, method: 'DELETE' }, () => messenger.delete(to, id));
    assert.equal(error.reason, 'ambiguous');
    await messenger.delete(to, id);
  });

  it('asks once for another token where the first was refused', async () => {
    connector.script({ status: 401, code: 'Unauthorized' });
    await messenger.send(to, message);
    assert.deepEqual(statuses(), ['POST 401', 'POST 201']);
    assert.notEqual(connector.calls[0]?.headers.authorization, connector.calls[1]?.headers.authorization);
  });

  it('says that nothing left where nobody listens', async () => {
    const free = createServer();
    const port = await new Promise<number>((resolve) => {
      free.listen(0, '127.0.0.1', () => resolve((free.address() as { port: number }).port));
    });
    await new Promise((resolve) => free.close(resolve));
    await assert.rejects(messenger.send({ ...to, serviceUrl: `http://127.0.0.1:${port}/` }, message), {
      reason: 'unreachable',
    });
  });

  it('gives up on a silent connector after 10 seconds, and calls it ambiguous', async () => {
    const { error, milliseconds } = await silence;
    assert.ok(error instanceof TeamsError && error.reason === 'ambiguous');
    assert.ok(milliseconds > 9_000 && milliseconds < 16_000, `${milliseconds} ms`);
  });
});

/** Sends to somebody who listens and never says a word. */
async function sendIntoSilence(messenger: Messenger): Promise<{ error: unknown; milliseconds: number }> {
  const silent = createServer(() => undefined);
  const port = await new Promise<number>((resolve) => {
    silent.listen(0, '127.0.0.1', () => resolve((silent.address() as { port: number }).port));
  });
  const before = performance.now();
  const to = { serviceUrl: `http://127.0.0.1:${port}/`, conversationId: 'silence' };
  const error = await messenger.send(to, message).catch((reason: unknown) => reason);
  silent.close();
  return { error, milliseconds: performance.now() - before };
}
