import { setTimeout as delay } from 'node:timers/promises';
import { WorkspaceError } from '../services/errors.ts';
import type { Document, Page, Query, Store, Stored } from '../services/store/store.ts';

/** How the store shall fail: `method` is `get`, `create`, `replace`, `delete` or `list`, `path` a pattern of `partition/id`. */
export interface StoreFault {
  readonly method?: string;
  readonly path?: string;
  readonly status?: number;
  readonly retryAfter?: number;
  readonly delayMs?: number;
  readonly times?: number;
}

/** A store that fails on demand and counts what is asked of it; for the sandbox alone. */
export class FaultyStore implements Store {
  readonly #store: Store;
  readonly #faults: { fault: StoreFault; left: number }[] = [];
  readonly counts: Record<'get' | 'create' | 'replace' | 'delete' | 'list', number> = {
    get: 0,
    create: 0,
    replace: 0,
    delete: 0,
    list: 0,
  };

  constructor(store: Store) {
    this.#store = store;
  }

  fail(fault: StoreFault): void {
    this.#faults.push({ fault, left: fault.times ?? 1 });
  }

  recover(): void {
    this.#faults.length = 0;
  }

  async get<D extends Document>(partition: string, id: string): Promise<Stored<D> | undefined> {
    return await this.#meet('get', `${partition}/${id}`, () => this.#store.get<D>(partition, id));
  }

  async create<D extends Document>(document: D): Promise<Stored<D>> {
    return await this.#meet('create', `${document.partition}/${document.id}`, () => this.#store.create(document));
  }

  async replace<D extends Document>(document: D, etag: string): Promise<Stored<D>> {
    return await this.#meet('replace', `${document.partition}/${document.id}`, () =>
      this.#store.replace(document, etag),
    );
  }

  async delete(partition: string, id: string): Promise<void> {
    await this.#meet('delete', `${partition}/${id}`, () => this.#store.delete(partition, id));
  }

  async list<D extends Document>(query: Query): Promise<Page<D>> {
    return await this.#meet('list', query.partition, () => this.#store.list<D>(query));
  }

  async check(): Promise<void> {
    await this.#store.check();
  }

  async close(): Promise<void> {
    await this.#store.close();
  }

  #meet<T>(method: keyof FaultyStore['counts'], path: string, call: () => Promise<T>): Promise<T> {
    this.counts[method] += 1;
    return this.#faults.length === 0 ? call() : this.#failing(method, path, call);
  }

  async #failing<T>(method: string, path: string, call: () => Promise<T>): Promise<T> {
    const at = this.#faults.findIndex(
      ({ fault }) =>
        (!fault.method || fault.method.toLowerCase() === method) && new RegExp(fault.path ?? '').test(path),
    );
    const met = this.#faults[at];
    if (!met) return await call();
    met.left -= 1;
    if (met.left <= 0) this.#faults.splice(at, 1);
    const { delayMs = 0, status, retryAfter } = met.fault;
    if (delayMs > 0) await delay(delayMs);
    if (status === undefined) return await call();
    const code = status === 429 ? 'throttled' : 'unavailable';
    throw new WorkspaceError(code, 'Labdesk cannot reach its own records right now. Try again in a minute.', {
      retryAfterSeconds: retryAfter,
    });
  }
}
