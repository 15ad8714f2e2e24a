import { type Decision, type Effect, type NewEffect, sealing } from '../change/aggregate.ts';
import { WorkspaceError } from '../errors.ts';
import type { Caller } from '../people/people.ts';
import { may } from '../policy.ts';
import { quoted } from '../text/quoted.ts';
import type { Workspace } from '../workspaces/workspaces.ts';
import type { Approver, Comment, DataRequest } from './request.ts';
import { requestName } from './request.ts';

const dayInMs = 86_400_000;
const draftDays = 90;
const remindDaysBefore = 7;
const removalDays = 30;
const commentsKept = 30;
const mostCommentBytes = 10_000;

/** What somebody sees of a request: its author, those who decide or may come to, and others of the workspace, who see no names or words. */
export type RequestViewer = 'author' | 'decider' | 'bystander';

/** The answer for a request that is not there, and to somebody who may not know of it: both read the same. */
export function noSuchRequest(named: string): WorkspaceError {
  return new WorkspaceError(
    'not-found',
    `I know no request ${quoted(named)}. Write "my requests" to see yours, or "waiting for me" for those you decide.`,
  );
}

/** As whom the caller sees it. @throws {WorkspaceError} not-found, where they may not even know of it */
export function viewerOf(request: DataRequest, caller: Caller): RequestViewer {
  if (request.author.aadObjectId === caller.aadObjectId) return 'author';
  // A deputy or a payer may be anybody; an owner who left is nobody here any more.
  const isDeputy = request.approvers.some(
    ({ aadObjectId, as }) => (as === 'deputy' || as === 'payer') && aadObjectId === caller.aadObjectId,
  );
  if (request.state === 'draft' || !(isDeputy || may(caller, { id: request.workspace }, 'request.read')))
    throw noSuchRequest(requestName(request));
  const isTopUp = request.type === 'topup';
  const isOwner = !isTopUp && caller.roles.workspaces.get(request.workspace) === 'owner';
  const standsIn = (isTopUp || request.standIn !== undefined) && caller.roles.admin;
  return isOwner || standsIn || isAsked(request, caller) ? 'decider' : 'bystander';
}

/**
 * As what the caller decides: an owner of the workspace who is not the author; where no owner can, whoever was asked in
 * their place; about money whoever pays, or an admin. The caller's roles must be of this moment.
 * @throws {WorkspaceError} forbidden; not-found, where they may not even know of it
 */
export function decidingAs(request: DataRequest, caller: Caller, workspace: Workspace): Approver['as'] {
  const viewer = viewerOf(request, caller);
  if (viewer === 'author') {
    const who = request.approvers.map(({ name }) => name).slice(0, 3);
    const others =
      who.length > 0 ? `${who.join(' or ')} decides` : `${request.type === 'topup' ? 'An admin' : 'An owner'} decides`;
    throw new WorkspaceError('forbidden', `You cannot decide about your own request. ${others}; nothing was changed.`);
  }
  if (request.type === 'topup') return payingAs(request, caller);
  if (caller.roles.workspaces.get(workspace.id) === 'owner') return 'owner';
  if (request.standIn && workspace.requests?.deputy === caller.aadObjectId) return 'deputy';
  if (request.standIn && caller.roles.admin) return 'admin';
  throw new WorkspaceError(
    'forbidden',
    `Only an owner of ${workspace.name} decides about ${requestName(request)}. They were asked; nothing was changed.`,
  );
}

function payingAs(request: DataRequest, caller: Caller): Approver['as'] {
  const asked = request.approvers.find(({ aadObjectId }) => aadObjectId === caller.aadObjectId);
  if (asked?.as === 'payer') return 'payer';
  if (caller.roles.admin) return 'admin';
  throw new WorkspaceError(
    'forbidden',
    `Only whoever pays, or an admin, decides about ${requestName(request)}. They were asked; nothing was changed.`,
  );
}

/** Whether the caller may take approved access away: whoever may decide, and admins always. */
export function revokingAs(request: DataRequest, caller: Caller, workspace: Workspace): Approver['as'] {
  const isAuthor = viewerOf(request, caller) === 'author';
  return caller.roles.admin && !isAuthor ? 'admin' : decidingAs(request, caller, workspace);
}

