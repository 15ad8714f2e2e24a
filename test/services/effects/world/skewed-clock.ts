import type { Clock } from '../../../../services/time/clock.ts';

/** A clock that is so many seconds ahead of another. */
export function skewed(clock: Clock, seconds: number): Clock {
  return {
    now: () => new Date(clock.now().getTime() + seconds * 1000),
    schedule: (when, task) => clock.schedule(new Date(when.getTime() - seconds * 1000), task),
  };
}
