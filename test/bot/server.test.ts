import assert from 'node:assert/strict';
import { pino } from 'pino';
import type { Route } from '../../bot/door/route.ts';
import { createServer, type Server } from '../../bot/server.ts';
import { raw } from '../support/raw-http.ts';

const limit = 256 * 1024;
const log = pino({ level: 'silent' });
const json = { 'content-type': 'application/json' };

/** Answers with the size of what it was sent, so that a test sees that a handler ran at all. */
const taking = (route: Partial<Route>): Route => ({
  method: 'POST',
  path: '/api/messages',
  accepts: ['application/json'],
  maxBytes: limit,
  handler: async ({ body, params, query }) => ({
    status: 200,
    body: JSON.stringify({ bytes: body.length, params, query }),
  }),
  ...route,
});

describe('the server', () => {
  let server: Server;
  let port: number;
  let handled = 0;

  before(async () => {
    const counted: Route['handler'] = async ({ body }) => {
      handled++;
      return { status: 200, body: String(body.length) };
    };
    const routes = [
      taking({ handler: counted }),
      taking({ method: 'GET', path: '/connect/:token', accepts: undefined, maxBytes: 0 }),
      taking({ path: '/connect/:token', accepts: ['application/x-www-form-urlencoded'], maxBytes: 1024 }),
      taking({ path: '/broken', handler: () => Promise.reject(new Error('AccountKey=secret')) }),
    ];
    server = createServer({ host: '127.0.0.1', port: 0, routes, checks: {}, log });
    port = await server.listen();
  });

  after(() => server.close());

  async function call(path: string, options: RequestInit = {}) {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, options);
    return { status: response.status, headers: response.headers, body: await response.text() };
  }

  const post = (body: string | Buffer, headers: Record<string, string> = json) =>
    call('/api/messages', { method: 'POST', headers, body: body as BodyInit });

  describe('takes bodies of one type without encoding', () => {
    const types: readonly [Record<string, string>, number][] = [
      [json, 200],
      [{ 'content-type': 'application/json; charset=utf-8' }, 200],
      [{ 'content-type': 'Application/JSON;charset="UTF-8"' }, 200],
      [{ ...json, 'content-encoding': 'identity' }, 200],
      [{ 'content-type': 'application/json; charset=utf-16' }, 415],
      [{ 'content-type': 'text/plain' }, 415],
      [{ 'content-type': 'application/jsonp' }, 415],
      [{ 'content-type': 'multipart/form-data; boundary=x' }, 415],
      [{ 'content-type': 'application/x-www-form-urlencoded' }, 415],
      [{ ...json, 'content-encoding': 'gzip' }, 415],
      [{ ...json, 'content-encoding': 'deflate' }, 415],
      [{ ...json, 'content-encoding': 'br' }, 415],
      [{ ...json, 'content-encoding': 'identity, gzip' }, 415],
      [{ ...json, 'content-encoding': 'x' }, 415],
    ];
    for (const [headers, status] of types) {
      it(`${JSON.stringify(headers)}: ${status}`, async () => {
        assert.equal((await post('{}', headers)).status, status);
      });
    }

    it('no type: 415', async () => {
      const answer = await raw(port, [
        'POST /api/messages HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}',
      ]);
      assert.equal(answer.status, 415);
    });
  });

  it('lives on after five bytes that claim to be gzip, small and large', async () => {
    for (const size of [5, 400_000]) {
      assert.equal((await post('x'.repeat(size), { ...json, 'content-encoding': 'gzip' })).status, 415);
    }
    assert.equal((await call('/healthz')).status, 200);
  });

  it('refuses a body beyond 256 KB by its announcement, and by counting where nothing is announced', async () => {
    const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
    const head = 'POST /api/messages HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';
    const before = handled;

    assert.equal((await post(`"${'x'.repeat(limit - 2)}"`)).status, 200);
    assert.equal((await post(`"${'x'.repeat(limit - 1)}"`)).status, 413);
    const announced = await raw(port, [`${head}Content-Length: 262145\r\n\r\n`], { untilAnswered: true });
    assert.equal(announced.status, 413);
    const counted = await raw(port, [`${head}Transfer-Encoding: chunked\r\n\r\n${chunk.repeat(5)}`], {
      untilAnswered: true,
    });
    assert.equal(counted.status, 413);
    assert.equal(handled, before + 1);
  });

  it('cuts off who goes on sending after a refusal', async () => {
    const head =
      'POST /api/messages HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 99999999\r\n\r\n';
    const answer = await raw(port, [head, Buffer.alloc(6 * 1024 * 1024)]);
    assert.equal(answer.status, 415);
    assert.ok(answer.milliseconds < 5_000);
  });

  it('takes 32 levels of JSON and refuses 33, in whatever they nest', async () => {
    const nested = (open: string, close: string, levels: number) => open.repeat(levels) + close.repeat(levels);
    assert.equal((await post(nested('[', ']', 32))).status, 200);
    assert.equal((await post(nested('[', ']', 33))).status, 400);
    assert.equal((await post(`${'{"a":'.repeat(33)}1${'}'.repeat(33)}`)).status, 400);
    assert.equal((await post('['.repeat(250_000))).status, 400);
    assert.equal((await post(JSON.stringify({ text: '[{'.repeat(50), other: '\\"[['.repeat(50) }))).status, 200);
  });

  it('knows its addresses and their methods, and repeats nothing of what it refuses', async () => {
    const refusals: readonly [string, string, number][] = [
      ['GET', '/', 404],
      ['GET', '/api/messages/', 404],
      ['PUT', '/nothing<script>', 404],
      ['GET', '/connect/%ff', 404],
      ['GET', '/api/messages', 405],
      ['OPTIONS', '/api/messages', 405],
      ['DELETE', '/connect/x', 405],
      ['POST', '/healthz', 405],
    ];
    for (const [method, path, status] of refusals) {
      const answer = await call(path, { method });
      assert.equal(answer.status, status, `${method} ${path}`);
      assert.deepEqual(Object.keys(JSON.parse(answer.body).error), ['code', 'correlationId']);
      assert.doesNotMatch(answer.body, /script|connect/);
    }
  });

  it('passes parameters decoded and the query as it came', async () => {
    const { body } = await call('/connect/a%20b?c=%20');
    assert.deepEqual(JSON.parse(body), { bytes: 0, params: { token: 'a b' }, query: 'c=%20' });
    const form = { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'a=1' };
    assert.equal(JSON.parse((await call('/connect/x', form)).body).bytes, 3);
    assert.equal((await call('/connect/x', { ...form, body: 'a'.repeat(1025) })).status, 413);
  });

  it('minds no Host header, whatever it says', async () => {
    for (const host of ['x:99999999', '[', 'a b', '@', 'http://x/', '%']) {
      const answer = await raw(port, [`GET /connect/x HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`]);
      assert.equal(answer.status, 200, host);
    }
  });

  it('tells nothing of what broke inside', async () => {
    const { status, body } = await call('/broken', { method: 'POST', headers: json, body: '{}' });
    assert.equal(status, 500);
    assert.doesNotMatch(body, /AccountKey|Error|at /);
  });

  it('answers Expect before the body is sent', async () => {
    const head = 'POST /api/messages HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n';
    const refused = await raw(port, [`${head}Content-Type: text/plain\r\n\r\n`], { untilAnswered: true });
    assert.equal(refused.status, 415);
    const welcome = await raw(port, [`${head}Content-Type: application/json\r\n\r\n`], { untilAnswered: true });
    assert.equal(welcome.status, 100);
    const odd = await raw(port, ['POST /api/messages HTTP/1.1\r\nHost: x\r\nExpect: tea\r\nConnection: close\r\n\r\n']);
    assert.equal(odd.status, 417);
  });

  it('takes an upgrade for a plain request', async () => {
    const head = 'GET /api/messages HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\n\r\n';
    assert.equal((await raw(port, [head], { untilAnswered: true })).status, 405);
  });

  it('sends nothing about what it runs on', async () => {
    const { headers } = await call('/healthz');
    assert.equal(headers.get('server'), null);
    assert.equal(headers.get('x-powered-by'), null);
  });
});
