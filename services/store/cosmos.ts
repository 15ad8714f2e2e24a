import type { Container, CosmosClient, SqlQuerySpec } from '@azure/cosmos';
import type { TokenCredential } from '@azure/identity';
import { WorkspaceError } from '../errors.ts';
import { type Clock, SystemClock } from '../time/clock.ts';
import { pause } from '../time/pause.ts';
import { openContainer } from './cosmos-container.ts';
import { type CosmosDocument, expired, fromCosmos, toCosmos, toCosmosId } from './cosmos-document.ts';
import { listById, listByIndex } from './cosmos-lists.ts';
import { listingPage, neededFor, parseListingCursor } from './listing-cursor.ts';
import { type Document, type Page, type Query, type Store, type Stored, WriteConflict } from './store.ts';

export interface CosmosOptions {
  readonly endpoint: string;
  readonly database: string;
  /** Default `labdesk`. Made where missing, if the credential may; who makes it otherwise needs infra/cosmos-indexing-policy.json. */
  readonly container?: string;
  readonly credential: { readonly key: string } | TokenCredential;
  /** Says when a document expires; default the system's. */
  readonly clock?: Clock;
}

/** One call may take so long, all tries together; a turn has ten seconds. */
const budgetInMs = 6000;
const requestTimeoutInMs = 3000;
const shortestDelayInMs = 50;
/** Too many requests in the partition's transaction (449), unavailable (503), timeout (408, or the client's own), gone (410). */
const passing = new Set<unknown>([
  408,
  410,
  449,
  503,
  'TimeoutError',
  'ECONNRESET',
  'ECONNREFUSED',
  'EPIPE',
  'ETIMEDOUT',
]);

/**
 * The store in one container of Cosmos DB (NoSQL API), partitioned by `/partition`; every call stays in one partition.
 * The SDK is loaded with the first call.
 */
export class CosmosStore implements Store {
  readonly #options: CosmosOptions;
  readonly #clock: Clock;
  readonly #steady = new SystemClock();
  #client: CosmosClient | undefined;
  #opening: Promise<Container> | undefined;

  constructor(options: CosmosOptions) {
    this.#options = options;
    this.#clock = options.clock ?? new SystemClock();
  }

  async get<D extends Document>(partition: string, id: string): Promise<Stored<D> | undefined> {
    const { resource } = await this.#call((container) =>
      container.item(toCosmosId(id), partition).read<CosmosDocument>(),
    );
    return resource && !expired(resource, this.#clock.now()) ? fromCosmos<D>(resource) : undefined;
  }

