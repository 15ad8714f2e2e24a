import type { Server as HttpServer, IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import restify from 'restify';
import { type Check, Health } from './door/health.ts';
import { Refusal } from './door/refusal.ts';
import type { Route } from './door/route.ts';
import { Serving } from './door/serving.ts';

export interface ServerOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly routes: readonly Route[];
  /** What `/readyz` asks, by the dependency's name. */
  readonly checks: Readonly<Record<string, Check>>;
  readonly log: Logger;
  /** Connections beyond this many are closed as they come. Default 4,000. */
  readonly maxConnections?: number;
  /** How long `drain` goes on serving while load balancers notice that this process is not ready. Default 500. */
  readonly graceInMs?: number;
}

/** The HTTP server of the bot. */
export interface Server {
  /** Resolves to the port once requests are taken. */
  listen(): Promise<number>;
  /** Not ready at once; then takes nothing new, lets what runs finish, and resolves within 8 s whatever happens. */
  drain(): Promise<void>;
  /** Ends everything at once. */
  close(): Promise<void>;
  /** Requests being served. */
  readonly inFlight: number;
}

/** What restify has and its types do not know. */
type Restify = restify.Server & {
  first(handler: (request: IncomingMessage, response: ServerResponse) => boolean): void;
};

const drainLimitInMs = 8_000;
const headersTimeoutInMs = 5_000;
const requestTimeoutInMs = 10_000;
/** Node's five seconds close connections that a client is just about to use again, and that client cannot know whether it was heard. */
const idleTimeoutInMs = 30_000;
/** Node looks for connections out of time only every 30 s unless told otherwise before it listens. */
const timeoutCheckInMs = 500;

/** What restify's router gets to see; stranger addresses (`//`, `*`, whole URLs) make its URL parser throw. */
const plainPath = /^(\/[\w.~%:@-]+)+\/?$/;

const notFound = new Refusal(404, 'not-found');
const wrongMethod = new Refusal(405, 'method-not-allowed');
const failed = new Refusal(500, 'internal');
const noParams: Readonly<Record<string, string>> = {};

/**
 * restify, with nothing of its own between a request and us: addresses without parameters are answered from its `first`
 * hook, before it decorates anything (a fifth of a turn's cost), and its body readers are never used.
 */
export function createServer(options: ServerOptions): Server {
  const { log } = options;
  const health = new Health(options.checks);
  const routes = [...options.routes, ...health.routes()];
  const fixed = new Map<string, Map<string, Route>>();
  const serving = new Serving(log);
  let draining: Promise<void> | undefined;

  const app = restify.createServer({
    name: '',
    log: log as never,
    noWriteContinue: true,
  } as restify.ServerOptions) as Restify;
  const http = app.server as HttpServer & { connectionsCheckingInterval: number };
  http.headersTimeout = headersTimeoutInMs;
  http.requestTimeout = requestTimeoutInMs;
  http.keepAliveTimeout = idleTimeoutInMs;
  http.connectionsCheckingInterval = timeoutCheckInMs;
  http.maxConnections = options.maxConnections ?? 4_000;
  // restify forwards upgrades to nobody, which leaves the socket open for good; without a listener they are plain requests.
  http.removeAllListeners('upgrade');

  for (const route of routes) {
    if (route.path.includes(':')) {
      const handler = async (request: restify.Request, response: restify.Response) =>
        serving.serve(route, request, response, (request.params ?? noParams) as Record<string, string>);
      ({ GET: app.get, POST: app.post, PUT: app.put, DELETE: app.del })[route.method].call(
        app,
        route.path,
        handler as never,
      );
    } else {
      const methods = fixed.get(route.path) ?? new Map<string, Route>();
      fixed.set(route.path, methods.set(route.method, route));
    }
  }

  app.first((request, response) => {
    const url = request.url ?? '/';
    const end = url.indexOf('?');
    const path = end < 0 ? url : url.slice(0, end);
    const known = fixed.get(path);
    const route = known?.get(request.method ?? '');
    if (route) {
      void serving.serve(route, request, response, noParams);
      return false;
    }
    if (!known && plainPath.test(path)) {
      // restify parses what the Host header says as a part of the address, and a malformed one would end the process.
      request.headers.host = 'localhost';
      return true;
    }
    if (known) serving.refuse(request, response, wrongMethod, undefined, { allow: [...known.keys()].join(', ') });
    else serving.refuse(request, response, notFound);
    return false;
  });

  // What restify's router refuses itself; its own answers would repeat the address.
  app.on('restifyError', (request: IncomingMessage, response: ServerResponse, error: { statusCode?: number }) => {
    if (response.headersSent) return;
    const refusal = error?.statusCode === 404 ? notFound : error?.statusCode === 405 ? wrongMethod : failed;
    if (refusal === failed) log.error({ err: error }, 'the router failed');
    serving.refuse(request, response, refusal);
  });

  const closed = () => new Promise<void>((resolve) => http.close(() => resolve()));

  async function finish(): Promise<void> {
    const deadline = Date.now() + drainLimitInMs;
    health.drain();
    serving.closeConnections();
    await delay(options.graceInMs ?? 500);
    const end = closed();
    await serving.idle(deadline - 300 - Date.now());
    if (serving.inFlight > 0) log.warn({ inFlight: serving.inFlight }, 'requests were cut short');
    http.closeIdleConnections();
    await Promise.race([end, delay(200)]);
    http.closeAllConnections();
    await Promise.race([end, delay(100)]);
  }

  return {
    get inFlight() {
      return serving.inFlight;
    },

    listen: () =>
      new Promise((resolve, reject) => {
        http.once('error', reject);
        app.listen(options.port, options.host, () => {
          http.removeListener('error', reject);
          resolve((http.address() as AddressInfo).port);
        });
      }),

    drain() {
      draining ??= finish();
      return draining;
    },

    async close() {
      const end = closed();
      http.closeAllConnections();
      await end;
    },
  };
}
