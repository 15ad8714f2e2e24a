import { WorkspaceError } from '../../../services/errors.ts';
import type { Document, Page, Query, Store, Stored } from '../../../services/store/store.ts';

/** The store as a process sees it that dies after so many writes: the last one has landed, and nothing is answered any more. */
export class DyingStore implements Store {
  readonly #store: Store;
  #left: number;

  constructor(store: Store, writes: number) {
    this.#store = store;
    this.#left = writes;
  }

  get isDead(): boolean {
    return this.#left <= 0;
  }

  async get<D extends Document>(partition: string, id: string): Promise<Stored<D> | undefined> {
    this.#requireLife();
    return await this.#store.get<D>(partition, id);
  }

  async list<D extends Document>(query: Query): Promise<Page<D>> {
    this.#requireLife();
    return await this.#store.list<D>(query);
  }

  async create<D extends Document>(document: D): Promise<Stored<D>> {
    return await this.#last(async () => await this.#store.create(document));
  }

  async replace<D extends Document>(document: D, etag: string): Promise<Stored<D>> {
    return await this.#last(async () => await this.#store.replace(document, etag));
  }

  async delete(partition: string, id: string): Promise<void> {
    await this.#last(async () => await this.#store.delete(partition, id));
  }

  async check(): Promise<void> {}

  async close(): Promise<void> {}

  async #last<T>(write: () => Promise<T>): Promise<T> {
    this.#requireLife();
    this.#left -= 1;
    const answer = await write();
    this.#requireLife();
    return answer;
  }

  #requireLife(): void {
    if (this.isDead) throw new WorkspaceError('unavailable', 'This process is dead.');
  }
}
