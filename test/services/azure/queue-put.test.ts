import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { QueueClient, StorageSharedKeyCredential } from '@azure/storage-queue';
import { AzureWorkQueue } from '../../../services/azure/queue.ts';
import { QueuePut } from '../../../services/azure/queue-put.ts';

interface Seen {
  readonly method: string;
  readonly url: string;
  readonly authorization: string;
  readonly body: string;
}

const item = { partition: 'oncology', id: '19:x@thread;<&>\u0001', kind: 'ticket', key: 'öffnen \ufffe 😀' };

/** As "Put Message" answers (Queue service REST API, "Response Body"). */
const taken = `<?xml version="1.0" encoding="utf-8"?><QueueMessagesList><QueueMessage>
<MessageId>5974b586-0df3-4e2d-ad0c-18e3892bfca2</MessageId><InsertionTime>Fri, 09 Oct 2026 21:04:30 GMT</InsertionTime>
<ExpirationTime>Fri, 16 Oct 2026 21:04:30 GMT</ExpirationTime><PopReceipt>YzQ4Yzg1MDI=</PopReceipt>
<TimeNextVisible>Fri, 09 Oct 2026 23:29:20 GMT</TimeNextVisible></QueueMessage></QueueMessagesList>`;

/** What XML 1.0, 4.6, writes for characters. */
const entities = { lt: '<', gt: '>', quot: '"', amp: '&' };

describe('Messages that are put without the SDK', () => {
  let server: Server;
  let answers: (readonly [status: number, code?: string])[];
  let seen: Seen[];
  let asked: (string | undefined)[];
  const tokens = {
    token: async (_: string, refused?: string) => {
      asked.push(refused);
      return `token-${asked.filter((each) => each !== undefined).length}`;
    },
  };

  before(async () => {
    const record = async (request: IncomingMessage) => {
      const { method = '', url = '', headers } = request;
      seen.push({ method, url, authorization: headers.authorization ?? '', body: await text(request) });
    };
    server = createServer((request, response) => {
      void record(request).then(() => {
        const [status, code] = answers.shift() ?? [201];
        if (status === 0) return request.socket.destroy();
        response.writeHead(status, { 'content-type': 'application/xml', ...(code && { 'x-ms-error-code': code }) });
        response.end(status === 201 ? taken : undefined);
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  beforeEach(() => {
    [answers, seen, asked] = [[], [], []];
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/account/labdesk-effects`;
  const put = async () => await new QueuePut(url(), tokens).put(item, 15, 2_000);

  it('go out in one call with a token, never expire, and can be taken back', async () => {
    assert.deepEqual(await put(), { receipt: '5974b586-0df3-4e2d-ad0c-18e3892bfca2 YzQ4Yzg1MDI=' });

    const [{ method, url: path, authorization }] = seen as [Seen];
    assert.equal(seen.length, 1);
    assert.deepEqual([method, authorization], ['POST', 'Bearer token-0']);
    assert.equal(path, '/account/labdesk-effects/messages?messagettl=-1&visibilitytimeout=15');
  });

  it('say the same as through the SDK, whatever is in them', async () => {
    await put();
    const sdk = new QueueClient(url(), new StorageSharedKeyCredential('account', 'a2V5'));
    await sdk.sendMessage(JSON.stringify(item)).catch(() => undefined);

    const [mine, theirs] = seen.map(({ body }) => {
      const inside = /<MessageText>(.*)<\/MessageText>/s.exec(body)?.[1] ?? '';
      return JSON.parse(inside.replace(/&(lt|gt|quot|amp);/g, (_, name: keyof typeof entities) => entities[name]));
    });
    assert.deepEqual(mine, item);
    assert.deepEqual(theirs, item);
    assert.match(seen[0]!.body, /^[ -~]+$/);
  });

  it('are tried again where the queue is busy, fails, or breaks off', async () => {
    for (const [status] of [[503], [429], [500], [0]] as const) {
      seen = [];
      answers = [[status]];

      await put();

      assert.equal(seen.length, 2, `${status}`);
    }
  });

  it('are given up after three tries, and at once where nothing else is to be expected', async () => {
    answers = [[503], [503], [503], [201]];
    await assert.rejects(put(), { name: 'NotPut', statusCode: 503 });
    assert.equal(seen.length, 3);

    answers = [[403, 'AuthorizationPermissionMismatch']];
    await assert.rejects(put(), { statusCode: 403, code: 'AuthorizationPermissionMismatch' });
    assert.equal(seen.length, 4);
  });

  it('go out with a new token where the old one is refused, once', async () => {
    answers = [[401]];
    await put();
    assert.deepEqual(asked, [undefined, 'token-0']);
    assert.equal(seen.at(-1)?.authorization, 'Bearer token-1');

    answers = [[401], [401], [201]];
    await assert.rejects(put(), { statusCode: 401 });
  });

  it('wait no longer than they may', async () => {
    const silent = createServer(() => {});
    silent.listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const address = `http://127.0.0.1:${(silent.address() as AddressInfo).port}/a/q`;

    await assert.rejects(new QueuePut(address, tokens).put(item, 0, 100), {
      name: 'TimeoutError',
    });
    silent.closeAllConnections();
    silent.close();
  });

  it('make nobody believe that they are there where they are not', async () => {
    answers = [[403], [403]];
    const credential = { getToken: async () => ({ token: 'token', expiresOnTimestamp: Date.now() + 60_000 }) };
    const queue = new AzureWorkQueue({ url: url(), credential, tokens });

    await assert.rejects(queue.put(item, 15), { name: 'WorkspaceError', code: 'unavailable' });
  });
});
