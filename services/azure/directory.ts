import { setTimeout as delay } from 'node:timers/promises';
import type { TokenCredential } from '@azure/identity';
import { Client, type PageCollection, RetryHandlerOptions } from '@microsoft/microsoft-graph-client';
import type { DirectoryClient, Groups } from '../members.ts';
import type { Person } from '../people.ts';
import { toWorkspaceError } from './errors.ts';

const service = "Microsoft's directory";
const scope = 'https://graph.microsoft.com/.default';
const callTimeoutInMs = 4_000;
const retryAfterInMs = 250;
const noRetries = new RetryHandlerOptions(0, 0);
/** Graph's own largest page for these lists. */
const pageSize = 999;

interface DirectoryObject {
  id: string;
  displayName?: string;
}

/** People and groups through Microsoft Graph. Errors are WorkspaceErrors. */
export class GraphDirectory implements DirectoryClient {
  readonly #credential: TokenCredential;
  readonly #graph: Client;

  /** `endpoint` without a version, for example `https://graph.microsoft.com`. */
  constructor(credential: TokenCredential, endpoint: string) {
    this.#credential = credential;
    this.#graph = Client.initWithMiddleware({
      baseUrl: `${endpoint}/`,
      defaultVersion: 'v1.0',
      // Without its host listed here the client silently sends no token.
      customHosts: new Set([new URL(endpoint).hostname]),
      authProvider: {
        getAccessToken: async () => (await credential.getToken(scope))?.token ?? '',
      },
      fetchOptions: {},
    });
  }

  async groupsOf(aadObjectId: string): Promise<Groups> {
    const person = `/users/${encodeURIComponent(aadObjectId)}`;
    try {
      const [memberOf, ownerOf] = await Promise.all([
        this.#all(`${person}/transitiveMemberOf/microsoft.graph.group?$select=id&$top=${pageSize}`),
        this.#all(`${person}/ownedObjects/microsoft.graph.group?$select=id&$top=${pageSize}`),
      ]);
      return { memberOf: new Set(memberOf.map(({ id }) => id)), ownerOf: new Set(ownerOf.map(({ id }) => id)) };
    } catch (error) {
      if ((error as { statusCode?: number }).statusCode === 404) return { memberOf: new Set(), ownerOf: new Set() };
      throw toWorkspaceError(error, service);
    }
  }

  async members(groupId: string): Promise<readonly Person[]> {
    try {
      const group = `/groups/${encodeURIComponent(groupId)}`;
      const query = `?$select=id,displayName&$top=${pageSize}`;
      const [members, owners] = await Promise.all([
        this.#all(`${group}/members/microsoft.graph.user${query}`),
        this.#all(`${group}/owners/microsoft.graph.user${query}`),
      ]);
      const people = [...owners, ...members].map(
        ({ id, displayName }) => [id, { aadObjectId: id, name: displayName ?? id }] as const,
      );
      return [...new Map(people).values()];
    } catch (error) {
      throw toWorkspaceError(error, service);
    }
  }

  /** Resolves where Graph lets us in. */
  async check(): Promise<void> {
    await this.#credential.getToken(scope);
  }

  async #all(path: string): Promise<DirectoryObject[]> {
    const found: DirectoryObject[] = [];
    let next: string | undefined = path;
    const signal = AbortSignal.timeout(callTimeoutInMs);
    while (next) {
      const page: PageCollection = await this.#page(next, signal);
      found.push(...page.value);
      next = page['@odata.nextLink'];
    }
    return found;
  }

  /** What may pass is tried once more before anybody hears of it; the client's own retries would sit out a long Retry-After. */
  async #page(path: string, signal: AbortSignal): Promise<PageCollection> {
    const ask = async () => await this.#graph.api(path).middlewareOptions([noRetries]).options({ signal }).get();
    return await ask().catch(async (error: { statusCode?: number }) => {
      const { statusCode = 0 } = error;
      if (signal.aborted || (statusCode >= 400 && statusCode < 500)) throw error;
      await delay(retryAfterInMs, undefined, { signal });
      return await ask();
    });
  }
}
