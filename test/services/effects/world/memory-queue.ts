import type { PutMessage, WorkItem, WorkMessage, WorkQueue } from '../../../../services/change/work-queue.ts';
import type { Clock } from '../../../../services/time/clock.ts';

interface Entry {
  readonly id: number;
  readonly item: WorkItem;
  visibleAt: number;
  deliveries: number;
}

/** A work queue in memory, with the visibility rules of Azure Storage. */
export class MemoryQueue implements WorkQueue {
  readonly #clock: Clock;
  readonly #entries = new Map<number, Entry>();
  #puts = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get length(): number {
    return this.#entries.size;
  }

  async put(item: WorkItem, visibleInSeconds: number): Promise<PutMessage> {
    this.#puts += 1;
    this.#entries.set(this.#puts, { id: this.#puts, item, visibleAt: this.#in(visibleInSeconds), deliveries: 0 });
    return { receipt: `${this.#puts} 0` };
  }

  async receive(limit: number, hiddenForSeconds: number): Promise<readonly WorkMessage[]> {
    const visible = [...this.#entries.values()].filter(({ visibleAt }) => visibleAt <= this.#in(0)).slice(0, limit);
    return visible.map((entry) => {
      entry.visibleAt = this.#in(hiddenForSeconds);
      entry.deliveries += 1;
      return { item: entry.item, deliveries: entry.deliveries, receipt: `${entry.id} ${entry.deliveries}` };
    });
  }

  async hide({ receipt }: WorkMessage, seconds: number): Promise<void> {
    const entry = this.#held(receipt);
    if (entry) entry.visibleAt = this.#in(seconds);
  }

  async delete({ receipt }: PutMessage): Promise<void> {
    const entry = this.#held(receipt);
    if (entry) this.#entries.delete(entry.id);
  }

  async check(): Promise<void> {}

  #held(receipt: string): Entry | undefined {
    const [id, deliveries] = receipt.split(' ').map(Number);
    const entry = this.#entries.get(id ?? 0);
    return entry?.deliveries === deliveries ? entry : undefined;
  }

  #in(seconds: number): number {
    return this.#clock.now().getTime() + seconds * 1000;
  }
}
