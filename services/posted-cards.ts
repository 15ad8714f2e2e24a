import type { Clock } from './clock.ts';
import { type Document, type Store, WriteConflict } from './store/store.ts';

interface PostedCard extends Document {
  readonly kind: 'card';
  readonly activityId: string;
}

const keptInMs = 30 * 86_400_000;

/** Under which id the card of a command stands in its conversation, so that it can be changed in place later. */
export class PostedCards {
  readonly #store: Store;
  readonly #clock: Clock;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  async remember(key: string, activityId: string): Promise<void> {
    const expiresAt = new Date(this.#clock.now().getTime() + keptInMs).toISOString();
    const card: PostedCard = { id: 'card', partition: `card/${key}`, kind: 'card', schema: 1, expiresAt, activityId };
    await this.#store.create(card).catch((error: unknown) => {
      if (!(error instanceof WriteConflict)) throw error;
    });
  }

  async find(key: string): Promise<string | undefined> {
    return (await this.#store.get<PostedCard>(`card/${key}`, 'card'))?.document.activityId;
  }
}
