import type { Clock } from '../../../../services/clock.ts';
import { listingPage, parseListingCursor } from '../../../../services/store/listing-cursor.ts';
import {
  type Document,
  type Page,
  type Query,
  type Store,
  type Stored,
  WriteConflict,
} from '../../../../services/store/store.ts';

interface Row {
  readonly body: string;
  readonly etag: string;
}

/** The store's contract in memory, one for all instances of a simulated world. */
export class MemoryStore implements Store {
  readonly #rows = new Map<string, Row>();
  readonly #clock: Pick<Clock, 'now'>;
  #writes = 0;

  constructor(clock: Pick<Clock, 'now'> = { now: () => new Date() }) {
    this.#clock = clock;
  }

  async get<D extends Document>(partition: string, id: string): Promise<Stored<D> | undefined> {
    const row = this.#row({ partition, id });
    return row && { document: JSON.parse(row.body) as D, etag: row.etag };
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
    const all = this.all<D>().filter(({ document }) => document.partition === partition && document.kind === kind);
    if (query.by) return newestFirst(all, query);
    const rest = all.filter(({ document }) => document.id > continuation);
    rest.sort((a, b) => (a.document.id < b.document.id ? -1 : 1));
    const items = rest.slice(0, limit);
    return rest.length > limit ? { items, continuation: items.at(-1)?.document.id } : { items };
  }

  /** Everything, for a test to look at. */
  all<D extends Document>(): Stored<D>[] {
    return [...this.#rows.values()]
      .filter((row) => this.#isThere(row))
      .map(({ body, etag }) => ({ document: JSON.parse(body) as D, etag }));
  }

  async check(): Promise<void> {}

  async close(): Promise<void> {}

  #row(address: Pick<Document, 'partition' | 'id'>): Row | undefined {
    const row = this.#rows.get(nameOf(address));
    return row && this.#isThere(row) ? row : undefined;
  }

  #isThere({ body }: Row): boolean {
    const { expiresAt } = JSON.parse(body) as Document;
    return expiresAt === undefined || Date.parse(expiresAt) > this.#clock.now().getTime();
  }

  #write<D extends Document>(document: D): Stored<D> {
    this.#writes += 1;
    const etag = `${this.#writes}`;
    this.#rows.set(nameOf(document), { body: JSON.stringify(document), etag });
    return { document, etag };
  }
}

function newestFirst<D extends Document>(all: Stored<D>[], { by = {}, limit = 100, continuation }: Query): Page<D> {
  const cursor = parseListingCursor(continuation);
  const listed = all.flatMap((stored) => {
    const { listing } = stored.document;
    return listing && (!cursor || listing.order <= cursor.order) ? [{ stored, listing }] : [];
  });
  const wanted = listed.filter(
    ({ listing: { person, group } }) =>
      (by.person === undefined || by.person === person) && (by.group === undefined || by.group === group),
  );
  wanted.sort((a, b) => (a.listing.order > b.listing.order ? -1 : Number(a.listing.order < b.listing.order)));
  return listingPage(
    wanted.map(({ stored }) => stored),
    limit,
    cursor,
  );
}

function nameOf({ partition, id }: Pick<Document, 'partition' | 'id'>): string {
  return JSON.stringify([partition, id]);
}
