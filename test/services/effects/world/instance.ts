import { pino } from 'pino';
import { Changes } from '../../../../services/change.ts';
import type { Clock } from '../../../../services/clock.ts';
import type { EffectHandler } from '../../../../services/effect-handler.ts';
import { Effects } from '../../../../services/effects.ts';
import type { Store } from '../../../../services/store/store.ts';
import type { WorkQueue } from '../../../../services/work-queue.ts';
import { type Ticket, ticketType } from '../../change/ticket.ts';

/** What the instances of a world share. */
export interface World {
  readonly store: Store;
  readonly queue: WorkQueue;
  readonly clock: Clock;
}

export interface Instance {
  readonly changes: Changes;
  readonly effects: Effects;
  /** As SIGKILL does: nothing that it began goes on. */
  kill(): void;
}

/** One process of Labdesk, of which the handler of `tell` is what the test is about. */
export function instance(world: World, tell: EffectHandler<Ticket>, clock: Clock = world.clock): Instance {
  let isDead = false;
  const silent = () => new Promise<never>(() => {});
  const mortal = <T extends object>(part: T): T =>
    new Proxy(part, {
      get(target, name) {
        const value = Reflect.get(target, name) as unknown;
        if (typeof value !== 'function') return value;
        return (...args: unknown[]) => (isDead ? silent() : afterwards(value.apply(target, args)));
      },
    });
  const afterwards = (result: unknown) =>
    result instanceof Promise ? result.finally(() => (isDead ? silent() : undefined)) : result;
  const mortalClock: Clock = {
    now: () => clock.now(),
    schedule: (when, task) => clock.schedule(when, async () => (isDead ? undefined : task())),
  };
  const parts = { store: mortal(world.store), queue: mortal(world.queue), clock: mortalClock };
  const changes = new Changes(parts);
  const log = pino({ level: 'silent' });
  const effects = new Effects({ ...parts, changes, steady: mortalClock, log });
  effects.register(ticketType, 'tell', tell);
  effects.start();
  return {
    changes,
    effects,
    kill: () => {
      isDead = true;
    },
  };
}
