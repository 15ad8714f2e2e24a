import type { TokenCredential } from '@azure/identity';
import { Client, RetryHandlerOptions } from '@microsoft/microsoft-graph-client';
import { CachedTokens } from './tokens.ts';

const scope = 'https://graph.microsoft.com/.default';

/** For `middlewareOptions`: the client's own retries would sit out a long Retry-After while somebody waits. */
export const noRetries = new RetryHandlerOptions(0, 0);

/** Microsoft Graph's client; `endpoint` without a version, for example `https://graph.microsoft.com`. */
export function graphClient(credential: TokenCredential, endpoint: string): Client {
  // The credential's own cache takes longer than the rest of a call.
  const tokens = new CachedTokens(credential);
  return Client.initWithMiddleware({
    baseUrl: `${endpoint}/`,
    defaultVersion: 'v1.0',
    // Without its host listed here the client silently sends no token.
    customHosts: new Set([new URL(endpoint).hostname]),
    authProvider: { getAccessToken: async () => await tokens.token(scope) },
    fetchOptions: {},
  });
}
