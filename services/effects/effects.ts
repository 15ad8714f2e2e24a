import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { Aggregate, AggregateType } from '../change/aggregate.ts';
import { archiveIn, type Seal } from '../change/archive.ts';
import type { Changes } from '../change/change.ts';
import type { WorkQueue } from '../change/work-queue.ts';
import type { Store } from '../store/store.ts';
import { type Clock, SystemClock } from '../time/clock.ts';
import { pause } from '../time/pause.ts';
import type { EffectHandler } from './effect-handler.ts';
import { EffectRun, type Verdict } from './effect-run.ts';
import { LeaseWatch } from './lease-watch.ts';
import { LeasedDocument } from './leased-document.ts';
import { nameOf, type Pending } from './pending.ts';
import { type Repertoire, Repertoires } from './repertoires.ts';
import { Slots } from './slots.ts';
import { Timers } from './timers.ts';
import { WatchdogReader } from './watchdog-reader.ts';

export interface EffectsOptions {
  readonly store: Store;
  readonly changes: Changes;
  readonly queue: WorkQueue;
  /** The clock by which effects are due. */
  readonly clock: Clock;
  /** Real time, for leases, time limits and the queue; default the system's, unmoved. */
  readonly steady?: Clock;
  readonly log: Logger;
  /** Where history goes that leaves a document, the same as for the changes; default the archive in the store. */
  readonly seal?: Seal;
  /** Default 15; how long a dead instance's work stays locked, once another looks at it. */
  readonly leaseSeconds?: number;
  /** How many documents are worked on at once; default 16. */
  readonly parallel?: number;
  /**
   * The longest that no instance looks at a document whose effects are due later. Default: half of the time that remains, at
   * least ten minutes and at most six days, so that many documents that wait for long cost little.
   */
  readonly recheckSeconds?: number;
  /** See {@link LeasedDocument}. */
  readonly beforeDeath?: (document: Aggregate) => Promise<void>;
}

interface Running {
  readonly run: EffectRun;
  readonly finished: Promise<void>;
  isWantedAgain: boolean;
}

/** `second`: after somebody's lease would have run out; `again`: this process has just worked on it and was asked meanwhile. */
type Look = 'first' | 'second' | 'again';

const stopPatienceInMs = 4000;
const stopLimitInMs = 5000;
const retryInMs = 5000;

/**
 * Carries out what follows from changes: at once in the process that made the change, and by any other where that one died
 * (WatchdogReader). One document's effects are carried out by one process at a time, one after the other; documents in parallel.
 */
export class Effects {
  readonly #options: EffectsOptions;
  readonly #steady: Clock;
  readonly #instance = randomUUID();
  readonly #leaseInMs: number;
  readonly #leases: LeaseWatch;
  readonly #reader: WatchdogReader;
  readonly #repertoires = new Repertoires();
  readonly #due: Timers;
  readonly #retries: Timers;
  readonly #slots: Slots;
  readonly #running = new Map<string, Running>();
  #runs = 0;
  #isStopped = false;

