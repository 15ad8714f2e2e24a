import { randomUUID } from 'node:crypto';
import { Client, type Context, GraphError, type Middleware } from '@microsoft/microsoft-graph-client';
import type { TokenSource } from '../tokens.ts';
import { Wire, type WireAnswer, type WireCall } from './wire.ts';

export const graphScope = 'https://graph.microsoft.com/.default';
const version = '/v1.0';

/** Microsoft Graph over connections that are kept; `endpoint` without a version, for example `https://graph.microsoft.com`. */
export class Graph {
  readonly #tokens: TokenSource;
  readonly #wire: Wire;

  constructor(tokens: TokenSource, endpoint: string) {
    this.#tokens = tokens;
    this.#wire = new Wire(new URL(endpoint).origin);
  }

  /** What stands at a path below the version, or at a link to the next page. @throws {GraphError} any other answer than 2xx */
  async get<T>(path: string, withinMs: number): Promise<T> {
    const answer = await this.call({
      method: 'GET',
      path: path.startsWith('/') ? `${version}${path}` : this.pathOf(path),
      headers: {},
      withinMs,
    });
    if (isGood(answer)) return JSON.parse(answer.body) as T;
    throw failure(answer);
  }

  async call({ headers, ...call }: WireCall): Promise<WireAnswer> {
    const authorization = `Bearer ${await this.#tokens.token(graphScope)}`;
    return await this.#wire.call({
      ...call,
      headers: { ...headers, authorization, 'client-request-id': randomUUID() },
    });
  }

  /** The next page is where an answer says; our token goes to Graph alone. */
  pathOf(url: string): string {
    const { origin, pathname, search } = new URL(url);
    if (origin !== this.#wire.origin) throw new Error(`Graph pointed to ${origin}, where nothing is asked.`);
    return `${pathname}${search}`;
  }
}

/**
 * Microsoft Graph's own client, for what is not asked all the time; each call may take so long. It retries nothing by itself, since
 * its retries would sit out a long Retry-After while somebody waits.
 */
export function graphClient(tokens: TokenSource, endpoint: string, withinMs: number): Client {
  const graph = new Graph(tokens, endpoint);
  const middleware: Middleware = {
    execute: async (context: Context) => {
      const { method = 'GET', headers = {}, body } = context.options ?? {};
      const answer = await graph.call({
        method: method as WireCall['method'],
        path: graph.pathOf(String(context.request)),
        headers: headers as Record<string, string>,
        body: body as WireCall['body'],
        withinMs,
      });
      context.response = new Response(answer.body || null, {
        status: answer.status,
        headers: Object.entries(answer.headers).flatMap(([name, value]) => (value ? [[name, String(value)]] : [])),
      });
    },
  };
  return Client.initWithMiddleware({ baseUrl: `${endpoint}/`, defaultVersion: version.slice(1), middleware });
}

function isGood({ status }: WireAnswer): boolean {
  return status >= 200 && status < 300;
}

/** Graph, "Microsoft Graph error responses and resource types". */
function failure({ status, headers, body }: WireAnswer): GraphError {
  const { code, message } = errorIn(body);
  const error = new GraphError(status, message ?? `Graph answered ${status}.`);
  error.code = code ?? null;
  const retryAfter = [headers['retry-after']].flat()[0];
  if (retryAfter !== undefined) error.headers = new Headers({ 'retry-after': retryAfter });
  return error;
}

function errorIn(body: string): { code?: string; message?: string } {
  try {
    return (JSON.parse(body) as { error?: object }).error ?? {};
  } catch {
    // A gateway's page, not Graph's answer.
    return {};
  }
}
