import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { pino } from 'pino';
import { messagesRoute } from '../../bot/door/messages-route.ts';
import { createServiceUrls } from '../../bot/door/service-urls.ts';
import { Gate } from '../../bot/gate.ts';
import { createServer, type Server } from '../../bot/server.ts';
import type { TeamsAdapter } from '../../bot/teams-adapter.ts';
import { seed } from '../support/properties.ts';
import { raw } from '../support/raw-http.ts';
import { runs } from '../support/runs.ts';

const count = runs(1_500, 90_000);
const tenantId = '11111111-1111-4111-8111-111111111111';

const activity = JSON.stringify({
  type: 'message',
  id: '1',
  channelId: 'msteams',
  serviceUrl: 'http://127.0.0.1:9/',
  from: { id: '29:x' },
  conversation: { id: 'c', tenantId },
  channelData: { tenant: { id: tenantId } },
});
const post = (body: string, headers = '') =>
  `POST /api/messages HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n${headers}\r\n${body}`;
const corpus = [
  post(activity),
  post(activity, 'Content-Encoding: gzip\r\n'),
  post(activity, 'Transfer-Encoding: chunked\r\n'),
  post(activity, `Authorization: Bearer ${'a'.repeat(700)}\r\n`),
  post('{"a":'.repeat(40)),
  post('{"__proto__":{"admin":true}}'),
  'GET /connect/%e0%a4%a HTTP/1.1\r\nHost: x\r\n\r\n',
  'GET //evil HTTP/1.1\r\nHost: x\r\n\r\n',
  'GET http://[ HTTP/1.1\r\nHost: x\r\n\r\n',
  'OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n',
  'CONNECT evil:443 HTTP/1.1\r\nHost: x\r\n\r\n',
  'GET /healthz?a=%00&b HTTP/1.1\r\nHost: x\r\nUpgrade: h2c\r\nConnection: Upgrade\r\nHTTP2-Settings: x\r\n\r\n',
  'POST /api/messages HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{"a":\r\n0\r\n\r\n',
  'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
].map((text) => Buffer.from(text));
corpus.push(Buffer.concat([Buffer.from(post('', 'Content-Encoding: gzip\r\n')), gzipSync(Buffer.alloc(100_000))]));
const fragments = [
  '\r\n',
  '\0',
  '%00',
  '%',
  '..',
  '//',
  ' ',
  ':',
  '{',
  '[',
  '"',
  '\\u0000',
  'é',
  'Transfer-Encoding: x',
  '-1',
  '99999999999',
];

describe('the server under mangled requests', function () {
  this.timeout(600_000);
  let server: Server;
  let port: number;

  before(async () => {
    const serviceUrls = createServiceUrls({ hosts: [], loopback: true });
    const adapter = { process: async () => undefined } as unknown as TeamsAdapter;
    const page = { method: 'GET', path: '/connect/:token', handler: async () => ({ status: 200 }) } as const;
    const routes = [messagesRoute(new Gate({ tenantId, serviceUrls, bearer: undefined }), adapter), page];
    server = createServer({ host: '127.0.0.1', port: 0, routes, checks: {}, log: pino({ level: 'silent' }) });
    port = await server.listen();
  });
  after(() => server.close());

  it(`never fails and goes on serving (${count} of them, seed ${seed})`, async () => {
    let state = seed;
    const next = (below: number) => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
    const statuses = new Map<number, number>();
    for (let sent = 0; sent < count; sent += 50) {
      const batch = Array.from({ length: 50 }, () => mangle(corpus[next(corpus.length)]!, next));
      const answers = await Promise.all(batch.map((bytes) => raw(port, [bytes], { andEnd: true })));
      for (const [index, { status }] of answers.entries()) {
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
        assert.ok(status < 500, `${status}: ${batch[index]?.toString('latin1').slice(0, 300)}`);
      }
    }
    assert.equal((await fetch(`http://127.0.0.1:${port}/healthz`)).status, 200);
    assert.equal(server.inFlight, 0);
    for (const status of [200, 400, 404, 415])
      assert.ok(statuses.has(status), `no ${status} among ${[...statuses.keys()]}`);
  });
});

/** Up to three bytes, pieces or ends changed. */
function mangle(bytes: Buffer, next: (below: number) => number): Buffer {
  let result = Buffer.from(bytes);
  for (let round = next(4); round > 0; round--) {
    const at = next(result.length + 1);
    const rest = result.subarray(at);
    const fragment = Buffer.from(fragments[next(fragments.length)]!);
    if (next(4) === 0) result = Buffer.concat([result.subarray(0, at), fragment, rest]);
    else if (next(3) === 0) result = Buffer.concat([result.subarray(0, at), rest.subarray(next(8))]);
    else if (at < result.length) result[at] = next(256);
  }
  return result;
}
