import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface ScriptedReply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** As it goes out; text, so that every digit of a number is the test's. */
  readonly body: string;
}

export interface ScriptedCall {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly authorized: boolean;
  readonly body: string;
}

/** An Azure that answers what a test says, for answers that a well-behaved one never gives. */
export class ScriptedAzure implements AsyncDisposable {
  readonly origin: string;
  readonly calls: ScriptedCall[];
  readonly #close: () => Promise<void>;

  private constructor(origin: string, calls: ScriptedCall[], close: () => Promise<void>) {
    this.origin = origin;
    this.calls = calls;
    this.#close = close;
  }

  /** `reply` is told where the server is, so that it can point to its own pages. */
  static async start(
    certificates: { readonly cert: string; readonly key: string },
    reply: (call: ScriptedCall, origin: string) => ScriptedReply,
  ): Promise<ScriptedAzure> {
    const calls: ScriptedCall[] = [];
    const { cert, key } = certificates;
    const server = createServer({ cert, key }, async (request, response) => {
      const { method = '', url = '', headers } = request;
      const call = { method, path: url, authorized: headers.authorization !== undefined, body: await text(request) };
      calls.push(call);
      const { status = 200, headers: more = {}, body } = reply(call, origin);
      // Not in one line: beside restify, which patches it for the whole process, writeHead gives nothing back.
      response.writeHead(status, { 'content-type': 'application/json', ...more });
      response.end(body);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const origin = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return new ScriptedAzure(origin, calls, async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#close();
  }
}
