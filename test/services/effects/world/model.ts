import { pino } from 'pino';
import type { Address, Effect } from '../../../../services/change/aggregate.ts';
import { type Changed, Changes } from '../../../../services/change/change.ts';
import type { EffectContext, EffectOutcome } from '../../../../services/effects/effect-handler.ts';
import { Effects } from '../../../../services/effects/effects.ts';
import { pause } from '../../../../services/time/pause.ts';
import { command, type Ticket, ticketType } from '../../change/ticket.ts';
import { type Life, type Odds, unreliable } from './faults.ts';
import { MemoryQueue } from './memory-queue.ts';
import { MemoryStore } from './memory-store.ts';
import { mortalClock } from './mortal.ts';
import { MovedClock } from './moved-clock.ts';
import { SimulatedClock } from './simulated-clock.ts';
import { skewed } from './skewed-clock.ts';

/** A command of the model: the same key is always the same command. */
export interface Wish {
  readonly key: number;
  readonly ticket: number;
  readonly what: 'open' | 'claim' | 'release' | 'close' | 'note' | 'cancel';
  /** For each effect, in how many seconds it is due. */
  readonly effects: readonly number[];
}

const target = {
  open: 'Open',
  claim: 'Claimed',
  release: 'Open',
  close: 'Closed',
  note: undefined,
  cancel: undefined,
} as const;

export function addressOf(ticket: number): Address {
  return { partition: 'oncology', id: `ticket-${ticket}` };
}

/** Several processes of Labdesk around one store and one queue, in simulated time, with everything that may go wrong. */
export class Model {
  /** Real time. */
  readonly steady = new SimulatedClock();
  /** The time by which effects are due; may jump. */
  readonly clock = new MovedClock(this.steady);
  readonly store = new MemoryStore(this.clock);
  readonly queue = new MemoryQueue(this.steady);
  readonly odds: Odds = { refused: 0, lost: 0, slow: 0 };
  readonly queueOdds: Odds = { refused: 0, lost: 0, slow: 0 };
  handlerFails = 0;
  /** Effects that have reached the world outside. */
  readonly outside = new Set<string>();
  /** Documents that two processes worked on at once. */
  readonly overlaps: string[] = [];
  readonly acknowledged: Wish[] = [];
  readonly #random: () => number;
  readonly #working = new Map<string, Life>();
  #processes: { life: Life; changes: Changes; effects: Effects }[] = [];

  constructor(random: () => number) {
    this.#random = random;
  }

  start(place: number, skewSeconds: number): void {
    const life: Life = { isDead: false };
    const clock = mortalClock(skewed(this.clock, skewSeconds), life);
    const steady = mortalClock(skewed(this.steady, skewSeconds), life);
    const store = unreliable(this.store, life, this.odds, this.steady, this.#random);
    const queue = unreliable(this.queue, life, this.queueOdds, this.steady, this.#random);
    const changes = new Changes({ store, queue, clock });
    const effects = new Effects({ store, changes, queue, clock, steady, log: pino({ level: 'silent' }) });
    effects.register(ticketType, 'tell', { handle: (...args) => this.#tell(life, ...args) });
    effects.start();
    this.#processes[place] = { life, changes, effects };
  }

  kill(place: number): void {
    const process = this.#processes[place];
    if (!process) return;
    process.life.isDead = true;
    for (const [id, life] of this.#working) if (life === process.life) this.#working.delete(id);
    this.#processes.splice(place, 1);
  }

  get alive(): number {
    return this.#processes.filter(Boolean).length;
  }

  /** Gives the command to a process; nobody waits for the answer, but it is noted. */
  wish(place: number, wish: Wish): void {
    const running = this.#processes.filter(Boolean);
    const process = running[place % Math.max(running.length, 1)];
    if (!process) return;
    const { key, ticket, what, effects } = wish;
    const now = this.clock.now().getTime();
    const answer: Promise<Changed<Ticket>> = process.changes.change(
      ticketType,
      addressOf(ticket),
      command(`${key}`, (current) => {
        if (!current && what !== 'open') return undefined;
        const state = current && what === 'open' ? undefined : target[what];
        return {
          next: { title: 'x', note: `${key}`, ...(state && { state }) },
          effects: effects.map((seconds) => ({
            kind: 'tell',
            dueAt: new Date(now + seconds * 1000),
            deadline: new Date(now + seconds * 1000 + 900_000),
          })),
          cancel: what === 'cancel' ? () => true : undefined,
        };
      }),
    );
    answer.then(
      ({ outcome }) => outcome === 'changed' && this.acknowledged.push(wish),
      () => undefined,
    );
  }

  /** Sometimes one thing leads to another; `what` then says so. */
  #done({ id: why }: Effect): EffectOutcome<Ticket> {
    if (this.#random() < 0.7) return { done: true, change: () => ({ what: 'told', why, next: {} }) };
    const dueAt = new Date(this.clock.now().getTime() + (this.#random() < 0.5 ? 0 : 60_000));
    const deadline = new Date(dueAt.getTime() + 900_000);
    const effects = [{ kind: 'tell', dueAt, deadline }];
    return { done: true, change: () => ({ what: 'told, and more follows', why, next: {}, effects }) };
  }

  #again(): EffectOutcome<Ticket> {
    const why = `${this.#random()}`;
    const again = new Date(this.clock.now().getTime() + 3000);
    return { again, change: () => ({ what: 'looked', why, next: {} }) };
  }

  async #tell(life: Life, effect: Effect, ticket: Ticket, { signal }: EffectContext): Promise<EffectOutcome<Ticket>> {
    const { id } = ticket;
    if (this.#working.has(id)) this.overlaps.push(id);
    this.#working.set(id, life);
    const leave = () => this.#working.get(id) === life && this.#working.delete(id);
    signal.addEventListener('abort', leave);
    try {
      if (this.#random() < 0.5) await pause(this.steady, this.#random() ** 2 * 30_000);
      if (life.isDead) return new Promise<never>(() => {});
      if (signal.aborted) throw new Error('Too late.');
      if (this.#random() < this.handlerFails) throw new Error('It failed before.');
      this.outside.add(effect.id);
      if (this.#random() < this.handlerFails) throw new Error('It failed after.');
      if (this.#random() < 0.2) return this.#again();
      return this.#done(effect);
    } finally {
      if (!life.isDead) leave();
    }
  }
}
