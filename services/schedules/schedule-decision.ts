import type { Decision } from '../change/aggregate.ts';
import { WorkspaceError } from '../errors.ts';
import type { Person } from '../people/people.ts';
import type { Workspace } from '../workspaces/workspaces.ts';
import { eveningOf, eveningPolicy, latestStop } from './evening-policy.ts';
import {
  cardEffects,
  type Evening,
  isPlan,
  type Keep,
  type MachineSchedule,
  type PlannedStop,
  plannedStop,
  ruleOf,
  type ScheduleDays,
  stopAfter,
  stopEffects,
} from './machine-schedule.ts';
import { nextStop, nextTime, timeIn } from './stop-times.ts';

const minuteInMs = 60_000;
/** A stop that is further off is nobody's concern yet: it is not put off by the hour. */
const soonInMs = 24 * 60 * minuteInMs;

/** How long somebody wants a machine to stay: so many minutes more, until a time (`HH:mm`), or past this stop altogether. */
export type KeepWish = { readonly minutes: number } | { readonly until: string } | { readonly skip: true };

export interface ScheduleWish {
  readonly days: ScheduleDays;
  readonly time: string;
  readonly zone: string;
}

/** The schedule is set, or changed: what was planned before is not. */
export function decideSet(
  current: MachineSchedule | undefined,
  wish: ScheduleWish,
  place: { readonly workspace: string; readonly machine: string },
  by: Person,
  now: Date,
): Decision<MachineSchedule> {
  const first = nextStop(ruleOf(wish), now);
  const evening = over(current?.evening);
  return {
    next: {
      ...place,
      ...wish,
      by,
      since: now.toISOString(),
      state: 'on',
      sequence: (current?.sequence ?? 0) + 1,
      evening,
      skips: 0,
    },
    effects: [...stopEffects({ of: first, at: first }), ...(evening ? cardEffects(evening, now) : [])],
    cancel: isPlan,
    detail: { machine: place.machine, days: wish.days, time: wish.time, zone: wish.zone },
  };
}

/** Undefined where there is none. */
export function decideEnd(current: MachineSchedule | undefined, now: Date): Decision<MachineSchedule> | undefined {
  if (!current || current.state === 'off') return undefined;
  const evening = over(current.evening);
  return {
    next: { state: 'off', sequence: current.sequence + 1, evening },
    effects: evening ? cardEffects(evening, now) : [],
    cancel: isPlan,
    detail: { machine: current.machine },
  };
}

/** Cards of a stop that was still to come say that it comes no more. */
function over(evening: Evening | undefined): Evening | undefined {
  return evening && !evening.end ? { ...evening, end: 'over' } : evening;
}

/** What it takes to decide how long a machine stays. */
export interface KeepAsked {
  readonly workspace: Workspace;
  readonly wish: KeepWish;
  readonly by: Person;
  /** True for those whom the limits do not bind. */
  readonly unlimited: boolean;
  /** What the pressed card showed; undefined for a typed sentence. */
  readonly sequence: number | undefined;
  readonly now: Date;
}

/** Undefined where it stays as long without anything being done. @throws {WorkspaceError} conflict, busy, stale, forbidden, invalid */
export function decideKeep(current: MachineSchedule, asked: KeepAsked): Decision<MachineSchedule> | undefined {
  const { wish, sequence, now, by, workspace } = asked;
  if (sequence !== undefined && sequence !== current.sequence)
    throw new WorkspaceError('stale', 'This card is from before the last change. Here is how things stand now.');
  if (current.state === 'stopping')
    throw new WorkspaceError(
      'busy',
      `${current.machine} is being stopped right now. Start it again when that is done.`,
    );
  const plan = plannedStop(current);
  if (!plan) throw nothingToKeep(current.machine);
  const evening = eveningOf(current, plan);
  const until = keptUntil(current, plan, wish, now);
  if (until === 'unneeded') return undefined;
  requireWithin(current, evening, until, asked);
  const keep: Keep = { by, at: now.toISOString(), ...(until && { until: until.toISOString() }) };
  const next = until ? { of: plan.of, at: until } : later(stopAfter(current, plan.of));
  const kept: Evening = {
    ...evening,
    keeps: [...evening.keeps, keep],
    ...(until && { stopAt: until.toISOString() }),
  };
  return {
    next: {
      state: next ? 'on' : 'off',
      evening: kept,
      sequence: current.sequence + 1,
      skips: until ? current.skips : current.skips + 1,
    },
    effects: [...(next ? stopEffects(next) : []), ...cardEffects(kept, now)],
    cancel: isPlan,
    detail: { machine: current.machine, workspace: workspace.id, until: keep.until ?? 'next' },
  };
}

/** Until when it would stay; undefined past this stop altogether. */
export function keptUntil(
  { machine, zone }: Pick<MachineSchedule, 'machine' | 'zone'>,
  plan: PlannedStop,
  wish: KeepWish,
  now: Date,
): Date | undefined | 'unneeded' {
  if ('skip' in wish) return undefined;
  if ('until' in wish) {
    const until = nextTime(wish.until, zone, now);
    return until <= plan.at ? 'unneeded' : until;
  }
  if (plan.at.getTime() - now.getTime() > soonInMs) return 'unneeded';
  if (!(wish.minutes > 0))
    throw new WorkspaceError('invalid', `Say for how long ${machine} should stay, for example "keep ${machine} 1 h".`);
  return new Date(Math.max(plan.at.getTime(), now.getTime()) + wish.minutes * minuteInMs);
}

function requireWithin(
  current: MachineSchedule,
  { keeps, of }: Evening,
  until: Date | undefined,
  { workspace, unlimited }: KeepAsked,
): void {
  if (unlimited) return;
  const { machine, zone, skips } = current;
  const policy = eveningPolicy(workspace);
  const help = `Ask an owner of ${workspace.name} to keep it on.`;
  if (keeps.length >= policy.keeps)
    throw new WorkspaceError(
      'forbidden',
      `${machine} was kept ${times(keeps.length)} already, which is as often as ${workspace.name} allows. ${help}`,
    );
  if (!until && skips >= policy.skips)
    throw new WorkspaceError(
      'forbidden',
      `${machine} was not stopped ${times(skips)} in a row, which is as often as ${workspace.name} allows. ${help}`,
    );
  const latest = latestStop(workspace, current, new Date(of));
  if (until && until > latest)
    throw new WorkspaceError(
      'forbidden',
      `${workspace.name} allows ${machine} to stay until ${timeIn(zone, latest)} at the latest. Keep it until then, or ask an owner of ${workspace.name}.`,
    );
}

export function nothingToKeep(machine: string): WorkspaceError {
  return new WorkspaceError('conflict', `Nothing stops ${machine} by itself: it runs until somebody stops it.`);
}

function later(of: Date | undefined): PlannedStop | undefined {
  return of && { of, at: of };
}

function times(count: number): string {
  return count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`;
}
