import { Client, RetryHandlerOptions } from '@microsoft/microsoft-graph-client';
import type { TokenSource } from '../tokens.ts';

export const graphScope = 'https://graph.microsoft.com/.default';

/** For `middlewareOptions`: the client's own retries would sit out a long Retry-After while somebody waits. */
export const noRetries = new RetryHandlerOptions(0, 0);

/** Microsoft Graph's client; `endpoint` without a version, for example `https://graph.microsoft.com`. */
export function graphClient(tokens: TokenSource, endpoint: string): Client {
  return Client.initWithMiddleware({
    baseUrl: `${endpoint}/`,
    defaultVersion: 'v1.0',
    // Without its host listed here the client silently sends no token.
    customHosts: new Set([new URL(endpoint).hostname]),
    authProvider: { getAccessToken: async () => await tokens.token(graphScope) },
    fetchOptions: {},
  });
}
