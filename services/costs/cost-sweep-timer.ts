import { randomUUID } from 'node:crypto';
import { forever, system } from '../change/aggregate.ts';
import type { Changes } from '../change/change.ts';
import { defineSweepTimer } from '../effects/sweep-timer.ts';
import type { Clock } from '../time/clock.ts';

/** Of the hourly look at costs. */
export const costSweepTimer = defineSweepTimer('cost-sweep', 'costs', 'costs.sweep');

/** Has the next sweep run now, unless one is due or running. True where it was brought forward. @throws {WorkspaceError} unavailable */
export async function requestSweep(changes: Changes, clock: Clock): Promise<boolean> {
  const { type, address, effect } = costSweepTimer;
  const { outcome } = await changes.change(type, address, {
    key: `refresh/${randomUUID()}`,
    by: system,
    via: 'system',
    what: 'costs.refresh',
    decide: (current) => {
      const now = clock.now().toISOString();
      const pending = current?.effects.find(({ kind }) => kind === effect);
      if (pending && pending.dueAt <= now) return undefined;
      return { next: {}, effects: [{ kind: effect, deadline: forever }], cancel: ({ kind }) => kind === effect };
    },
  });
  return outcome === 'changed';
}
