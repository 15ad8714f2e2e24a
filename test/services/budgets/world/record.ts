import type { Budget } from '../../../../services/budgets/budget.ts';
import type { Effect } from '../../../../services/change/aggregate.ts';
import type { Document, Stored } from '../../../../services/store/store.ts';
import { MemoryStore } from '../../effects/world/memory-store.ts';

/** The world's one store; it keeps how the budget stood after each write, and every effect that ever was on record. */
export class RecordingStore extends MemoryStore {
  readonly written: Budget[] = [];
  readonly effects = new Map<string, Effect>();

  constructor(clock: { now(): Date }) {
    super(clock, 'frozen');
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

  /** The newest; undefined before the first. */
  get budget(): Budget | undefined {
    return this.written.at(-1);
  }

  #record(document: Document): void {
    if (document.kind !== 'budget') return;
    const written = document as unknown as Budget;
    this.written.push(written);
    for (const effect of written.effects) if (!this.effects.has(effect.id)) this.effects.set(effect.id, effect);
  }
}
