import { pino } from 'pino';
import { Changes } from '../../../../services/change/change.ts';
import type { WorkQueue } from '../../../../services/change/work-queue.ts';
import type { EffectHandler } from '../../../../services/effects/effect-handler.ts';
import { Effects } from '../../../../services/effects/effects.ts';
import type { Store } from '../../../../services/store/store.ts';
import type { Clock } from '../../../../services/time/clock.ts';
import { type Ticket, ticketType } from '../../change/ticket.ts';
import type { Life } from './faults.ts';
import { mortal, mortalClock } from './mortal.ts';

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
  const life: Life = { isDead: false };
  const own = mortalClock(clock, life);
  const parts = { store: mortal(world.store, life), queue: mortal(world.queue, life), clock: own };
  const changes = new Changes(parts);
  const log = pino({ level: 'silent' });
  const effects = new Effects({ ...parts, changes, steady: own, log });
  effects.register(ticketType, 'tell', tell);
  effects.start();
  return {
    changes,
    effects,
    kill: () => {
      life.isDead = true;
    },
  };
}
