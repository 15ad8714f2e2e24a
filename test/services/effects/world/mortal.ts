import type { Clock } from '../../../../services/time/clock.ts';
import type { Life } from './faults.ts';

/** A store or a queue as one process has it: when that is dead, nothing that it began goes on, as after SIGKILL. */
export function mortal<T extends object>(part: T, life: Life): T {
  const silent = () => new Promise<never>(() => {});
  return new Proxy(part, {
    get(target, name) {
      const value = Reflect.get(target, name) as unknown;
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) => {
        if (life.isDead) return silent();
        const result: unknown = value.apply(target, args);
        return result instanceof Promise ? result.finally(() => (life.isDead ? silent() : undefined)) : result;
      };
    },
  });
}

/** A clock as one process has it: when that is dead, nothing that it planned happens. */
export function mortalClock(clock: Clock, life: Life): Clock {
  return {
    now: () => clock.now(),
    schedule: (when, task) => clock.schedule(when, async () => (life.isDead ? undefined : task())),
  };
}
