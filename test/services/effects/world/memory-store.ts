import { listingPage, neededFor, parseListingCursor } from '../../../../services/store/listing-cursor.ts';
import {
  type Document,
  type Page,
  type Query,
  type Store,
  type Stored,
  WriteConflict,
} from '../../../../services/store/store.ts';
import type { Clock } from '../../../../services/time/clock.ts';

/** The document as text, or frozen, since nobody may change what was stored; what lists go by beside it. */
interface Row extends Pick<Document, 'partition' | 'kind' | 'id' | 'listing'> {
  readonly body: string | Document;
  readonly etag: string;
  /** In ms. */
  readonly expiresAt: number;
}

/** The store's contract in memory, one for all instances of a simulated world. */
export class MemoryStore implements Store {
  readonly #rows = new Map<string, Row>();
  readonly #clock: Pick<Clock, 'now'>;
  readonly #keep: (document: Document) => string | Document;
  #writes = 0;

  /** @param keeps `frozen` gives out what was put in, which is quicker and hides what JSON would change. */
  constructor(clock: Pick<Clock, 'now'> = { now: () => new Date() }, keeps: 'text' | 'frozen' = 'text') {
    this.#clock = clock;
    this.#keep = keeps === 'text' ? (document) => JSON.stringify(document) : frozen;
  }

  async get<D extends Document>(partition: string, id: string): Promise<Stored<D> | undefined> {
    const row = this.#row({ partition, id });
    return row && stored<D>(row);
  }

  async create<D extends Document>(document: D): Promise<Stored<D>> {
    if (this.#row(document)) throw new WriteConflict(document.id);
    return this.#write(document);
  }

  async replace<D extends Document>(document: D, etag: string): Promise<Stored<D>> {
    if (this.#row(document)?.etag !== etag) throw new WriteConflict(document.id);
    return this.#write(document);
  }

  async delete(partition: string, id: string): Promise<void> {
    this.#rows.delete(nameOf({ partition, id }));
  }

  async list<D extends Document>(query: Query): Promise<Page<D>> {
    const { partition, kind, limit = 100, continuation = '' } = query;
    const all = this.#live().filter((row) => row.partition === partition && row.kind === kind);
    if (query.by) return newestFirst(all, query);
    const rest = all.filter(({ id }) => id > continuation);
    rest.sort((a, b) => (a.id < b.id ? -1 : 1));
    const items = rest.slice(0, limit).map((row) => stored<D>(row));
    return rest.length > limit ? { items, continuation: items.at(-1)?.document.id } : { items };
  }

  /** Everything, for a test to look at. */
  all<D extends Document>(): Stored<D>[] {
    return this.#live().map((row) => stored<D>(row));
  }

  async check(): Promise<void> {}

  async close(): Promise<void> {}

  #row(address: Pick<Document, 'partition' | 'id'>): Row | undefined {
    const row = this.#rows.get(nameOf(address));
    return row && row.expiresAt > this.#clock.now().getTime() ? row : undefined;
  }

  #live(): Row[] {
    const now = this.#clock.now().getTime();
    return [...this.#rows.values()].filter(({ expiresAt }) => expiresAt > now);
  }

  #write<D extends Document>(document: D): Stored<D> {
    this.#writes += 1;
    const etag = `${this.#writes}`;
    const { partition, kind, id, listing } = document;
    const expiresAt = document.expiresAt === undefined ? Number.POSITIVE_INFINITY : Date.parse(document.expiresAt);
    const body = this.#keep(document);
    this.#rows.set(nameOf(document), { partition, kind, id, listing, body, etag, expiresAt });
    return { document, etag };
  }
}

function stored<D extends Document>({ body, etag }: Row): Stored<D> {
  return { document: (typeof body === 'string' ? JSON.parse(body) : body) as D, etag };
}

function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const part of Object.values(value)) frozen(part);
  return value;
}

function newestFirst<D extends Document>(all: readonly Row[], { by = {}, limit = 100, continuation }: Query): Page<D> {
  const cursor = parseListingCursor(continuation);
  const listed = all.flatMap((row) => {
    const { listing } = row;
    return listing && (!cursor || listing.order <= cursor.order) ? [{ row, listing }] : [];
  });
  const wanted = listed.filter(
    ({ listing: { person, group } }) =>
      (by.person === undefined || by.person === person) && (by.group === undefined || by.group === group),
  );
  wanted.sort((a, b) => (a.listing.order > b.listing.order ? -1 : Number(a.listing.order < b.listing.order)));
  return listingPage(
    wanted.slice(0, neededFor(limit, cursor)).map(({ row }) => stored<D>(row)),
    limit,
    cursor,
  );
}

function nameOf({ partition, id }: Pick<Document, 'partition' | 'id'>): string {
  return `${partition}\n${id}`;
}
