import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Json, messageText } from './card-content.ts';
import { ConnectorLimits } from './connector-limits.ts';

export type { Message } from './conversations.ts';

import { type Answer, Conversations, type Message, refusal } from './conversations.ts';

/** A call that the bot made, with the answer it got; 0 where the connection was cut. */
export interface ConnectorCall {
  readonly method: string;
  readonly path: string;
  readonly conversationId: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Json | undefined;
  readonly atInMs: number;
  status: number;
}

/** What happens to matching calls instead of the usual. */
export interface Script {
  readonly method?: 'POST' | 'PUT' | 'DELETE';
  readonly conversationId?: string;
  /** Default 1. */
  readonly times?: number;
  readonly status?: number;
  /** Teams' name of the error, for example `BotNotInConversationRoster`. */
  readonly code?: string;
  readonly subCode?: string;
  readonly retryAfter?: number;
  /** Answers only after this. */
  readonly delayMs?: number;
  /** Cuts the connection before or after the call took effect. */
  readonly cut?: 'before' | 'after';
}

export interface ConnectorOptions {
  /** Enforce Teams' rates. Default true. */
  readonly limits?: boolean;
  /** Takes so many times as much as Teams. Default 1. */
  readonly scale?: number;
  /** Demand bearer tokens for this audience; default any bearer token. */
  readonly audience?: string;
}

const largestCardInBytes = 28 * 1024;
const largestMessageInBytes = 100 * 1024;

/** Teams' side of the wire, over HTTP on loopback: takes what the bot sends, and refuses what Teams would refuse. */
export class Connector {
  readonly calls: ConnectorCall[] = [];
  readonly conversations = new Conversations();
  readonly #scripts: { script: Script; left: number }[] = [];
  readonly #watchers = new Set<() => void>();
  readonly #limits: ConnectorLimits;
  readonly #options: ConnectorOptions;
  readonly #server: Server;

  private constructor(options: ConnectorOptions) {
    this.#options = options;
    this.#limits = new ConnectorLimits(options.scale);
    this.#server = createServer((request, response) => void this.#answer(request, response));
  }

  static async start(options: ConnectorOptions = {}): Promise<Connector> {
    const connector = new Connector(options);
    connector.#server.listen(0, '127.0.0.1');
    await once(connector.#server, 'listening');
    return connector;
  }

  /** What activities carry as serviceUrl. */
  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/teams/`;
  }

  /** The messages of a conversation as they stand now, oldest first. */
  messages(conversationId: string): Message[] {
    return this.conversations.messages(conversationId);
  }

  /** The next matching calls go so. */
  script(script: Script): void {
    this.#scripts.push({ script, left: script.times ?? 1 });
  }

  clearScripts(): void {
    this.#scripts.length = 0;
  }

  /** Looks after every call until there is something to return. @throws {Error} after the deadline, with what it was told. */
  async until<T>(look: () => T | undefined, { withinMs = 45_000, what = 'what was waited for' } = {}): Promise<T> {
    const found = look();
    if (found !== undefined) return found;
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const watch = () => {
      try {
        const now = look();
        if (now !== undefined) resolve(now);
      } catch (error) {
        reject(error);
      }
    };
    this.#watchers.add(watch);
    const timer = setTimeout(() => reject(new Error(`Not seen within ${withinMs} ms: ${what}.`)), withinMs);
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      this.#watchers.delete(watch);
    }
  }

  /** Resolves with the message (the one with this id, or any of the conversation) once its card or text shows the words. */
  shows(where: { id: string } | { conversationId: string }, words: RegExp, withinMs = 45_000): Promise<Message> {
    const candidates = () =>
      'id' in where
        ? [this.conversations.message(where.id)].filter((found) => found !== undefined)
        : this.messages(where.conversationId);
    const seen = () => candidates().map((message) => messageText(message.activity));
    return this.until(() => candidates().find((message) => words.test(messageText(message.activity))), {
      withinMs,
      what: `${words}`,
    }).catch((error: Error) => {
      throw new Error(`${error.message} Instead:\n${seen().join('\n---\n')}`);
    });
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const path = decodeURIComponent(request.url ?? '')
      .replace(/^\/teams/, '')
      .replace(/\?.*$/, '');
    const [, conversationId = '', activityId] =
      /^\/v3\/conversations\/([^/]+)\/activities(?:\/([^/]+))?$/.exec(path) ?? [];
    const method = request.method ?? '';
    const call: ConnectorCall = {
      method,
      path,
      conversationId,
      headers: request.headers,
      body: text === '' ? undefined : (JSON.parse(text) as Json),
      atInMs: Date.now(),
      status: 0,
    };
    this.calls.push(call);
    const script = this.#take(method, conversationId);
    if (script?.delayMs) await new Promise((resolve) => setTimeout(resolve, script.delayMs));
    if (script?.cut === 'before') return this.#cut(request);
    const { status, body, headers } =
      this.#refusal(call, text, script) ??
      this.conversations.carryOut({ method, path, conversationId, activityId, body: call.body });
    if (script?.cut === 'after') return this.#cut(request);
    call.status = status;
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(body));
    for (const watch of this.#watchers) watch();
  }

  #cut(request: IncomingMessage): void {
    request.socket.destroy();
    for (const watch of this.#watchers) watch();
  }

  #take(method: string, conversationId: string): Script | undefined {
    const entry = this.#scripts.find(
      ({ script, left }) =>
        left > 0 &&
        (script.method === undefined || script.method === method) &&
        (script.conversationId === undefined || script.conversationId === conversationId),
    );
    if (entry) entry.left -= 1;
    return entry?.script;
  }

  #refusal(call: ConnectorCall, text: string, script: Script | undefined): Answer | undefined {
    if (!this.#knows(call.headers.authorization)) {
      return { status: 401, body: { message: 'Authorization has been denied for this request.' } };
    }
    if (script?.status !== undefined) return refusal(script.status, script.code ?? 'ServiceError', script);
    const cards = (call.body?.attachments as readonly Json[] | undefined) ?? [];
    if (
      Buffer.byteLength(text) > largestMessageInBytes ||
      cards.some((card) => Buffer.byteLength(JSON.stringify(card.content ?? '')) > largestCardInBytes)
    ) {
      return refusal(413, 'MessageSizeTooBig');
    }
    if (this.#options.limits === false || call.method === 'GET') return undefined;
    const retryAfter = this.#limits.take(call.conversationId, call.atInMs);
    return retryAfter === undefined ? undefined : refusal(429, 'Throttled', { retryAfter });
  }

  #knows(authorization: string | undefined): boolean {
    const token = /^Bearer (\S+)$/.exec(authorization ?? '')?.[1];
    if (!token || this.#options.audience === undefined) return token !== undefined;
    try {
      const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Json;
      return claims.aud === this.#options.audience && Number(claims.exp) * 1000 > Date.now();
    } catch {
      return false;
    }
  }
}
