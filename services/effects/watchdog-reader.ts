import type { Logger } from 'pino';
import type { Aggregate } from '../change/aggregate.ts';
import { hasHappened } from '../change/evolve.ts';
import type { WorkItem, WorkMessage, WorkQueue } from '../change/work-queue.ts';
import type { Store } from '../store/store.ts';
import type { Clock } from '../time/clock.ts';

export interface WatchdogReaderOptions {
  readonly store: Store;
  readonly queue: WorkQueue;
  readonly clock: Clock;
  readonly steady: Clock;
  readonly log: Logger;
  /** Whether this process can do anything for documents of that kind. */
  readonly knows: (kind: string) => boolean;
  readonly wake: (item: WorkItem, at: Date) => void;
  /** When to look again where something is due now. */
  readonly nearSeconds: number;
  /** When to look again at the latest; undefined where that grows with what remains (longestWait). */
  readonly recheckSeconds: number | undefined;
}

/** What becomes of a message: it is deleted, or comes again after so many seconds. */
type Fate = 'delete' | number;

const batch = 32;
const hiddenWhileReadSeconds = 30;
const shortestPollInMs = 500;
const longestPollInMs = 5000;
/** Looks, a minute apart, for a write that was announced and is not there, before it is taken for one that never came. */
const patience = 5;
const patienceSeconds = 60;
/** Looks grow rarer with the distance, but never rarer than this: Azure's queue hides a message for seven days at most. */
const longestRecheckSeconds = 6 * 86_400;
const shortestRecheckSeconds = 600;
/** Deliveries after which a message is deleted that no version of Labdesk seems to understand. */
const poisonous = 50;

/**
 * Reads the messages that were put before every write with effects (Watchdog). The document alone says what is to be done;
 * its message is deleted when nothing is, so that what a crash left behind always has a message to bring it back.
 */
export class WatchdogReader {
  readonly #options: WatchdogReaderOptions;
  #intervalInMs = shortestPollInMs;
  #isStopped = false;
  #cancel = () => {};

  constructor(options: WatchdogReaderOptions) {
    this.#options = options;
  }

  start(): void {
    this.#schedule(0);
  }

  stop(): void {
    this.#isStopped = true;
    this.#cancel();
  }

  async #poll(): Promise<void> {
    const { queue, log } = this.#options;
    let found = 0;
    try {
      const messages = await queue.receive(batch, hiddenWhileReadSeconds);
      found = messages.length;
      await Promise.all(messages.map((message) => this.#read(message)));
    } catch (error) {
      log.warn({ err: error }, 'the work queue could not be read');
    }
    this.#intervalInMs = found > 0 ? shortestPollInMs : Math.min(this.#intervalInMs * 1.5, longestPollInMs);
    this.#schedule(found === batch ? 0 : this.#intervalInMs);
  }

  #schedule(inMs: number): void {
    const { steady } = this.#options;
    if (this.#isStopped) return;
    this.#cancel = steady.schedule(new Date(steady.now().getTime() + inMs), () => this.#poll());
  }

  async #read(message: WorkMessage): Promise<void> {
    const { queue, log } = this.#options;
    try {
      const fate = await this.#decide(message);
      await (fate === 'delete' ? queue.delete(message) : queue.hide(message, fate));
    } catch (error) {
      // It comes again by itself.
      log.warn({ err: error, document: message.item?.id }, 'a work message could not be dealt with');
    }
  }

  async #decide({ item, deliveries }: WorkMessage): Promise<Fate> {
    const { store, log, knows } = this.#options;
    if (!item || (!knows(item.kind) && deliveries > poisonous)) {
      log.error({ document: item?.id, kind: item?.kind, deliveries }, 'a work message nobody understands was deleted');
      return 'delete';
    }
    if (!knows(item.kind)) return patienceSeconds;
    const document = (await store.get<Aggregate>(item.partition, item.id))?.document;
    const isPending = document !== undefined && document.effects.length > 0;
    // A newer message watches over the document, or it is this one.
    if (document && (document.watch === item.key || hasHappened(document, item.key))) {
      if (!isPending || document.watch !== item.key) return 'delete';
      return this.#attend(item, document);
    }
    // The write may still be on its way.
    if (isPending) this.#attend(item, document);
    return deliveries < patience ? patienceSeconds : 'delete';
  }

  #attend(item: WorkItem, { effects }: Aggregate): number {
    const { clock, wake, nearSeconds, recheckSeconds } = this.#options;
    const at = Math.min(...effects.map(({ dueAt }) => Date.parse(dueAt)));
    wake(item, new Date(at));
    const seconds = Math.ceil((at - clock.now().getTime()) / 1000);
    return Math.min(Math.max(seconds, nearSeconds), recheckSeconds ?? longestWait(seconds));
  }
}

/**
 * Half of what remains: a document that waits for a month is read some fifteen times and not every ten minutes, and whoever looks
 * at last does so when it is due.
 */
function longestWait(seconds: number): number {
  return Math.min(Math.max(Math.ceil(seconds / 2), shortestRecheckSeconds), longestRecheckSeconds);
}
