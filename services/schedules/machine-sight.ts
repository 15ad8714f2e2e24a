import { system } from '../change/aggregate.ts';
import type { AzureMachine } from '../machines/machine.ts';
import { isUnderWay, type MachineRecord } from '../machines/machine-record.ts';
import type { Person } from '../people/people.ts';
import type { Workspace } from '../workspaces/workspaces.ts';
import { type MachineSchedule, type PlannedStop, warningInMs } from './machine-schedule.ts';

/** Whoever fetched a connection file in the last so many hours counts as using the machine. */
const connectionCountsInMs = 12 * 3_600_000;

/** A machine as Azure and Labdesk know it, where it is there to be stopped. */
export interface Seen {
  readonly workspace: Workspace;
  readonly machine: AzureMachine | undefined;
  readonly record: MachineRecord | undefined;
}

/** A machine that somebody stops or starts at this moment is on its way. */
export function runs(seen: Seen | undefined): seen is Seen {
  if (!seen?.machine) return false;
  const { machine, record } = seen;
  if (isUnderWay(record)) return record?.operation?.verb !== 'stop';
  return machine.state === 'Started' || machine.state === 'Starting' || machine.allocated === true;
}

/** When it was started, where that was too late for a warning in time; who sets a schedule knows of it. */
export function startedLate(
  { machine, record }: Seen,
  { at }: PlannedStop,
  { since }: MachineSchedule,
): number | undefined {
  const { operation } = record ?? {};
  const asked = operation && operation.verb !== 'stop' ? Date.parse(operation.requestedAt) : 0;
  const started = Math.max(asked, machine?.state === 'Started' ? (machine.since?.getTime() ?? 0) : 0);
  return started > Math.max(at.getTime() - warningInMs, Date.parse(since)) ? started : undefined;
}

/** Who started it, who connected lately, and who set the schedule. */
export function peopleOn({ by }: MachineSchedule, { record }: Seen, now: Date): readonly Person[] {
  const since = now.getTime() - connectionCountsInMs;
  const operation = record?.operation;
  const starter = operation && operation.verb !== 'stop' && !operation.failure ? [operation.by] : [];
  const connected = (record?.connections ?? []).filter(({ at }) => Date.parse(at) >= since);
  return [...starter, ...connected.map(({ person }) => person), by];
}

/** Each person once; Labdesk is none. */
export function merged(...lists: readonly (readonly Person[])[]): readonly Person[] {
  const all = lists.flat().filter(({ aadObjectId }) => aadObjectId !== system.aadObjectId);
  const people = all.map(({ aadObjectId, name }) => [aadObjectId, { aadObjectId, name }] as const);
  return [...new Map(people).values()];
}
