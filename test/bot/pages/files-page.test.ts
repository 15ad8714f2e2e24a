import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { EncryptJWT } from 'jose';
import { pino } from 'pino';
import type { RouteResponse } from '../../../bot/door/route.ts';
import { createLog } from '../../../bot/log.ts';
import { filesRoutes } from '../../../bot/pages/files-page.ts';
import { SignIn } from '../../../bot/pages/sign-in.ts';
import { WorkspaceError } from '../../../services/errors.ts';
import { FileLinkWorld } from '../../support/file-link-world.ts';
import { owner, researcher } from '../../support/machine-samples.ts';

describe('the page behind a link to a file', () => {
  const key = randomBytes(32);
  let world: FileLinkWorld;
  let token: string;
  let logged: string;

  const signIn = new SignIn({
    issuer: 'https://127.0.0.1:1/tenant/v2.0',
    clientId: 'client',
    tenantId: 'tenant',
    proof: { secret: 'secret' },
    publicUrl: 'https://labdesk.example',
    key,
    log: pino({ level: 'silent' }),
  });

  beforeEach(async () => {
    world = await FileLinkWorld.start();
    token = (await world.open()).links[0]!.token;
    logged = '';
  });

  /** What a browser keeps of somebody who has signed in. */
  async function session(oid: string): Promise<string> {
    const value = await new EncryptJWT({ oid })
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
      .setAudience('labdesk_session')
      .setExpirationTime('600s')
      .encrypt(key);
    return `labdesk_session=${value}`;
  }

  async function visit(method: 'GET' | 'POST', to = token, cookie?: string): Promise<RouteResponse> {
    const log = createLog('debug', { write: (line: string) => (logged += line) });
    const { fileLinks, workspaces } = world;
    const routes = filesRoutes({
      ...{ fileLinks, workspaces, log, timeZone: 'Europe/Berlin' },
      signIn: cookie === undefined ? undefined : signIn,
    });
    const request = {
      ...{ method, path: `/files/${to}`, params: { token: to }, query: '', headers: { cookie }, rawHeaders: [] },
      ...{ body: Buffer.alloc(0), peer: '127.0.0.1', correlationId: randomUUID() },
    };
    const route = routes.find((each) => each.method === method)!;
    return (await route.handler(request)) as RouteResponse;
  }

  it('names size and expiry and, without sign-in, no name; looking at it changes nothing', async () => {
    for (let visits = 0; visits < 20; visits += 1) {
      const { status, body, headers } = await visit('GET');

      assert.equal(status, 200);
      assert.match(String(body), /<dd>11 bytes<\/dd>.*<dd>2 March at 11:00 (CET|GMT\+1)<\/dd>.*<dd>10<\/dd>/);
      assert.doesNotMatch(String(body), /results|csv/);
      assert.equal(headers?.['cache-control'], 'no-store');
      assert.equal(headers?.['referrer-policy'], 'no-referrer');
    }
    assert.equal((await world.fileLinks.look(token))?.link.uses, 0);
  });

  it('lets its form lead to us and on to the storage, and nowhere else', async () => {
    const { headers } = await visit('GET');

    const policy = headers?.['content-security-policy']?.split('; ') ?? [];
    assert.ok(policy.includes("default-src 'none'"));
    assert.ok(policy.includes("form-action 'self' https://pub.example"), policy.join('; '));
    // Who waited too long with the button is sent to sign in.
    const { headers: own } = await visit('GET', token, await session(researcher.aadObjectId));
    assert.match(
      own?.['content-security-policy'] ?? '',
      /form-action 'self' https:\/\/pub\.example https:\/\/127\.0\.0\.1:1;/,
    );
  });

  it('sends the browser on to a fresh address that no page, cache or later referrer shows', async () => {
    const { status, headers, body } = await visit('POST');

    assert.equal(status, 303);
    assert.match(headers?.location ?? '', /^https:\/\/pub\.example\/release-oncology-42\/results\.csv\?sig=/);
    assert.deepEqual(
      [body, headers?.['cache-control'], headers?.['referrer-policy']],
      [undefined, 'no-store', 'no-referrer'],
    );
    const { headers: again } = await visit('POST');
    assert.notEqual(again?.location, headers?.location);
  });

  it('shows the name to the person themselves, whatever is in it', async () => {
    const { files } = await world.request();
    const path = '<b>x</b>&"\u202egnp.csv';
    await world.put({ files: [{ ...files[0]!, path }, files[1]!] });

    const { body } = await visit('GET', token, await session(researcher.aadObjectId));

    assert.match(String(body), /<dd>&lt;b&gt;x&lt;\/b&gt;&amp;&quot;gnp\.csv<\/dd>/);
  });

  it('knows nothing of the link once its person has left the workspace', async () => {
    world.directory.leave('group-oncology', researcher.aadObjectId);
    const cookie = await session(researcher.aadObjectId);

    for (const method of ['GET', 'POST'] as const) {
      const { status, body } = await visit(method, token, cookie);
      assert.equal(status, 404, method);
      assert.doesNotMatch(String(body), /results|csv|11 bytes/, method);
    }
  });

  it('gives nothing to anybody else who has signed in', async () => {
    const cookie = await session(owner.aadObjectId);

    for (const method of ['GET', 'POST'] as const) {
      const { status, headers, body } = await visit(method, token, cookie);
      assert.deepEqual([status, headers?.location], [403, undefined]);
      assert.doesNotMatch(String(body), /results|oncology-42|11 bytes/);
    }
    assert.deepEqual(world.client.links, []);
  });

  it('says so where the link is spent, the access has ended, or there is no such link', async () => {
    await world.put({ state: 'revoked' });
    const revoked = await visit('POST');
    assert.equal(revoked.status, 410);
    assert.match(String(revoked.body), /not released for download any more/);
    await world.clock.advance(3600);
    for (const method of ['GET', 'POST'] as const) assert.equal((await visit(method)).status, 410);
    for (const other of ['', 'a'.repeat(32), '../../etc/passwd', `${token}x`])
      for (const method of ['GET', 'POST'] as const) assert.equal((await visit(method, other)).status, 404);
  });

  it('keeps the address out of logs and pages, also where something fails', async () => {
    const addresses = [(await visit('POST')).headers?.location ?? ''];
    world.client.fail('link', new WorkspaceError('throttled', 'Try again.', { cause: new Error(addresses[0]!) }));

    const { status, body } = await visit('POST');

    assert.equal(status, 503);
    assert.match(String(body), /Try again\./);
    assert.match(logged, /A link to a file could not be made/);
    for (const secret of ['sig=', 'secret-', token]) assert.ok(!`${logged}${body}`.includes(secret), secret);
  });
});
