import { type Aggregate, defineAggregate, type Own } from '../change/aggregate.ts';
import type { ConversationAddress } from '../people/conversation-address.ts';
import type { Person } from '../people/people.ts';
import type { Workspace } from '../workspaces/workspaces.ts';
import type { MachineVerb } from './machine.ts';

/** A card somebody watches an operation on. */
export interface Follower extends ConversationAddress {
  /** The key of the command that asked; one follower each. */
  readonly key: string;
  readonly person: Person;
}

/** The start, stop or restart that runs, or the last one that ran. */
export interface Operation {
  readonly verb: MachineVerb;
  readonly by: Person;
  readonly requestedAt: string;
  readonly endedAt?: string;
  /** The Azure SDK's serialised poller: whoever holds it can ask how far it is. */
  readonly poller?: string;
  /** `support` leads whoever is asked for help to the log. */
  readonly failure?: { readonly code: string; readonly message: string; readonly support?: string };
  readonly followers: readonly Follower[];
}

export interface Connection {
  readonly person: Person;
  readonly at: string;
}

/** requested: on record; running: Azure has begun; succeeded, failed: ended, the next one may come. */
export type OperationState = 'requested' | 'running' | 'succeeded' | 'failed';

/**
 * What Labdesk knows of a machine beyond Azure: its one operation, and who connected lately.
 * One document, so that two people cannot begin two operations: the second write meets the first.
 */
export interface MachineRecord extends Aggregate {
  readonly state: OperationState | 'idle';
  readonly workspace: string;
  readonly resourceGroup: string;
  readonly machine: string;
  /** How many operations there have been; cards carry it, and an older card is stale. */
  readonly sequence: number;
  readonly operation?: Operation;
  /** Newest first, at most ten. */
  readonly connections: readonly Connection[];
  /** Seconds that the last operations of each kind took, newest first, at most five. */
  readonly took: Readonly<Partial<Record<MachineVerb, readonly number[]>>>;
  /** Whose machine it is, by an owner's word. Others of the workspace may use it too. */
  readonly assignee?: Person | undefined;
}

/** Under this lists find the machines with which something is being done. */
export const underWay = 'under way';

export const machineRecord = defineAggregate<MachineRecord>({
  kind: 'machine',
  schema: 1,
  initial: 'idle',
  transitions: {
    idle: ['requested'],
    requested: ['running', 'succeeded', 'failed'],
    running: ['succeeded', 'failed'],
    succeeded: ['requested'],
    failed: ['requested'],
  },
  listing: (record) => ({ order: record.machine.toLowerCase(), group: isUnderWay(record) ? underWay : 'idle' }),
  ledger: ({ workspace }) => workspace,
});

export function recordAddress(workspace: string, machine: string): { partition: string; id: string } {
  return { partition: `workspace/${workspace}`, id: `machine/${machine.toLowerCase()}` };
}

/** What there is to say of a machine of which nothing was ever asked here. */
export function firstRecord({ id, resourceGroup }: Workspace, machine: string): Own<MachineRecord> {
  return { workspace: id, resourceGroup, machine, sequence: 0, connections: [], took: {} };
}

/** Middle one of what it took before; undefined before the first. */
export function usualSeconds(record: MachineRecord | undefined, verb: MachineVerb): number | undefined {
  const took = [...(record?.took[verb] ?? [])].sort((a, b) => a - b);
  return took[Math.floor(took.length / 2)];
}

export function isUnderWay(record: Pick<MachineRecord, 'state'> | undefined): boolean {
  return record?.state === 'requested' || record?.state === 'running';
}
