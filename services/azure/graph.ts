import { randomUUID } from 'node:crypto';
import { Client, type Context, type Middleware } from '@microsoft/microsoft-graph-client';
import type { TokenSource } from '../tokens.ts';
import { Wire, type WireAnswer } from './wire.ts';

export const graphScope = 'https://graph.microsoft.com/.default';
const longestCallInMs = 100_000;

/**
 * Microsoft Graph's client; `endpoint` without a version, for example `https://graph.microsoft.com`. It retries nothing by itself,
 * since its retries would sit out a long Retry-After while somebody waits.
 */
export function graphClient(tokens: TokenSource, endpoint: string): Client {
  return Client.initWithMiddleware({
    baseUrl: `${endpoint}/`,
    defaultVersion: 'v1.0',
    middleware: new DirectWay(tokens, new Wire(new URL(endpoint).origin)),
  });
}

/** All that the client's own chain of middleware does for us, in one step: the token, the call, the answer. */
class DirectWay implements Middleware {
  readonly #tokens: TokenSource;
  readonly #wire: Wire;

  constructor(tokens: TokenSource, wire: Wire) {
    this.#tokens = tokens;
    this.#wire = wire;
  }

  async execute(context: Context): Promise<void> {
    const { origin, pathname, search } = new URL(String(context.request));
    // The next page is where an answer says; our token goes to Graph alone.
    if (origin !== this.#wire.origin) throw new Error(`Graph pointed to ${origin}, where nothing is asked.`);
    const { method = 'GET', headers, body, signal } = context.options ?? {};
    const answer = await this.#wire.call({
      method: method as 'GET',
      path: `${pathname}${search}`,
      headers: {
        ...(headers as Record<string, string>),
        authorization: `Bearer ${await this.#tokens.token(graphScope)}`,
        'client-request-id': randomUUID(),
      },
      body: body as string | Buffer | undefined,
      signal: signal ?? AbortSignal.timeout(longestCallInMs),
    });
    context.response = asResponse(answer);
  }
}

/** As much of the Fetch Standard's Response as Graph's client looks at; a real one costs as much as the call. */
function asResponse({ status, headers, body }: WireAnswer): Response {
  const response = {
    status,
    ok: status >= 200 && status < 300,
    headers: {
      get(name: string): string | null {
        const value = headers[name.toLowerCase()];
        return (typeof value === 'string' ? value : value?.[0]) ?? null;
      },
    },
    body,
    text: async () => body,
    json: async (): Promise<unknown> => JSON.parse(body),
  };
  return response as unknown as Response;
}
