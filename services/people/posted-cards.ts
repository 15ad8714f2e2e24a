import { LRUCache } from 'lru-cache';
import { type Document, type Store, type Stored, WriteConflict } from '../store/store.ts';
import type { Clock } from '../time/clock.ts';

interface PostedCard extends Document {
  readonly kind: 'card';
  /** Undefined while it is being posted, and for good where nobody knows whether it was. */
  readonly activityId?: string;
}

/** `posting`: begun, and perhaps arrived; whether it did, nobody can tell any more once whoever began it is gone. */
export type PostedState = 'none' | 'posting' | 'posted';

export interface Posted {
  readonly state: PostedState;
  readonly activityId?: string;
}

/** As long as what a card is about may still change. */
const keptInMs = 400 * 86_400_000;
const maxAttempts = 5;
/** Cards that this process is posting, whose documents need not be read again. */
const mostAtOnce = 1_000;

/** Under which id the card of a key stands in its conversation, so that it is posted once and changed in place later. */
export class PostedCards {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #begun = new LRUCache<string, Stored<PostedCard>>({ max: mostAtOnce });

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  async look(key: string): Promise<Posted> {
    const { activityId } = (await this.#read(key))?.document ?? { activityId: '' };
    if (activityId === undefined) return { state: 'posting' };
    return activityId === '' ? { state: 'none' } : { state: 'posted', activityId };
  }

  async find(key: string): Promise<string | undefined> {
    return (await this.look(key)).activityId;
  }

  /**
   * Puts on record that the card is about to be posted. False where that was begun before, or it stands already: then it
   * must not be posted.
   */
  async begin(key: string): Promise<boolean> {
    try {
      this.#begun.set(key, await this.#store.create(this.#document(key)));
      return true;
    } catch (error) {
      if (error instanceof WriteConflict) return false;
      throw error;
    }
  }

  /** Where the card stands now. The first place stays, whoever posts again. */
  async remember(key: string, activityId: string): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      const begun = this.#begun.get(key);
      this.#begun.delete(key);
      try {
        const stored = begun ?? (await this.#read(key));
        if (stored?.document.activityId !== undefined) return;
        await (stored
          ? this.#store.replace({ ...stored.document, activityId }, stored.etag)
          : this.#store.create(this.#document(key, activityId)));
        return;
      } catch (error) {
        if (!(error instanceof WriteConflict) || attempt === maxAttempts) throw error;
      }
    }
  }

  /** The card does not stand: it was certainly not posted, or somebody deleted it. */
  async forget(key: string): Promise<void> {
    this.#begun.delete(key);
    await this.#store.delete(partitionOf(key), 'card');
  }

  async #read(key: string): Promise<Stored<PostedCard> | undefined> {
    return await this.#store.get<PostedCard>(partitionOf(key), 'card');
  }

  #document(key: string, activityId?: string): PostedCard {
    const expiresAt = new Date(this.#clock.now().getTime() + keptInMs).toISOString();
    const place = { id: 'card', partition: partitionOf(key) };
    return { ...place, kind: 'card', schema: 1, expiresAt, ...(activityId !== undefined && { activityId }) };
  }
}

function partitionOf(key: string): string {
  return `card/${key}`;
}