/** One effect for every card of the request that stands or shall stand; those that were still to come are superseded by them. */
export function shows(
  request: Pick<DataRequest, 'approvers' | 'standing' | 'round'>,
  hasChannel: boolean,
): NewEffect[] {
  const places = [
    ...request.approvers.map(({ aadObjectId }) => `person/${aadObjectId}`),
    ...request.standing.map(({ key }) => `standing/${key}`),
    ...(hasChannel ? ['channel'] : []),
  ];
  return places.map((to) => ({ kind: 'card.show', data: { to, round: request.round } }));
}

/** The cards that the author has; those who decide get a new one once the files are checked. */
export function ownShows(request: Pick<DataRequest, 'standing' | 'round'>): NewEffect[] {
  return shows({ ...request, approvers: [] }, false);
}

/** What somebody is told in a line of its own. */
export type RequestNews =
  | 'blocked'
  | 'failed'
  | 'approved'
  | 'denied'
  | 'returned'
  | 'revoked'
  | 'expired'
  /** Its workspace was archived, whatever the request was waiting for. */
  | 'closed'
  /** To those who decide: it still waits. */
  | 'waits'
  /** To the author: it will be forgotten in a week. */
  | 'lapses';

/** A line in somebody's own chat, since a card that changes notifies nobody. */
export function line(what: RequestNews, to: string): NewEffect {
  return { kind: 'line.tell', data: { what, to } };
}

/** Whether what was looked at before anybody was asked is still what is asked for. */
export function isStillAsked(current: DataRequest, looked: DataRequest): boolean {
  return current.state === 'submitted' && current.round === looked.round;
}

/** The end of a request that nobody has decided. Nobody hears of it who never heard of the beginning. */
export function withdrawal(current: DataRequest, workspace: Workspace): Decision<DataRequest> {
  const wasAsked = current.state === 'in_review' || current.state === 'returned';
  const effects = wasAsked ? shows(current, hasChannel(workspace)) : ownShows(current);
  return { next: { state: 'withdrawn' }, effects, cancel: isAny };
}

/** Nobody is asked any more who was; the next in line is, at once. */
export function handedOn(): Decision<DataRequest> {
  const isEscalation = ({ kind }: Effect) => kind === 'request.escalate';
  const next = { approvers: [], claimedBy: undefined };
  return { next, effects: [{ kind: 'request.escalate' }], cancel: isEscalation };
}

/** Copies must go, however long storage is down. */
export function removal(now: Date): NewEffect {
  return { kind: 'request.remove', deadline: new Date(now.getTime() + removalDays * dayInMs) };
}

/** Cards still to be shown need not be shown as they were: newer ones follow. */
export function isShow({ kind, attempts }: Effect): boolean {
  return kind === 'card.show' && attempts === 0;
}

/** The same of the author's own cards, where those of others still have to come. */
export function isStandingShow(effect: Effect): boolean {
  return isShow(effect) && `${effect.data.to}`.startsWith('standing/');
}

/** What only makes sense while a decision is awaited. */
export function isWaiting(effect: Effect): boolean {
  return isShow(effect) || ['request.nudge', 'request.escalate'].includes(effect.kind);
}

/** What only makes sense while the author has to act. */
export function isAuthors(effect: Effect): boolean {
  return isShow(effect) || ['request.remind', 'request.lapse'].includes(effect.kind);
}

/** All but the record, which is always kept, and what removes copies. */
export function isAny({ kind }: Effect): boolean {
  return kind !== sealing && kind !== 'request.remove';
}

/** What becomes of something that its author forgets. */
export function lapse(now: Date): NewEffect[] {
  const end = now.getTime() + draftDays * dayInMs;
  return [
    { kind: 'request.remind', dueAt: new Date(end - remindDaysBefore * dayInMs) },
    { kind: 'request.lapse', dueAt: new Date(end), deadline: new Date(end + 30 * dayInMs) },
  ];
}

/** The newest comments, few and small enough for the record; all of them are in the history. */
export function withComment({ comments }: DataRequest, comment: Comment): readonly Comment[] {
  let kept = [...comments, comment].slice(-commentsKept);
  while (kept.length > 1 && Buffer.byteLength(JSON.stringify(kept)) > mostCommentBytes) kept = kept.slice(1);
  return kept;
}

export function hasChannel({ channel }: Workspace): boolean {
  return channel !== undefined;
}

function isAsked(request: DataRequest, { aadObjectId }: Caller): boolean {
  return request.approvers.some((approver) => approver.aadObjectId === aadObjectId);
}
