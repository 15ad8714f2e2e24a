/** What every document has. `partition` is Cosmos DB's partition key; `schema` is the version of the document's shape. */
export interface Document {
  readonly id: string;
  readonly partition: string;
  readonly kind: string;
  readonly schema: number;
  /** ISO time from which the document is gone for everybody; undefined keeps it. Never a rule's only guard. */
  readonly expiresAt?: string;
  /** By what indexed lists find the document; undefined for one that is only got by its id, or listed by it. */
  readonly listing?: Listing;
}

/** What the store keeps indexes of, beside partition and kind. */
export interface Listing {
  /** Lists go by it, the greatest first; unique among the documents of a kind in a partition. */
  readonly order: string;
  /** Whose it is: an aadObjectId. */
  readonly person?: string;
  /** What it is one of: a state, the thing that an entry is about. */
  readonly group?: string;
}

export interface Stored<D extends Document> {
  readonly document: D;
  /** Changes with every write; opaque. */
  readonly etag: string;
}

export interface Page<D extends Document> {
  readonly items: readonly Stored<D>[];
  /** Undefined on the last page. */
  readonly continuation?: string;
}

export interface Query {
  readonly partition: string;
  readonly kind: string;
  /**
   * Only documents with a `listing`, newest first (the greatest `order`): those of the person, of the group, of both, or all
   * where neither is named. Without it the list goes by id.
   */
  readonly by?: { readonly person?: string; readonly group?: string };
  /** At most this many; default 100. */
  readonly limit?: number;
  readonly continuation?: string;
}

/**
 * The state of Labdesk. Every query stays inside one partition.
 * Writes are conditional: `create` fails where the document is, `replace` where it changed since it was read; both throw
 * {@link WriteConflict}. A write whose answer was lost may throw it too: who reads again sees what became of it.
 * `get` of nothing is undefined, `list` of nothing is empty, `delete` twice is fine.
 * `list` goes by the store's order of ids, the same over all pages, or by an index (see {@link Query}), at a cost that does not
 * depend on how many documents there are.
 * An unreachable store throws WorkspaceError `unavailable` (or `throttled`).
 */
export interface Store {
  get<D extends Document>(partition: string, id: string): Promise<Stored<D> | undefined>;
  create<D extends Document>(document: D): Promise<Stored<D>>;
  replace<D extends Document>(document: D, etag: string): Promise<Stored<D>>;
  delete(partition: string, id: string): Promise<void>;
  list<D extends Document>(query: Query): Promise<Page<D>>;
  /** Resolves where the store answers; for readiness. */
  check(): Promise<void>;
  close(): Promise<void>;
}

/** Somebody else wrote first: read again and decide anew. Never shown to a person. */
export class WriteConflict extends Error {
  override readonly name = 'WriteConflict';
  constructor(id: string) {
    super(`The document ${id} was written by somebody else.`);
  }
}
