import type { Then } from '../effects/effect-handler.ts';
import { eveningOf } from './evening-policy.ts';
import {
  cardEffects,
  type Evening,
  type EveningEnd,
  isPlan,
  type MachineSchedule,
  type PlannedStop,
  stopAfter,
  stopEffect,
  stopEffects,
  warningInMs,
} from './machine-schedule.ts';
import { merged, peopleOn, type Seen, startedLate } from './machine-sight.ts';

/** How a stop went. */
export interface StopEnd {
  /** The stop as the schedule has it. */
  readonly of: Date;
  readonly end: EveningEnd;
  /** A finished sentence, where it failed. */
  readonly problem?: string;
}

const stopDeadlineInMs = 20 * 60_000;

/** Its people are told, late ones with as much time as the others. Undefined where the stop is not planned so any more. */
export function warned(
  current: MachineSchedule,
  stop: PlannedStop,
  seen: Seen,
  now: Date,
): Then<MachineSchedule> | undefined {
  if (current.state !== 'on') return undefined;
  const before = eveningOf(current, stop);
  const late = startedLate(seen, stop, current);
  const at = late ? new Date(Math.max(stop.at.getTime(), late + warningInMs)) : stop.at;
  const evening: Evening = {
    ...before,
    stopAt: at.toISOString(),
    people: merged(before.people, peopleOn(current, seen, now)),
    warnings: before.warnings + 1,
  };
  return {
    what: 'schedule.warned',
    next: { evening, sequence: current.sequence + 1 },
    effects: [...cardEffects(evening, now), ...(late ? [stopEffect({ of: stop.of, at })] : [])],
    ...(late && { cancel: isPlan }),
    detail: { machine: current.machine, people: evening.people.length },
  };
}

/** It is being stopped from now on. Undefined where the stop is not planned so any more. */
export function stopping(
  current: MachineSchedule,
  stop: PlannedStop,
  seen: Seen,
  now: Date,
): Then<MachineSchedule> | undefined {
  if (current.state !== 'on') return undefined;
  const before = eveningOf(current, stop);
  const isUntold = before.warnings === 0;
  const evening: Evening = isUntold
    ? { ...before, people: merged(before.people, peopleOn(current, seen, now)), warnings: 1 }
    : before;
  const sequence = current.sequence + 1;
  const deadline = new Date(now.getTime() + stopDeadlineInMs);
  return {
    what: 'schedule.stopping',
    next: { state: 'stopping', evening, sequence },
    effects: [{ kind: 'schedule.ensure', deadline, data: { key: sequence } }, ...cardEffects(evening, now)],
    cancel: isPlan,
    detail: { machine: current.machine },
  };
}

/** This stop is over, however it went; the next one is planned. */
export function ended(
  current: MachineSchedule,
  { of, end, problem }: StopEnd,
  now: Date,
): Then<MachineSchedule> | undefined {
  if (current.state === 'off') return undefined;
  const isOurs = current.evening && !current.evening.end && current.evening.of === of.toISOString();
  const ours: Evening | undefined = isOurs ? { ...current.evening!, end, ...(problem && { problem }) } : undefined;
  const next = nextOf(current, { of, at: of }, now);
  return {
    what: `schedule.${end}`,
    ...(problem && { why: problem }),
    next: {
      state: next ? 'on' : 'off',
      evening: ours ?? current.evening,
      sequence: current.sequence + 1,
      skips: 0,
    },
    effects: [...(next ? stopEffects(next) : []), ...(ours ? cardEffects(ours, now) : [])],
    cancel: isPlan,
    detail: { machine: current.machine },
  };
}

/** The stop after that one, and after now. */
export function nextOf(schedule: MachineSchedule, { of }: PlannedStop, now: Date): PlannedStop | undefined {
  const next = stopAfter(schedule, new Date(Math.max(of.getTime(), now.getTime())));
  return next && { of: next, at: next };
}
