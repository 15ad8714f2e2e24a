import type { AzureDisk, MetricsClient } from '../costs/cost.ts';
import type { AzureMachine } from '../machines/machine.ts';
import { isUnderWay, type MachineRecord } from '../machines/machine-record.ts';
import type { Ghost } from './ghosts.ts';

const hourInMs = 3_600_000;
/** A machine that nobody came to for so long, and that did nothing, is used by nobody. */
const idleInMs = 4 * hourInMs;
const idlePercent = 5;
/** Whoever takes a disk off a machine may want it on another. */
const diskAgeInMs = 7 * 24 * hourInMs;

/** Something found, and Azure's word on it. */
export interface Candidate {
  readonly ghost: Ghost;
  readonly resourceGroup: string;
  readonly machine?: AzureMachine;
  readonly disk?: AzureDisk;
}

/** Machines that do not run and hold hardware all the same. */
export function stuckMachines(machines: readonly AzureMachine[]): readonly Candidate[] {
  return machines
    .filter(({ allocated, state }) => allocated && (state === 'Stopped' || state === 'Failed'))
    .map((machine) => candidate('stuck', machine));
}

/** Machines that have run for hours without their processors doing anything; asks about those alone that have run so long. */
export async function idleMachines(
  machines: readonly AzureMachine[],
  metrics: MetricsClient,
  now: Date,
): Promise<readonly Candidate[]> {
  const since = new Date(now.getTime() - idleInMs);
  const running = machines.filter(
    (machine) => machine.state === 'Started' && !(machine.since && machine.since > since),
  );
  if (running.length === 0) return [];
  const busiest = await metrics.busiest(running, since);
  return running
    .filter(({ resourceGroup, name }) => {
      // What Azure says nothing of may be busy.
      const percent = busiest.get(`${resourceGroup}/${name}`);
      return percent !== undefined && percent < idlePercent;
    })
    .map((machine) => candidate('idle', machine));
}

/** Disks that belong to no machine, and have for a week. */
export function looseDisks(disks: readonly AzureDisk[], now: Date): readonly Candidate[] {
  return disks
    .filter(({ machine, createdAt }) => !machine && createdAt && now.getTime() - createdAt.getTime() >= diskAgeInMs)
    .map((disk) => ({
      ghost: { kind: 'disk', name: disk.name, since: disk.createdAt!.toISOString() },
      resourceGroup: disk.resourceGroup,
      disk,
    }));
}

/** True where somebody came to the machine through Labdesk of late, or something is being done with it. */
export function isInUse(record: MachineRecord | undefined, now: Date): boolean {
  if (isUnderWay(record)) return true;
  const { operation, connections = [] } = record ?? {};
  const started = operation && operation.verb !== 'stop' ? [operation.endedAt ?? operation.requestedAt] : [];
  const last = [...started, ...connections.map(({ at }) => at)].map((at) => Date.parse(at));
  return last.some((at) => now.getTime() - at < idleInMs);
}

function candidate(kind: Ghost['kind'], machine: AzureMachine): Candidate {
  const { name, since, resourceGroup } = machine;
  return { ghost: { kind, name, ...(since && { since: since.toISOString() }) }, resourceGroup, machine };
}
