import { hash } from 'node:crypto';
import { DateTime } from 'luxon';
import { type Aggregate, defineAggregate } from '../change/aggregate.ts';
import type { Person } from '../people/people.ts';
import { knownZone } from '../time/known-zone.ts';
import type { TrainingPolicy } from '../workspaces/workspaces.ts';

/** That somebody did what members must have done, by an owner's or an admin's word. */
export interface TrainingRecord {
  readonly person: Person;
  /** ISO date. */
  readonly on: string;
  readonly by: Person;
  readonly at: string;
}

/**
 * Dates of trainings in a workspace. Its people are spread over some documents, so that thousands fit; their names are not
 * in the address, since that is sealed in the record for good.
 */
export interface Trainings extends Aggregate<'on'> {
  readonly workspace: string;
  readonly records: readonly TrainingRecord[];
}

export const trainings = defineAggregate<Trainings>({
  kind: 'trainings',
  schema: 1,
  initial: 'on',
  transitions: { on: [] },
  ledger: ({ workspace }) => workspace,
});

/** Of some 130 people each. */
export const trainingShards = 16;

export function trainingsAddress(workspace: string, aadObjectId: string): { partition: string; id: string } {
  const shard = Number.parseInt(hash('sha256', aadObjectId.toLowerCase()).slice(0, 1), trainingShards);
  return { partition: `workspace/${workspace}`, id: `trainings/${shard}` };
}

/** How it stands with one person: `until` is the last day on which it is valid. */
export interface TrainingStanding {
  readonly state: 'valid' | 'missing' | 'over';
  /** What has to be valid, in the middle of a sentence. */
  readonly name: string;
  readonly until?: string;
}

/** The last day on which what was done on that day is valid; both ISO dates. */
export function validUntil({ validMonths }: TrainingPolicy, on: string): string {
  return DateTime.fromISO(on, { zone: 'utc' }).plus({ months: validMonths }).toISODate() ?? on;
}

/** @param today ISO date, where the workspace is */
export function standingOf(
  policy: TrainingPolicy,
  record: Pick<TrainingRecord, 'on'> | undefined,
  today: string,
): TrainingStanding {
  const { name } = policy;
  if (!record) return { state: 'missing', name };
  const until = validUntil(policy, record.on);
  return { state: until < today ? 'over' : 'valid', name, until };
}

const warnedDaysBefore = 30;
const morning = 8;

/** When somebody is told that it ends: the morning of the thirtieth day before its last. */
export function warnedAt(policy: TrainingPolicy, on: string, zone: string): Date {
  const last = DateTime.fromISO(validUntil(policy, on), { zone: knownZone(zone) });
  return last.minus({ days: warnedDaysBefore }).set({ hour: morning }).toJSDate();
}

/** "2 March 2026", in a sentence of the rules. */
export function dayInWords(day: string): string {
  return DateTime.fromISO(day, { zone: 'utc', locale: 'en' }).toFormat('d LLLL yyyy');
}
