import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { loadCertificates } from '../../../sandbox/certificates.ts';
import { Graph, graphClient } from '../../../services/azure/graph.ts';
import { Wire } from '../../../services/azure/wire.ts';

describe('Wire', () => {
  let server: Server;
  let answer: RequestListener;
  let connections: number;
  const origin = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const get = (withinMs = 5_000) => ({ method: 'GET', path: '/v1.0/a?b=c', headers: {}, withinMs }) as const;
  const tokens = { token: async () => 'secret' };

  beforeEach(async () => {
    connections = 0;
    server = createServer((request, response) => answer(request, response));
    server.on('connection', () => (connections += 1));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  it('brings every answer as it is, over connections that are kept, and no more of them than it may have', async () => {
    answer = ({ url }, response) => {
      response.writeHead(302, { location: '/elsewhere', 'x-two': ['1', '2'] });
      response.write(`${url} é`);
      setImmediate(() => response.end('!'));
    };
    const wire = new Wire(origin(), 2);

    const answers = await Promise.all(Array.from({ length: 6 }, () => wire.call(get())));
    answers.push(await wire.call(get()));

    for (const { status, headers, body } of answers) {
      assert.deepEqual([status, headers.location, body], [302, '/elsewhere', '/v1.0/a?b=c é!']);
    }
    assert.equal(connections, 2);
  });

  it('goes on with the session of an earlier connection, and trusts nobody else', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'labdesk-wire-'));
    const { ca, cert, key } = await loadCertificates(directory);
    await rm(directory, { recursive: true });
    const before = getCACertificates('default');
    const reused: boolean[] = [];
    const secure = https.createServer({ cert, key }, (_, response) => response.setHeader('connection', 'close').end());
    secure.on('secureConnection', (socket) => reused.push(socket.isSessionReused()));
    secure.listen(0, '127.0.0.1');
    await once(secure, 'listening');
    const address = `https://127.0.0.1:${(secure.address() as AddressInfo).port}`;

    await assert.rejects(new Wire(address).call(get()));
    setDefaultCACertificates([...before, ca]);
    const wire = new Wire(address);
    for (let call = 0; call < 3; call += 1) assert.equal((await wire.call(get())).status, 200);

    assert.deepEqual(reused.slice(-3), [false, true, true]);
    setDefaultCACertificates(before);
    secure.close();
  });

  it('waits no longer than it may, also in line for a connection', async () => {
    answer = () => undefined;
    const wire = new Wire(origin(), 1);
    const began = performance.now();

    const calls = await Promise.allSettled([wire.call(get(100)), wire.call(get(50))]);

    assert.deepEqual(
      calls.map((call) => call.status === 'rejected' && call.reason.name),
      ['TimeoutError', 'TimeoutError'],
    );
    assert.ok(performance.now() - began < 5_000);
  });

  it('says so where an answer breaks off, and where nobody is there', async () => {
    answer = (request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{');
      setImmediate(() => request.socket.destroy());
    };
    await assert.rejects(new Wire(origin()).call(get()));
    await assert.rejects(new Wire('http://127.0.0.1:1').call(get()), { code: 'ECONNREFUSED' });
  });

  it('gives the token to Graph alone, wherever an answer points', async () => {
    const seen: (string | undefined)[] = [];
    answer = ({ headers }, response) => {
      seen.push(headers.authorization);
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end('{"value":[1]}');
    };
    const graph = new Graph(tokens, origin());

    assert.deepEqual(await graph.get('/a', 1_000), { value: [1] });
    assert.deepEqual(await graph.get(`${origin()}/v1.0/a?$skiptoken=x`, 1_000), { value: [1] });
    assert.deepEqual(await graphClient(tokens, origin(), 1_000).api('/a').get(), { value: [1] });
    for (const link of ['https://graph.example/v1.0/a', 'http://127.0.0.1:1/v1.0/a', 'nowhere'])
      await assert.rejects(graph.get(link, 1_000));

    assert.deepEqual(seen, ['Bearer secret', 'Bearer secret', 'Bearer secret']);
  });

  it('tells what Graph says of a failure, and what a gateway does not', async () => {
    const error = { code: 'TooManyRequests', message: 'Slow down.' };
    answer = (_, response) => {
      response.writeHead(429, { 'retry-after': '7' });
      response.end(JSON.stringify({ error }));
    };
    const graph = new Graph(tokens, origin());
    const throttled = graph.get('/a', 1_000);
    await assert.rejects(throttled, { statusCode: 429, code: 'TooManyRequests', message: 'Slow down.' });
    await assert.rejects(throttled, ({ headers }: { headers: Headers }) => headers.get('retry-after') === '7');

    answer = (_, response) => {
      response.writeHead(502);
      response.end('<html>');
    };
    await assert.rejects(graph.get('/a', 1_000), { statusCode: 502 });
  });
});
