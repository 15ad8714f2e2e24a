import type { Effect } from '../../services/change/aggregate.ts';
import type { Ghost, Ghosts } from '../../services/ghosts/ghosts.ts';
import { type Evening, type MachineSchedule, stopEffects } from '../../services/schedules/machine-schedule.ts';
import { owner, researcher } from './machine-samples.ts';

/** Half an hour before the stop, on a Monday. */
export const beforeStop = new Date('2026-03-02T18:30:00Z');
export const stopAt = new Date('2026-03-02T19:00:00Z');
export const price = { amount: '0.84', currency: 'EUR' };

/** onc-r stops on weekdays at 19:00; the next stop is the one of that Monday, unless another is given. */
export function schedule(more: Partial<MachineSchedule> = {}, at: Date | undefined = stopAt): MachineSchedule {
  return {
    partition: 'workspace/oncology',
    id: 'schedule/onc-r',
    kind: 'schedule',
    schema: 1,
    version: 2,
    state: 'on',
    history: [],
    archived: 0,
    effects: at ? effectsOf(at, stopAt) : [],
    deadLetters: [],
    workspace: 'oncology',
    machine: 'onc-r',
    days: 'weekdays',
    time: '19:00',
    zone: 'UTC',
    by: researcher,
    since: '2026-03-01T09:00:00.000Z',
    sequence: 2,
    skips: 0,
    ...more,
  };
}

export function evening(more: Partial<Evening> = {}): Evening {
  const at = stopAt.toISOString();
  return { of: at, stopAt: at, people: [researcher, owner], warnings: 1, keeps: [], ...more };
}

/** Pending effects of a stop. */
export function effectsOf(at: Date, of = at): readonly Effect[] {
  return stopEffects({ of, at }).map(({ kind, dueAt, deadline, data }, index) => ({
    id: `effect-${index}`,
    kind,
    dueAt: dueAt!.toISOString(),
    deadline: deadline!.toISOString(),
    attempts: 0,
    data: data ?? {},
  }));
}

export function ghost(more: Partial<Ghost> = {}): Ghost {
  return {
    kind: 'idle',
    name: 'onc-r',
    since: '2026-03-01T08:00:00.000Z',
    perDay: { amount: '20.16', currency: 'EUR' },
    starter: researcher,
    ...more,
  };
}

export function ghosts(more: Partial<Ghosts> = {}): Ghosts {
  return {
    partition: 'workspace/oncology',
    id: 'ghosts',
    kind: 'ghosts',
    schema: 1,
    version: 1,
    state: 'on',
    history: [],
    archived: 0,
    effects: [],
    deadLetters: [],
    workspace: 'oncology',
    round: 1,
    found: [
      ghost(),
      ghost({ kind: 'stuck', name: 'onc-python', perDay: { amount: '4.8', currency: 'EUR' }, starter: undefined }),
      ghost({ kind: 'disk', name: 'onc-old-data', perDay: { amount: '1.08', currency: 'EUR' }, starter: undefined }),
    ],
    people: [owner, researcher],
    told: {},
    left: {},
    asked: {},
    ...more,
  };
}
