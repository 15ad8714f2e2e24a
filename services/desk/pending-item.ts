import type { Budget } from '../budgets/budget.ts';
import { isUnderWay, type MachineRecord, usualSeconds } from '../machines/machine-record.ts';
import { type Approver, type DataRequest, requestName, requestWords } from '../requests/request.ts';
import type { WorkspaceSetup } from '../setups/workspace-setup.ts';
import { afterWorkingDays } from '../time/working-time.ts';
import type { Workspace } from '../workspaces/workspaces.ts';

export const pendingKinds = ['request', 'topup', 'machine', 'budget', 'workspace', 'archive', 'review'] as const;
export type PendingKind = (typeof pendingKinds)[number];

/** Whose turn it is: those who decide, whoever asked, or what works on it by itself. */
export type PendingTurn = Approver['as'] | 'secondAdmin' | 'reviewer' | 'author' | 'labdesk' | 'azure';

/** Something that waits; never with names of files. */
export interface PendingItem {
  readonly kind: PendingKind;
  readonly workspace: Pick<Workspace, 'id' | 'name'>;
  /** `oncology-42`, a machine's name, or the workspace's for what is about all of it. */
  readonly name: string;
  /** The word of its state, as people read it on its own card. */
  readonly word: string;
  /** ISO time. */
  readonly since: string;
  readonly turn: readonly PendingTurn[];
  /** Of the end of a workspace: it needs its second key, or a step of this was given up. */
  readonly stage?: 'key' | 'closing' | 'restoring' | 'deleting';
  /** Whoever took it on. */
  readonly takenBy?: string;
  /** How many files, of a request for files; how many machines, of a stop. */
  readonly count?: number;
  readonly overdue: boolean;
}

/** By whose days, and when, something is late. */
export interface PendingTime {
  readonly now: Date;
  readonly timeZone: string;
}

/** Working days, where a workspace has none of its own. */
export const defaultEscalateDays = 2;
const hourInMs = 3_600_000;
const dayInMs = 24 * hourInMs;
const minuteInMs = 60_000;
const longestOperationInMs = 10 * minuteInMs;
/** An operation that takes so many times what it usually does, takes too long. */
const usualTimes = 3;

/** A workspace that somebody asked for, or whose making has failed; undefined where nobody has to do anything. */
export function pendingSetup(setup: WorkspaceSetup, { now, timeZone }: PendingTime): PendingItem | undefined {
  const { state, workspace, plan, askedAt, endedAt = askedAt } = setup;
  if (state !== 'waiting' && state !== 'failed') return undefined;
  const isLate = afterWorkingDays(new Date(askedAt), defaultEscalateDays, timeZone) <= now;
  return {
    kind: 'workspace',
    workspace: { id: workspace, name: plan.name },
    name: plan.name,
    ...(state === 'waiting' ? { word: 'Pending', since: askedAt } : { word: 'Failed', since: endedAt }),
    turn: ['admin'],
    overdue: state === 'failed' || isLate,
  };
}

/** A request that somebody has to do something about; undefined for one that waits for nobody. */
export function pendingRequest(
  request: DataRequest,
  workspace: Workspace,
  { now, timeZone }: PendingTime,
): PendingItem | undefined {
  const { state, type, files, decision, claimedBy } = request;
  const days = workspace.requests?.escalateAfterWorkingDays ?? defaultEscalateDays;
  const isLate = (since: string) =>
    // Calendars take their time, and most are younger; an hour may be a clock's that was put forward.
    now.getTime() - Date.parse(since) >= days * dayInMs - hourInMs &&
    afterWorkingDays(new Date(since), days, timeZone) <= now;
  const isSlow = (since: string) => now.getTime() - Date.parse(since) >= hourInMs;
  const submittedAt = request.submittedAt ?? request.openedAt;
  const item = {
    kind: type === 'topup' ? 'topup' : 'request',
    workspace: { id: workspace.id, name: workspace.name },
    name: requestName(request),
    word: requestWords[state],
    ...(type === 'access' && { count: files.length }),
  } as const;
  switch (state) {
    case 'submitted':
      return { ...item, since: submittedAt, turn: ['labdesk'], overdue: isSlow(submittedAt) };
    case 'in_review':
      return {
        ...item,
        since: submittedAt,
        turn: turnsOf(request),
        ...(claimedBy && { takenBy: claimedBy.name }),
        overdue: isLate(submittedAt),
      };
    case 'returned': {
      const since = request.history.findLast(({ to }) => to === 'returned')?.at ?? submittedAt;
      return { ...item, since, turn: ['author'], overdue: isLate(since) };
    }
    case 'approving': {
      const since = decision?.at ?? submittedAt;
      return { ...item, since, turn: ['labdesk'], overdue: isSlow(since) };
    }
    default:
      return undefined;
  }
}

/** Whoever took it on alone, else all who were asked, those who were asked first before those who stand in. */
function turnsOf({ approvers, claimedBy }: DataRequest): readonly PendingTurn[] {
  if (claimedBy) return [approvers.find(({ aadObjectId }) => aadObjectId === claimedBy.aadObjectId)?.as ?? 'reviewer'];
  return [...new Set(approvers.map(({ as }) => as))];
}

/** An operation that takes too long: more than ten minutes, and more than three times what it usually does. */
export function pendingMachine(record: MachineRecord, workspace: Workspace, now: Date): PendingItem | undefined {
  const { operation, machine, state } = record;
  if (!operation || !isUnderWay(record)) return undefined;
  const usualInMs = (usualSeconds(record, operation.verb) ?? 0) * 1000;
  const longestInMs = Math.max(longestOperationInMs, usualTimes * usualInMs);
  if (now.getTime() - Date.parse(operation.requestedAt) < longestInMs) return undefined;
  return {
    kind: 'machine',
    workspace: { id: workspace.id, name: workspace.name },
    name: machine,
    word: operation.verb === 'stop' ? 'Stopping' : 'Starting',
    since: operation.requestedAt,
    // On record and not begun: then Azure knows nothing of it yet.
    turn: [state === 'requested' ? 'labdesk' : 'azure'],
    overdue: true,
  };
}

/** A budget that stops its machines; late once the admins had to be told of what does not stop. */
export function pendingBudget({ state, stop }: Budget, workspace: Workspace): PendingItem | undefined {
  if (state !== 'stopping' || !stop) return undefined;
  const isEscalated = stop.escalatedAt !== undefined;
  return {
    kind: 'budget',
    workspace: { id: workspace.id, name: workspace.name },
    name: workspace.name,
    word: 'Stopping',
    since: stop.startedAt,
    turn: [isEscalated ? 'admin' : 'labdesk'],
    count: stop.machines.filter(({ state: machine }) => machine !== 'stopped').length,
    overdue: isEscalated,
  };
}
