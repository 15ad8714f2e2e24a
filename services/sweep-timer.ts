import { randomUUID } from 'node:crypto';
import { type Aggregate, defineAggregate, forever, type NewEffect, system } from './aggregate.ts';
import type { Changes } from './change.ts';
import type { Clock } from './clock.ts';

/** The one document that says when costs are looked at next; its lease keeps two instances from doing it at once. */
export type CostSweepTimer = Aggregate<'on'>;

export const costSweepTimer = defineAggregate<CostSweepTimer>({
  kind: 'cost-sweep',
  schema: 1,
  initial: 'on',
  transitions: { on: [] },
});

export const costSweepEffect = 'costs.sweep';
export const costSweepAddress = { partition: 'system', id: 'sweep/costs' } as const;

/** Has the hourly sweep begin, where it has not yet. @throws {WorkspaceError} unavailable */
export async function startSweeps(changes: Changes): Promise<void> {
  await changes.change(costSweepTimer, costSweepAddress, {
    key: 'begin',
    by: system,
    via: 'system',
    what: 'costs.sweep',
    decide: (current) => (current ? undefined : { next: {}, effects: [sweep()] }),
  });
}

/** Has the next sweep run now, unless one is due or running. True where it was brought forward. @throws {WorkspaceError} unavailable */
export async function requestSweep(changes: Changes, clock: Clock): Promise<boolean> {
  const { outcome } = await changes.change(costSweepTimer, costSweepAddress, {
    key: `refresh/${randomUUID()}`,
    by: system,
    via: 'system',
    what: 'costs.refresh',
    decide: (current) => {
      const now = clock.now().toISOString();
      const pending = current?.effects.find(({ kind }) => kind === costSweepEffect);
      if (pending && pending.dueAt <= now) return undefined;
      return { next: {}, effects: [sweep()], cancel: ({ kind }) => kind === costSweepEffect };
    },
  });
  return outcome === 'changed';
}

function sweep(): NewEffect {
  return { kind: costSweepEffect, deadline: forever };
}