  constructor(options: EffectsOptions) {
    const { store, queue, clock, steady = new SystemClock(), log, leaseSeconds = 15, parallel = 16 } = options;
    this.#options = options;
    this.#steady = steady;
    this.#leaseInMs = leaseSeconds * 1000;
    this.#leases = new LeaseWatch(steady, this.#instance, this.#leaseInMs);
    this.#due = new Timers(clock);
    this.#retries = new Timers(steady);
    this.#slots = new Slots(parallel);
    this.#reader = new WatchdogReader({
      store,
      queue,
      clock,
      steady,
      log,
      knows: (kind) => this.#repertoires.has(kind),
      wake: (pending, at) => this.#wake(pending, at),
      nearSeconds: leaseSeconds,
      recheckSeconds: options.recheckSeconds,
    });
    options.changes.onPending((document) => this.#follow(document));
  }

  /** Says how one kind of effect of one type of aggregate is carried out; before `start`. */
  register<A extends Aggregate>(type: AggregateType<A>, kind: string, handler: EffectHandler<A>): void {
    this.#repertoires.add(type, kind, handler);
  }

  /** What this process knows to do for a kind of document. */
  repertoire(kind: string): Repertoire | undefined {
    return this.#repertoires.get(kind);
  }

  /** Begins to look after what other instances, or this one before it died, have left. */
  start(): void {
    this.#reader.start();
  }

  /** Resolves when nothing is being carried out in this process. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.all([...this.#running.values()].map(({ finished }) => finished));
  }

  /** Finishes what runs, within five seconds, and gives the leases back; what is left is another instance's. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#reader.stop();
    this.#due.clear();
    this.#retries.clear();
    for (const { run } of this.#running.values()) run.stop(false);
    const cancel = this.#steady.schedule(new Date(this.#steady.now().getTime() + stopPatienceInMs), async () => {
      for (const { run } of this.#running.values()) run.stop(true);
    });
    await Promise.race([this.settled(), pause(this.#steady, stopLimitInMs)]);
    cancel();
  }

  /** The document as it was just written says when to look next. */
  #follow(document: Aggregate): void {
    const { partition, id, kind, effects } = document;
    const at = Math.min(...effects.map(({ dueAt }) => Date.parse(dueAt)));
    this.#due.set(nameOf(document), new Date(at), () => this.#work({ partition, id, kind }));
  }

  #wake(pending: Pending, at: Date): void {
    const name = nameOf(pending);
    if (!this.#due.isSetBy(name, at)) this.#due.set(name, at, () => this.#work(pending));
  }

  /** Resolves when what is due of the document was carried out, so that whoever moves the clock can wait for it. */
  async #work(pending: Pending, look: Look = 'first'): Promise<void> {
    const name = nameOf(pending);
    const repertoire = this.#repertoires.get(pending.kind);
    if (this.#isStopped || !repertoire) return;
    const running = this.#running.get(name);
    if (running) {
      running.isWantedAgain = true;
      return running.finished;
    }
    const run = this.#newRun(pending, repertoire);
    const finished = this.#slots
      .use(() => run.work())
      .then(
        (verdict) => this.#leave(pending, verdict, look),
        (error: unknown) => this.#retry(pending, error),
      );
    this.#running.set(name, { run, finished, isWantedAgain: false });
    await finished;
  }

  #leave(pending: Pending, verdict: Verdict, look: Look): void {
    const name = nameOf(pending);
    const isWantedAgain = this.#running.get(name)?.isWantedAgain ?? false;
    this.#running.delete(name);
    if (this.#isStopped) return;
    if (verdict.stands === 'leased' && look !== 'second') {
      // The second look, when that lease would have run out, tells whether its holder lives.
      const at = new Date(this.#steady.now().getTime() + this.#leaseInMs);
      this.#retries.set(name, at, () => this.#work(pending, 'second'));
      return;
    }
    this.#leases.forget(name);
    if (isWantedAgain) this.#due.set(name, this.#options.clock.now(), () => this.#work(pending, 'again'));
    // Who came too late for the work leaves the document to those who did it; who looks again did it himself.
    else if (verdict.stands === 'waits' && (verdict.worked || look === 'again')) this.#wake(pending, verdict.until);
  }

  #retry(pending: Pending, error: unknown): void {
    const name = nameOf(pending);
    this.#running.delete(name);
    if (this.#isStopped) return;
    this.#options.log.warn(
      { err: error, document: pending.id },
      'effects could not be carried out, another try follows',
    );
    this.#retries.set(name, new Date(this.#steady.now().getTime() + retryInMs), () => this.#work(pending));
  }

  #newRun(pending: Pending, repertoire: Repertoire): EffectRun {
    const { store, clock, log, seal = archiveIn(store), beforeDeath } = this.#options;
    const name = nameOf(pending);
    const steady = this.#steady;
    this.#runs += 1;
    const holder = `${this.#instance}:${this.#runs}`;
    const address = { partition: pending.partition, id: pending.id };
    const leaseInMs = this.#leaseInMs;
    return new EffectRun({
      document: new LeasedDocument({
        store,
        steady,
        type: repertoire.type,
        address,
        holder,
        leaseInMs,
        seal,
        beforeDeath,
      }),
      repertoire,
      clock,
      steady,
      isDead: (lease) => this.#leases.isDead(name, lease),
      onFailure: ({ id, kind, attempts }, error) =>
        log.warn({ err: error, document: pending.id, effect: id, kind, attempts }, 'an effect failed'),
    });
  }
}
