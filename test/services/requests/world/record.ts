import type { Effect } from '../../../../services/change/aggregate.ts';
import type { DataRequest } from '../../../../services/requests/request.ts';
import type { Document, Stored } from '../../../../services/store/store.ts';
import { MemoryStore } from '../../effects/world/memory-store.ts';

/** How a request stood after each of its writes. */
export interface Written {
  /** In the world's moments, which tell before from after. */
  readonly at: number;
  /** By the world's clock, in ms. */
  readonly time: number;
  readonly request: DataRequest;
}

/** The world's one store; it keeps how every request stood at every time, which no part of Labdesk can see. */
export class RecordingStore extends MemoryStore {
  readonly #written = new Map<string, Written[]>();
  /** Every effect that ever was on record. */
  readonly effects = new Map<string, Effect & { readonly request: string }>();
  /** The ids of those that were given up; a request keeps the newest of their letters alone. */
  readonly dead = new Set<string>();
  readonly #clock: { now(): Date };
  readonly #moment: () => number;

  constructor(clock: { now(): Date }, moment: () => number) {
    super(clock, 'frozen');
    this.#clock = clock;
    this.#moment = moment;
  }

  /** Request id -> every version of it, oldest first. */
  get written(): ReadonlyMap<string, readonly Written[]> {
    return this.#written;
  }

  override async create<D extends Document>(document: D): Promise<Stored<D>> {
    const stored = await super.create(document);
    this.#record(document);
    return stored;
  }

  override async replace<D extends Document>(document: D, etag: string): Promise<Stored<D>> {
    const stored = await super.replace(document, etag);
    this.#record(document);
    return stored;
  }

  /** True where the newest effect of that request that is such a one was given up. */
  hasGivenUp(request: string, isSuch: (effect: Effect) => boolean): boolean {
    const newest = [...this.effects.values()].findLast((effect) => effect.request === request && isSuch(effect));
    return newest !== undefined && this.dead.has(newest.id);
  }

  #record(document: Document): void {
    if (document.kind !== 'request') return;
    const request = document as unknown as DataRequest;
    const written = { at: this.#moment(), time: this.#clock.now().getTime(), request };
    const before = this.#written.get(document.id);
    if (before) before.push(written);
    else this.#written.set(document.id, [written]);
    for (const effect of request.effects)
      if (!this.effects.has(effect.id)) this.effects.set(effect.id, { ...effect, request: document.id });
    for (const { id } of request.deadLetters) this.dead.add(id);
  }
}