  async create<D extends Document>(document: D): Promise<Stored<D>> {
    try {
      const body = toCosmos(document, this.#clock.now());
      const { etag } = await this.#call((container) => container.items.create(body));
      return { document, etag };
    } catch (error) {
      if (error instanceof WriteConflict) return this.#createOverExpired(document);
      throw error;
    }
  }

  async replace<D extends Document>(document: D, etag: string): Promise<Stored<D>> {
    const body = toCosmos(document, this.#clock.now());
    const accessCondition = { type: 'IfMatch', condition: etag };
    const response = await this.#call((container) =>
      container.item(body.id, document.partition).replace(body, { accessCondition }),
    );
    return { document, etag: response.etag };
  }

  async delete(partition: string, id: string): Promise<void> {
    await this.#call((container) => container.item(toCosmosId(id), partition).delete()).catch((error: unknown) => {
      if (!(error instanceof WriteConflict)) throw error;
    });
  }

  async list<D extends Document>(query: Query): Promise<Page<D>> {
    if (query.by) return this.#listByIndex(query);
    const { partition, limit = 100 } = query;
    const found = await this.#call((container) =>
      upTo(limit + 1, container, listById(query, this.#clock.now()), partition),
    );
    const items = found.slice(0, limit).map((resource) => fromCosmos<D>(resource));
    return found.length > limit ? { items, continuation: found[limit - 1]?.id } : { items };
  }

  async #listByIndex<D extends Document>(query: Query): Promise<Page<D>> {
    const { partition, limit = 100 } = query;
    const cursor = parseListingCursor(query.continuation);
    const now = this.#clock.now();
    const found = await this.#call((container) =>
      upTo(neededFor(limit, cursor), container, listByIndex(query, cursor), partition, (one) => !expired(one, now)),
    );
    return listingPage(
      found.map((resource) => fromCosmos<D>(resource)),
      limit,
      cursor,
    );
  }

  async check(): Promise<void> {
    await this.#call((container) => container.read());
  }

  async close(): Promise<void> {
    this.#client?.dispose();
  }

  /** What has expired by our clock is gone for everybody, though Cosmos DB may not have removed it yet. */
  async #createOverExpired<D extends Document>(document: D): Promise<Stored<D>> {
    const { partition, id } = document;
    const { resource } = await this.#call((container) =>
      container.item(toCosmosId(id), partition).read<CosmosDocument>(),
    );
    if (!resource || !expired(resource, this.#clock.now())) throw new WriteConflict(id);
    return this.replace(document, resource._etag);
  }

  /** Tries again while that may help and the time allows. A write whose first answer was lost ends as a WriteConflict. */
  async #call<T>(operation: (container: Container) => Promise<T>): Promise<T> {
    const end = this.#steady.now().getTime() + budgetInMs;
    for (let delay = shortestDelayInMs; ; delay *= 2) {
      try {
        this.#opening ??= this.#open();
        return await operation(await this.#opening);
      } catch (error) {
        if (!this.#client) this.#opening = undefined;
        const isTimeLeft = this.#steady.now().getTime() + delay < end;
        if (!passing.has(codeOf(error)) || !isTimeLeft) throw translated(error);
        await pause(this.#steady, delay * (0.5 + Math.random() / 2));
      }
    }
  }

  async #open(): Promise<Container> {
    const { endpoint, database, container = 'labdesk', credential } = this.#options;
    const { CosmosClient } = await import('@azure/cosmos');
    const client = new CosmosClient({
      endpoint,
      ...('key' in credential ? { key: credential.key } : { aadCredentials: credential }),
      userAgentSuffix: 'labdesk',
      connectionPolicy: {
        requestTimeout: requestTimeoutInMs,
        retryOptions: { maxRetryAttemptCount: 5, maxWaitTimeInSeconds: 3 },
      },
    });
    try {
      const opened = await openContainer(client, database, container);
      this.#client = client;
      return opened;
    } catch (error) {
      client.dispose();
      throw error;
    }
  }
}

async function upTo(
  count: number,
  container: Container,
  query: SqlQuerySpec,
  partitionKey: string,
  isWanted: (document: CosmosDocument) => boolean = () => true,
): Promise<CosmosDocument[]> {
  const pages = container.items.query<CosmosDocument>(query, { partitionKey, maxItemCount: count });
  const found: CosmosDocument[] = [];
  while (found.length < count && pages.hasMoreResults())
    found.push(...((await pages.fetchNext()).resources ?? []).filter(isWanted));
  return found;
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

function translated(error: unknown): unknown {
  const code = codeOf(error);
  if (code === undefined) return error;
  // Gone is changed, too.
  if (code === 409 || code === 412 || code === 404) return new WriteConflict('in Cosmos DB');
  if (code === 429) {
    const retryAfter = (error as { retryAfterInMs?: number }).retryAfterInMs ?? 1000;
    const message = 'Too much is going on at once. Try again in a few seconds.';
    return new WorkspaceError('throttled', message, { cause: error, retryAfterSeconds: Math.ceil(retryAfter / 1000) });
  }
  return new WorkspaceError('unavailable', 'I cannot reach my records right now. Try again in a minute.', {
    cause: error,
  });
}
