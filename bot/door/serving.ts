import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { isDeeperThan } from './json-depth.ts';
import { isReadable } from './media-type.ts';
import { Refusal, refusalBody } from './refusal.ts';
import { discardBody, readBody } from './request-body.ts';
import type { Route, RouteRequest, RouteResponse } from './route.ts';

type Params = Readonly<Record<string, string>>;

const maxDepth = 32;
const unsupported = new Refusal(415, 'unsupported-media-type');
const tooLarge = new Refusal(413, 'too-large');
const tooDeep = new Refusal(400, 'too-deep');
const failed = new Refusal(500, 'internal');

/** Carries requests to their routes, all past the same limits in the same order: media type, size, nesting. */
export class Serving {
  readonly #log: Logger;
  #inFlight = 0;
  #closing = false;
  #idle: (() => void) | undefined;

  constructor(log: Logger) {
    this.#log = log;
  }

  /** Requests being served. */
  get inFlight(): number {
    return this.#inFlight;
  }

  /** From now on every answer is the last on its connection. */
  closeConnections(): void {
    this.#closing = true;
  }

  /** Resolves when nothing is being served, or after so many milliseconds. */
  async idle(withinMs: number): Promise<void> {
    if (this.#inFlight === 0) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#idle = resolve;
    const patience = setTimeout(resolve, withinMs);
    await promise;
    clearTimeout(patience);
  }

  /** Answers a request; never rejects. */
  async serve(route: Route, request: IncomingMessage, response: ServerResponse, params: Params): Promise<void> {
    this.#inFlight++;
    const correlationId = randomUUID();
    try {
      const outcome = await answer(route, request, response, params, correlationId);
      if (outcome === undefined) response.destroy();
      else if (outcome instanceof Refusal) this.refuse(request, response, outcome, correlationId);
      else this.#send(response, outcome);
    } catch (error) {
      this.#log.error({ err: error, correlationId, path: route.path }, 'a request failed');
      this.refuse(request, response, failed, correlationId);
    } finally {
      this.#inFlight--;
      if (this.#inFlight === 0) this.#idle?.();
    }
  }

  refuse(
    request: IncomingMessage,
    response: ServerResponse,
    refusal: Refusal,
    correlationId: string = randomUUID(),
    headers: Readonly<Record<string, string>> = {},
  ): void {
    const { status, code, reason } = refusal;
    const level = status === 401 || status === 403 ? 'info' : 'debug';
    this.#log[level](
      { status, code, reason, correlationId, peer: request.socket.remoteAddress },
      'a request was refused',
    );
    if (!request.complete) discardBody(request);
    this.#send(response, {
      status,
      headers: { ...headers, 'content-type': 'application/json' },
      body: refusalBody(refusal, correlationId),
    });
  }

  #send(response: ServerResponse, { status, headers, body }: RouteResponse): void {
    if (response.headersSent || response.destroyed) return;
    const length = body === undefined ? 0 : typeof body === 'string' ? Buffer.byteLength(body) : body.length;
    const all: Record<string, string | number> = { ...headers, 'content-length': length };
    if (this.#closing) all.connection = 'close';
    response.writeHead(status, all);
    response.end(body);
  }
}

/** Undefined where the client went away before it had said everything. */
async function answer(
  route: Route,
  request: IncomingMessage,
  response: ServerResponse,
  params: Params,
  correlationId: string,
): Promise<RouteResponse | Refusal | undefined> {
  if (!isReadable(request.headers, route.accepts)) return unsupported;
  const reading = readBody(request, route.maxBytes ?? 0);
  if (reading instanceof Promise && request.headers.expect !== undefined) response.writeContinue();
  const body = reading instanceof Promise ? await reading : reading;
  if (body === 'too-large') return tooLarge;
  if (body === undefined) return undefined;
  if (route.accepts?.includes('application/json') && isDeeperThan(body, maxDepth)) return tooDeep;
  const url = request.url ?? '/';
  const end = url.indexOf('?');
  const routed: RouteRequest = {
    method: route.method,
    path: end < 0 ? url : url.slice(0, end),
    params,
    query: end < 0 ? '' : url.slice(end + 1),
    headers: request.headers,
    rawHeaders: request.rawHeaders,
    body,
    peer: request.socket.remoteAddress ?? '',
    correlationId,
  };
  return route.handler(routed);
}
