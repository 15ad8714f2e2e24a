import type { Decision } from '../change/aggregate.ts';
import { WorkspaceError } from '../errors.ts';
import type { Person } from '../people/people.ts';
import type { Workspace } from '../workspaces/workspaces.ts';
import type { AzureMachine, MachineState, MachineVerb } from './machine.ts';
import { type Follower, firstRecord, isUnderWay, type MachineRecord } from './machine-record.ts';

/** The state in which an operation leaves a machine that was not there yet; a restart leaves it where it was. */
export const goal: Readonly<Record<MachineVerb, MachineState | undefined>> = {
  start: 'Started',
  stop: 'Stopped',
  restart: undefined,
};
const doing: Readonly<Record<MachineVerb, string>> = { start: 'starting', stop: 'stopping', restart: 'restarting' };

const operationDeadlineInMs = 15 * 60_000;
const mostFollowers = 20;

export interface AskedOperation {
  readonly verb: MachineVerb;
  /** As Azure says at this moment. */
  readonly machine: AzureMachine;
  readonly workspace: Workspace;
  readonly record: MachineRecord | undefined;
  readonly by: Person;
  /** Undefined where nobody waits for it: what Labdesk does by itself. */
  readonly follower: Follower | undefined;
  /** What the pressed card showed; undefined for a typed sentence. */
  readonly version: number | undefined;
  readonly now: Date;
}

/** `begun`: it is on record and will be carried out; `joined`: it was under way already; `already`: the machine is there. */
export interface DecidedOperation {
  readonly outcome: 'begun' | 'joined' | 'already';
  readonly decision?: Decision<MachineRecord>;
}

/** Decides what an asked operation comes to. @throws {WorkspaceError} stale, busy, conflict */
export function decideOperation(asked: AskedOperation): DecidedOperation {
  const { verb, machine, record } = asked;
  requireFresh(asked);
  if (record && isUnderWay(record)) return { outcome: 'joined', decision: join(asked, record) };
  // One that was stopped from inside still costs: only deallocating it ends that.
  const isDone = machine.state === goal[verb] && !(verb === 'stop' && machine.allocated);
  if (isDone) return { outcome: 'already' };
  requireRunning(asked);
  return { outcome: 'begun', decision: begin(asked) };
}

/** Whoever asks for what is under way watches it too. */
function join({ verb, machine, follower }: AskedOperation, record: MachineRecord): Decision<MachineRecord> | undefined {
  const operation = record.operation!;
  if (operation.verb !== verb) {
    throw new WorkspaceError(
      'busy',
      `${machine.name} is ${doing[operation.verb]} right now. Wait until it is done, then try again.`,
    );
  }
  if (!follower) return undefined;
  const others = operation.followers.filter(({ key }) => key !== follower.key);
  return { next: { operation: { ...operation, followers: [...others, follower].slice(-mostFollowers) } } };
}

function begin({ verb, machine, workspace, record, by, follower, now }: AskedOperation): Decision<MachineRecord> {
  const first = firstRecord(workspace, machine.name);
  const { sequence, connections, took } = record ?? first;
  return {
    next: {
      ...first,
      state: 'requested',
      ...{ sequence: sequence + 1, connections, took },
      operation: { verb, by, requestedAt: now.toISOString(), followers: follower ? [follower] : [] },
    },
    effects: [{ kind: 'machine.begin', deadline: new Date(now.getTime() + operationDeadlineInMs) }],
  };
}

function requireFresh({ version, record }: AskedOperation): void {
  if (version === undefined || version === (record?.sequence ?? 0)) return;
  throw new WorkspaceError('stale', 'This card is from before the last change. Here is how things stand now.');
}

function requireRunning({ verb, machine }: AskedOperation): void {
  if (verb !== 'restart' || machine.state === 'Started' || machine.state === 'Failed') return;
  throw new WorkspaceError(
    'conflict',
    `${machine.name} does not run, so there is nothing to restart. Start it instead.`,
  );
}
