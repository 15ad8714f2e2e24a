import type { Clock } from './clock.ts';

/** Resolves when so many milliseconds have passed on the clock. */
export function pause(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => {
    clock.schedule(new Date(clock.now().getTime() + ms), async () => resolve());
  });
}
