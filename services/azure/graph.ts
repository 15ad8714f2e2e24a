import { randomUUID } from 'node:crypto';
import { Client, type Context, GraphError, type Middleware } from '@microsoft/microsoft-graph-client';
import type { TokenSource } from '../credentials/tokens.ts';
import { Wire, type WireAnswer, type WireCall } from './wire.ts';

export const graphScope = 'https://graph.microsoft.com/.default';
const version = '/v1.0';

interface ErrorBody {
  readonly error?: { readonly code?: string; readonly message?: string };
}

/** A change that rides in a batch. */
export interface BatchCall {
  readonly method: 'POST' | 'DELETE';
  /** Below the version. */
  readonly path: string;
  readonly body?: object;
}

interface BatchPart<T> {
  readonly id: string;
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: T | ErrorBody;
}

/** Microsoft Graph over connections that are kept; `endpoint` without a version, for example `https://graph.microsoft.com`. */
export class Graph {
  readonly #tokens: TokenSource;
  readonly #wire: Wire;

  constructor(tokens: TokenSource, endpoint: string) {
    this.#tokens = tokens;
    this.#wire = new Wire(new URL(endpoint).origin);
  }

  /** What stands at a path below the version, or at a link to the next page. @throws {GraphError} any other answer than 2xx */
  async get<T>(path: string, withinMs: number, headers: WireCall['headers'] = {}): Promise<T> {
    return JSON.parse(await this.#good({ method: 'GET', path, headers, withinMs })) as T;
  }

  /** Sends JSON, or nothing, to a path below the version; undefined where Graph answers without a body. @throws as {@link get} */
  async send<T>(
    method: 'POST' | 'PATCH' | 'DELETE',
    path: string,
    body: object | undefined,
    withinMs: number,
    headers: WireCall['headers'] = {},
  ): Promise<T> {
    const sent = body && { headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) };
    const answer = await this.#good({ method, path, headers, ...sent, withinMs });
    return (answer === '' ? undefined : JSON.parse(answer)) as T;
  }

  /**
   * Up to 20 calls by one request (Graph, "Combine multiple HTTP requests using JSON batching"); a path alone is read. Each is answered
   * for itself, in the order of the calls: with its body, or with the GraphError that it would have met alone.
   * @throws {GraphError} where the batch as a whole was not taken
   */
  async batch<T>(calls: readonly (string | BatchCall)[], withinMs: number): Promise<(T | GraphError)[]> {
    const requests = calls.map((call, index) => ({ id: String(index), ...requestOf(call) }));
    const { responses } = await this.send<{ responses: readonly BatchPart<T>[] }>(
      'POST',
      '/$batch',
      { requests },
      withinMs,
    );
    // They come in the order that they were done in.
    return calls.map((_, index) => {
      const part = responses.find(({ id }) => id === String(index));
      if (!part) return graphError(502, undefined, {});
      return isGood(part.status) ? (part.body as T) : failureIn(part);
    });
  }

  async #good({ path, ...call }: WireCall): Promise<string> {
    const answer = await this.call({
      ...call,
      path: path.startsWith('/') ? `${version}${path}` : this.pathOf(path),
    });
    if (isGood(answer.status)) return answer.body;
    throw failureOf(answer);
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

function requestOf(call: string | BatchCall): object {
  if (typeof call === 'string') return { method: 'GET', url: call };
  const { method, path, body } = call;
  return { method, url: path, ...(body && { headers: { 'content-type': 'application/json' }, body }) };
}

function isGood(status: number): boolean {
  return status >= 200 && status < 300;
}

function failureOf({ status, headers, body }: WireAnswer): GraphError {
  let parsed: ErrorBody = {};
  try {
    parsed = JSON.parse(body) as ErrorBody;
  } catch {
    // A gateway's page, not Graph's answer.
  }
  return graphError(status, [headers['retry-after']].flat()[0], parsed);
}

function failureIn({ status, headers = {}, body }: BatchPart<unknown>): GraphError {
  const [, retryAfter] = Object.entries(headers).find(([name]) => name.toLowerCase() === 'retry-after') ?? [];
  return graphError(status, retryAfter, typeof body === 'object' && body !== null ? body : {});
}

/** Graph, "Microsoft Graph error responses and resource types". */
function graphError(status: number, retryAfter: string | undefined, { error: told }: ErrorBody): GraphError {
  const error = new GraphError(status, told?.message ?? `Graph answered ${status}.`);
  error.code = told?.code ?? null;
  if (retryAfter !== undefined) error.headers = new Headers({ 'retry-after': retryAfter });
  return error;
}
