import { randomUUID } from 'node:crypto';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { loadCertificates } from '../sandbox/certificates.ts';

/**
 * Azure's work queue as far as a bot that never dies needs it: it takes messages (Storage, "Put Message") and has none to give.
 * The sandbox's own keeps them all in a file that it writes anew, at ten times the cost of the turn that puts one.
 */
export class WorkQueue {
  readonly #server: https.Server;
  readonly #account: string;

  private constructor(server: https.Server, account: string) {
    this.#server = server;
    this.#account = account;
  }

  /** With the certificate of the sandbox in that directory. */
  static async start(directory: string): Promise<WorkQueue> {
    const { cert, key } = await loadCertificates(directory);
    const server = https.createServer({ cert, key, keepAliveTimeout: 60_000 }, (request, response) => {
      request.resume();
      request.on('end', () => {
        const headers = { 'x-ms-request-id': randomUUID(), 'x-ms-version': '2026-02-06' };
        const [status, text] = request.method === 'POST' ? [201, taken()] : [200, none];
        response.writeHead(status, { ...headers, 'content-type': 'application/xml' }).end(text);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new WorkQueue(server, 'stlabdesk');
  }

  get url(): string {
    return `https://127.0.0.1:${(this.#server.address() as AddressInfo).port}/${this.#account}/labdesk-effects`;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

const none = '<?xml version="1.0" encoding="utf-8"?><QueueMessagesList />';

function taken(): string {
  const now = new Date().toUTCString();
  const times = `<InsertionTime>${now}</InsertionTime><ExpirationTime>${now}</ExpirationTime><PopReceipt>receipt</PopReceipt><TimeNextVisible>${now}</TimeNextVisible>`;
  const message = `<QueueMessage><MessageId>${randomUUID()}</MessageId>${times}</QueueMessage>`;
  return `<?xml version="1.0" encoding="utf-8"?><QueueMessagesList>${message}</QueueMessagesList>`;
}
