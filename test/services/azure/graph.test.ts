import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { GraphError } from '@microsoft/microsoft-graph-client';
import { Graph } from '../../../services/azure/graph.ts';
import type { TokenSource } from '../../../services/credentials/tokens.ts';

const tokens: TokenSource = { token: async () => 'secret' };

describe("Graph's batches", () => {
  let server: Server;
  let graph: Graph;
  let asked: { url?: string | undefined; body: unknown }[];
  let answer: (response: ServerResponse) => void;

  before(async () => {
    server = createServer(async (request: IncomingMessage, response) => {
      const chunks = await request.toArray();
      asked.push({ url: request.url, body: JSON.parse(Buffer.concat(chunks).toString() || 'null') });
      answer(response);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    graph = new Graph(tokens, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  });
  beforeEach(() => {
    asked = [];
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  const answering = (responses: unknown, status = 200) => {
    answer = (response) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(responses));
    };
  };

  it('ask for everything at once, and know the answers by their ids', async () => {
    answering({
      responses: [
        { id: '1', status: 200, body: { value: ['b'] } },
        { id: '0', status: 200, headers: {}, body: { value: ['a'] } },
      ],
    });

    assert.deepEqual(await graph.batch(['/a?$top=1', '/b'], 1_000), [{ value: ['a'] }, { value: ['b'] }]);
    assert.deepEqual(asked, [
      {
        url: '/v1.0/$batch',
        body: {
          requests: [
            { id: '0', method: 'GET', url: '/a?$top=1' },
            { id: '1', method: 'GET', url: '/b' },
          ],
        },
      },
    ]);
  });

  it('say of each part what was wrong with it', async () => {
    const error = { code: 'TooManyRequests', message: 'Slow down.' };
    answering({
      responses: [
        { id: '0', status: 429, headers: { 'rEtry-After': '7' }, body: { error } },
        { id: '1', status: 502, body: 'PGh0bWw+' },
        { id: '3', status: 200, body: 3 },
      ],
    });

    const [throttled, broken, missing, good] = await graph.batch(['/a', '/b', '/c', '/d'], 1_000);

    assert.ok(throttled instanceof GraphError && broken instanceof GraphError && missing instanceof GraphError);
    assert.deepEqual(
      [throttled.statusCode, throttled.code, throttled.message, throttled.headers?.get('retry-after')],
      [429, 'TooManyRequests', 'Slow down.', '7'],
    );
    assert.deepEqual([broken.statusCode, missing.statusCode, good], [502, 502, 3]);
  });

  it('fail as a whole where they were not taken', async () => {
    answering({ error: { code: 'BadRequest', message: 'Not like this.' } }, 400);
    await assert.rejects(graph.batch(['/a'], 1_000), { statusCode: 400, message: 'Not like this.' });

    answering({ other: true });
    await assert.rejects(graph.batch(['/a'], 1_000));
  });
});
