import { newerSchema } from '../change/newer-schema.ts';
import type { Document, Page, Query, Store, Stored } from './store.ts';

/** Stands in the place of an etag, so that a document of a newer shape cannot be replaced, whatever is made of it. */
const readOnly = 'read-only:';

/**
 * Keeps documents of a newer shape than this code knows from being overwritten: they are read as they are, and `replace`
 * throws WorkspaceError `unavailable`. `schemas` says per kind which shape is known; other kinds are not looked at.
 */
export class GuardedStore implements Store {
  readonly #store: Store;
  readonly #schemas: Readonly<Record<string, number>>;

  constructor(store: Store, schemas: Readonly<Record<string, number>>) {
    this.#store = store;
    this.#schemas = schemas;
  }

  async get<D extends Document>(partition: string, id: string): Promise<Stored<D> | undefined> {
    const stored = await this.#store.get<D>(partition, id);
    return stored && this.#guard(stored);
  }

  async list<D extends Document>(query: Query): Promise<Page<D>> {
    const page = await this.#store.list<D>(query);
    return { ...page, items: page.items.map((stored) => this.#guard(stored)) };
  }

  async replace<D extends Document>(document: D, etag: string): Promise<Stored<D>> {
    if (etag.startsWith(readOnly)) throw newerSchema();
    return this.#store.replace(document, etag);
  }

  create<D extends Document>(document: D): Promise<Stored<D>> {
    return this.#store.create(document);
  }

  delete(partition: string, id: string): Promise<void> {
    return this.#store.delete(partition, id);
  }

  check(): Promise<void> {
    return this.#store.check();
  }

  close(): Promise<void> {
    return this.#store.close();
  }

  #guard<D extends Document>(stored: Stored<D>): Stored<D> {
    const known = this.#schemas[stored.document.kind];
    return known === undefined || stored.document.schema <= known
      ? stored
      : { ...stored, etag: readOnly + stored.etag };
  }
}
