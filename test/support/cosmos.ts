import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createHttpServer } from '@vercel/cosmosdb-server';

/** One call on documents as it went over the wire. */
export interface CosmosCall {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What the next matching call gets instead of an answer; `after` lets the server carry it out first. */
export interface CosmosFault {
  readonly method: string;
  readonly status: number | 'drop';
  readonly after?: boolean;
  /** Default calls on documents. */
  readonly on?: 'documents' | 'containers';
}

export interface CosmosServer {
  readonly endpoint: string;
  readonly key: string;
  /** Every call on documents so far. */
  readonly calls: CosmosCall[];
  readonly faults: CosmosFault[];
  stop(): Promise<void>;
}

/** A Cosmos DB for tests, behind a proxy that records, and that lies where a test says so. */
export async function startCosmos(): Promise<CosmosServer> {
  const server = createHttpServer() as Server;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const calls: CosmosCall[] = [];
  const faults: CosmosFault[] = [];
  const behind = (server.address() as AddressInfo).port;

  const proxy = createServer(async (incoming, outgoing) => {
    const { method = '', url = '', headers } = incoming;
    const body = await textOf(incoming);
    const isOnDocuments = /\/docs(\/|$)/.test(url);
    if (isOnDocuments) calls.push({ method, path: url, headers, body });
    const on = isOnDocuments ? 'documents' : /\/colls(\/[^/]+)?\/?$/.test(url) ? 'containers' : undefined;
    const index = faults.findIndex((fault) => fault.method === method && (fault.on ?? 'documents') === on);
    const [fault] = index < 0 ? [] : faults.splice(index, 1);
    if (!fault || fault.after) {
      const forwarded = request({ port: behind, host: '127.0.0.1', method, path: url, headers });
      forwarded.end(body);
      const [answer] = await once(forwarded, 'response');
      // The SDK goes on to the address that the account advertises.
      const here = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}/`;
      const text = (await textOf(answer)).replace(/https?:\/\/[^/"]+:\d+\//g, here);
      if (!fault) {
        const { 'content-length': _length, 'transfer-encoding': _encoding, ...kept } = answer.headers;
        // Not chained: restify, in the same process, makes writeHead return nothing.
        outgoing.writeHead(answer.statusCode, kept);
        outgoing.end(text);
        return;
      }
    }
    if (fault?.status === 'drop') incoming.socket.destroy();
    else {
      outgoing.writeHead(fault?.status ?? 500, { 'content-type': 'application/json' });
      outgoing.end('{"message":"A fault."}');
    }
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');

  return {
    endpoint: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}/`,
    key: Buffer.from('a key for tests').toString('base64'),
    calls,
    faults,
    stop: async () => {
      for (const one of [proxy, server]) {
        one.close();
        one.closeAllConnections();
        await once(one, 'close');
      }
    },
  };
}

async function textOf(stream: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
