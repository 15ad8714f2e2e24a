import type { Decision } from '../change/aggregate.ts';
import { WorkspaceError } from '../errors.ts';
import { type Caller, type Person, personOf } from '../people/people.ts';
import type { Workspace } from '../workspaces/workspaces.ts';
import { type Approver, type DataRequest, isPending, requestName } from './request.ts';
import type { RequestAnswer, RequestChange, RequestChanges, RequestCommand } from './request-changes.ts';
import {
  decidingAs,
  hasChannel,
  isAny,
  isShow,
  isStandingShow,
  isWaiting,
  lapse,
  line,
  ownShows,
  removal,
  revokingAs,
  shows,
  withComment,
} from './request-rules.ts';
import { requireText } from './request-wish.ts';

type Decide = (current: DataRequest, now: Date, as: Approver['as']) => Decision<DataRequest> | undefined;

const dayInMs = 86_400_000;
const defaultAccessDays = 30;

/**
 * What those do who decide about requests. Each method asks of the roles that the caller brings: they must be of this moment.
 * All throw WorkspaceErrors: forbidden (and that somebody tried is on record), not-found, busy, unavailable.
 */
export class Reviews {
  readonly #changes: RequestChanges;

  constructor(changes: RequestChanges) {
    this.#changes = changes;
  }

  /** Says "I'll take it" to the others who may decide. */
  async claim(caller: Caller, workspace: Workspace, name: string, command: RequestCommand): Promise<RequestAnswer> {
    return await this.#decide({ caller, workspace, name, what: 'request.claim', command }, (current) => ({
      next: { claimedBy: personOf(caller) },
      // While the files are checked nobody else was asked yet.
      effects: current.state === 'submitted' ? ownShows(current) : shows(current, hasChannel(workspace)),
      cancel: current.state === 'submitted' ? isStandingShow : isShow,
    }));
  }

  /** What was asked for, exactly as it was checked, is copied to where it was asked for; a budget is raised. */
  async approve(caller: Caller, workspace: Workspace, name: string, command: RequestCommand): Promise<RequestAnswer> {
    const { accessDays = defaultAccessDays } = workspace.requests ?? {};
    return await this.#decide({ caller, workspace, name, what: 'request.approve', command }, (current, now, as) => ({
      next: {
        state: 'approving',
        decision: { by: personOf(caller), at: now.toISOString(), as },
        ...(current.type === 'access' && {
          accessUntil: new Date(now.getTime() + accessDays * dayInMs).toISOString(),
        }),
      },
      // What somebody waits for first.
      effects: [
        { kind: current.type === 'topup' ? 'request.credit' : 'request.copy' },
        ...shows(current, hasChannel(workspace)),
      ],
      cancel: isWaiting,
      detail: proof(current, as),
    }));
  }

  /** @throws {WorkspaceError} invalid, without a reason */
  async deny(
    caller: Caller,
    workspace: Workspace,
    name: string,
    reason: string | undefined,
    command: RequestCommand,
  ): Promise<RequestAnswer> {
    const why = requireText(reason, 'Say why, so that the requester knows what to do differently.');
    return await this.#decide({ caller, workspace, name, what: 'request.deny', command, why }, (current, now, as) => ({
      next: { state: 'denied', decision: { by: personOf(caller), at: now.toISOString(), reason: why, as } },
      effects: [...shows(current, hasChannel(workspace)), line('denied', current.author.aadObjectId)],
      cancel: isWaiting,
      detail: proof(current, as),
    }));
  }

  /** Asks the author back; the answer submits the request again. @throws {WorkspaceError} invalid, without a question */
  async return(
    caller: Caller,
    workspace: Workspace,
    name: string,
    question: string | undefined,
    command: RequestCommand,
  ): Promise<RequestAnswer> {
    const why = requireText(question, 'Write what you want to know, so that the requester can answer.');
    return await this.#decide(
      { caller, workspace, name, what: 'request.return', command, why },
      (current, now, as) => ({
        next: {
          state: 'returned',
          comments: withComment(current, { by: personOf(caller), at: now.toISOString(), text: why, kind: 'question' }),
        },
        effects: [
          ...shows(current, hasChannel(workspace)),
          line('returned', current.author.aadObjectId),
          ...lapse(now),
        ],
        cancel: isWaiting,
        detail: proof(current, as),
      }),
    );
  }

  /** Takes access away that was given; the copies are gone within seconds. @throws {WorkspaceError} invalid, without a reason */
  async revoke(
    caller: Caller,
    workspace: Workspace,
    name: string,
    reason: string | undefined,
    command: RequestCommand,
  ): Promise<RequestAnswer> {
    const why = requireText(reason, 'Say why the access ends, so that the requester knows.');
    const change = { caller, workspace, name, what: 'request.revoke', command, why };
    return await this.#changes.changeOrRefuse(change, (current, now) => {
      const as = revokingAs(current, caller, workspace);
      if (current.type === 'topup') throw notRevocable(current);
      if (current.state !== 'approved' && current.state !== 'approving') return undefined;
      return {
        next: { state: 'revoked', revoked: { by: personOf(caller), at: now.toISOString(), reason: why, as } },
        // The copies first: a link that was followed a moment ago still reads them.
        effects: [removal(now), ...shows(current, hasChannel(workspace)), line('revoked', current.author.aadObjectId)],
        cancel: isAny,
        detail: proof(current, as),
      };
    });
  }

  /** Puts on record that somebody who was asked wanted to decide while the directory did not answer. Nothing else is changed. */
  async unverified(person: Person, name: string, what: string, command: RequestCommand): Promise<void> {
    await this.#changes.refuse({ ...personOf(person), roles: [] }, { name, what, command }, 'directory-silent');
  }

  /** Only while the request waits, checked, and only from a card of its newest round. */
  async #decide(change: RequestChange, decide: Decide): Promise<RequestAnswer> {
    const { caller, workspace, command } = change;
    return await this.#changes.changeOrRefuse(change, (current, now) => {
      const as = decidingAs(current, caller, workspace);
      const isOld = command.round !== undefined && command.round !== current.round;
      const isReady = current.state === 'in_review' || (change.what === 'request.claim' && isPending(current));
      return isOld || !isReady ? undefined : decide(current, now, as);
    });
  }
}

/** Money that was given may be spent already. */
function notRevocable(request: DataRequest): WorkspaceError {
  const name = requestName(request);
  return new WorkspaceError('conflict', `${name} has raised the budget, and that stays. Set the budget anew instead.`);
}

/** What a decision was about: exactly these bytes, or this sum, and why somebody other than an owner made it. */
function proof(
  { manifest = '', topUp, round, standIn }: DataRequest,
  as: Approver['as'],
): Record<string, string | number> {
  const what: Record<string, string> = topUp ? { amount: topUp.amount, currency: topUp.currency } : { manifest };
  return { ...what, round, as, ...(as === 'owner' || !standIn ? {} : { because: standIn }) };
}
