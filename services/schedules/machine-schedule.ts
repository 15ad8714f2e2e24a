import { type Aggregate, defineAggregate, forever, type NewEffect } from '../change/aggregate.ts';
import type { Person } from '../people/people.ts';
import { nextStop, type StopRule, type Weekday } from './stop-times.ts';

/** What people say of the days: words for a set of them. `once` is the next time that comes, and then never again. */
export const scheduleDays = {
  daily: [1, 2, 3, 4, 5, 6, 7],
  weekdays: [1, 2, 3, 4, 5],
  weekends: [6, 7],
  monday: [1],
  tuesday: [2],
  wednesday: [3],
  thursday: [4],
  friday: [5],
  saturday: [6],
  sunday: [7],
  once: [1, 2, 3, 4, 5, 6, 7],
} as const satisfies Readonly<Record<string, readonly Weekday[]>>;

export type ScheduleDays = keyof typeof scheduleDays;

/** Somebody had the machine stay. */
export interface Keep {
  readonly by: Person;
  readonly at: string;
  /** Until when (ISO); undefined where this stop is left out altogether. */
  readonly until?: string;
}

/** How it went: `idle`, it did not run; `missed`, Labdesk was not there and came too late; `over`, the schedule was taken away. */
export type EveningEnd = 'stopped' | 'failed' | 'idle' | 'missed' | 'over';

/** One stop of a schedule, from its first warning or keeping on until the next one's. */
export interface Evening {
  /** The stop as the schedule has it (ISO). */
  readonly of: string;
  /** When it stops, or stopped: later than `of` where it was kept, or where it was started only just before. */
  readonly stopAt: string;
  /** Those who were told, each on a card of their own. */
  readonly people: readonly Person[];
  /** How often they were; each time on a new card, since one that changes notifies nobody. */
  readonly warnings: number;
  readonly keeps: readonly Keep[];
  readonly end?: EveningEnd;
  /** A finished sentence, where it failed. */
  readonly problem?: string;
}

/** on: it will be stopped; stopping: it is being stopped now; off: it stops no more by itself. */
export type ScheduleState = 'on' | 'stopping' | 'off';

/** When a machine stops by itself. One document a machine; what is to come is in its effects, and nowhere else. */
export interface MachineSchedule extends Aggregate<ScheduleState> {
  readonly workspace: string;
  readonly machine: string;
  readonly days: ScheduleDays;
  /** `HH:mm`, as clocks go in `zone`. */
  readonly time: string;
  /** IANA. */
  readonly zone: string;
  /** Who set it, and when. */
  readonly by: Person;
  readonly since: string;
  /** Counts what changes the stop; cards carry it, and an older one decides nothing. */
  readonly sequence: number;
  readonly evening?: Evening;
  /** How many stops in a row were left out. */
  readonly skips: number;
}

export const machineSchedule = defineAggregate<MachineSchedule>({
  kind: 'schedule',
  schema: 1,
  initial: 'on',
  transitions: { on: ['stopping', 'off'], stopping: ['on', 'off'], off: ['on'] },
  ledger: ({ workspace }) => workspace,
});

export function scheduleAddress(workspace: string, machine: string): { partition: string; id: string } {
  return { partition: `workspace/${workspace}`, id: `schedule/${machine.toLowerCase()}` };
}

/** How long before the stop people are asked. */
export const warningInMs = 30 * 60_000;
/** How late a stop may be made, where nobody was there to make it; later it is left out. */
export const patienceInMs = 2 * 3_600_000;

/** Which stop an effect is about: the scheduled one, and when it is due by now. */
export interface PlannedStop {
  readonly of: Date;
  readonly at: Date;
}

/** The stop that is to come; undefined where none is. */
export function plannedStop({ state, effects }: MachineSchedule): PlannedStop | undefined {
  const effect = effects.find(({ kind }) => kind === 'schedule.stop');
  return state === 'on' && effect ? stopOf(effect) : undefined;
}

export function stopOf({ data, dueAt }: { readonly data: object; readonly dueAt: string }): PlannedStop {
  const { of = dueAt, at = of } = data as { of?: string; at?: string };
  return { of: new Date(of), at: new Date(at) };
}

/** The first stop after a moment; undefined where the schedule was for once. */
export function stopAfter(schedule: Pick<MachineSchedule, 'days' | 'time' | 'zone'>, after: Date): Date | undefined {
  return schedule.days === 'once' ? undefined : nextStop(ruleOf(schedule), after);
}

export function ruleOf({ days, time, zone }: Pick<MachineSchedule, 'days' | 'time' | 'zone'>): StopRule {
  return { days: scheduleDays[days], time, zone };
}

/** What brings the stop about: a warning before it, and itself. */
export function stopEffects(stop: PlannedStop): NewEffect[] {
  return [warnEffect(stop), stopEffect(stop)];
}

export function stopEffect({ of, at }: PlannedStop): NewEffect {
  return { kind: 'schedule.stop', dueAt: at, deadline: forever, data: { of: of.toISOString(), at: at.toISOString() } };
}

export function warnEffect({ of, at }: PlannedStop): NewEffect {
  const dueAt = new Date(at.getTime() - warningInMs);
  return { kind: 'schedule.warn', dueAt, deadline: forever, data: { of: of.toISOString(), at: at.toISOString() } };
}

/** One for each card of the evening, to bring it to how things stand. */
export function cardEffects({ of, people, warnings }: Evening, now: Date): NewEffect[] {
  const deadline = new Date(now.getTime() + 24 * 3_600_000);
  return people.map(({ aadObjectId }) => ({
    kind: 'schedule.card',
    deadline,
    data: { to: aadObjectId, of, warning: warnings },
  }));
}

/** True for the effects that a new plan takes the place of. */
export function isPlan({ kind }: { readonly kind: string }): boolean {
  return kind.startsWith('schedule.') && kind !== 'schedule.card';
}
