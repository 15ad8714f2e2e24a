import type { NewEffect } from '../change/aggregate.ts';
import type { EffectOutcome, Then } from '../effects/effect-handler.ts';
import type { Effects } from '../effects/effects.ts';
import { WorkspaceError } from '../errors.ts';
import { type Person, personOf } from '../people/people.ts';
import type { Members } from '../roles/members.ts';
import type { Clock } from '../time/clock.ts';
import { afterWorkingDays } from '../time/working-time.ts';
import type { WorkspaceDirectory } from '../workspaces/workspace-directory.ts';
import type { Workspace } from '../workspaces/workspaces.ts';
import { type Approver, type DataRequest, dataRequest } from './request.ts';
import { failed } from './request-failure.ts';
import { hasChannel, isShow, isStillAsked, shows } from './request-rules.ts';
import { requestWorkspace } from './request-workspace.ts';

export interface RequestRoutingParts {
  readonly members: Pick<Members, 'owners' | 'admins' | 'person' | 'isAway'>;
  readonly workspaces: Pick<WorkspaceDirectory, 'byId'>;
  readonly clock: Clock;
  /** By whose days reminders are reckoned: an IANA time zone. */
  readonly timeZone: string;
}

const maxAttempts = 200;
const defaultNudgeDays = 1;
const defaultEscalateDays = 2;
/** More cards than this nobody coordinates by. */
const mostApprovers = 30;

/** Who is asked about a request once its files are checked: those who decide, and whoever stands in for them. */
export class RequestRouting {
  readonly #parts: RequestRoutingParts;

  constructor(parts: RequestRoutingParts) {
    this.#parts = parts;
  }

  register(effects: Effects): void {
    effects.register<DataRequest>(dataRequest, 'request.route', {
      maxAttempts,
      handle: async (_effect, request) => await this.#route(request),
      onDead: (_effect, request) =>
        failed(
          request,
          'Nobody could be found who decides about it. Tell an admin, then ask again.',
          this.#parts.clock.now(),
        ),
    });
  }

  /** Asks the owners; where none of them can decide, whoever stands in, on record. */
  async #route(request: DataRequest): Promise<EffectOutcome<DataRequest>> {
    const workspace = await requestWorkspace(this.#parts.workspaces, request);
    const owners = without(request.author, await this.#parts.members.owners(workspace));
    const away = await Promise.all(owners.map(({ aadObjectId }) => this.#parts.members.isAway(aadObjectId)));
    const standIn = owners.length === 0 ? 'author-is-only-owner' : away.every(Boolean) ? 'owners-away' : undefined;
    const others = standIn ? notAmong(owners, await this.standIns(workspace, request, owners)) : [];
    const approvers = [...owners.map((owner) => ({ ...personOf(owner), as: 'owner' as const })), ...others].slice(
      0,
      mostApprovers,
    );
    if (approvers.length === 0) throw new WorkspaceError('not-found', 'Nobody may decide about it.');
    return {
      done: true,
      change: (current) =>
        isStillAsked(current, request) ? this.#asked(current, workspace, approvers, standIn) : undefined,
    };
  }

  /** The deputy, or else, also where the deputy is among those who were asked before, the admins; never the author. */
  async standIns(
    workspace: Workspace,
    { author }: DataRequest,
    asked: readonly Person[] = [],
  ): Promise<readonly Approver[]> {
    const { members } = this.#parts;
    const deputyId = workspace.requests?.deputy;
    const passed = [author, ...asked].some(({ aadObjectId }) => aadObjectId === deputyId);
    const deputy = deputyId && !passed ? await members.person(deputyId) : undefined;
    if (deputy) return [{ ...personOf(deputy), as: 'deputy' }];
    return without(author, await members.admins()).map((admin) => ({ ...personOf(admin), as: 'admin' }));
  }

  /** When the next in line is asked. */
  escalation({ requests }: Workspace, now: Date): NewEffect {
    const { escalateAfterWorkingDays = defaultEscalateDays } = requests ?? {};
    return { kind: 'request.escalate', dueAt: afterWorkingDays(now, escalateAfterWorkingDays, this.#parts.timeZone) };
  }

  #asked(
    request: DataRequest,
    workspace: Workspace,
    approvers: readonly Approver[],
    standIn: DataRequest['standIn'],
  ): Then<DataRequest> {
    const { clock, timeZone } = this.#parts;
    const { nudgeAfterWorkingDays = defaultNudgeDays } = workspace.requests ?? {};
    const now = clock.now();
    return {
      what: 'request.asked',
      next: { state: 'in_review', approvers, standIn },
      effects: [
        ...shows({ ...request, approvers }, hasChannel(workspace)),
        { kind: 'request.nudge', dueAt: afterWorkingDays(now, nudgeAfterWorkingDays, timeZone) },
        this.escalation(workspace, now),
      ],
      cancel: isShow,
      detail: { approvers: approvers.length, ...(standIn && { because: standIn }) },
    };
  }
}

function notAmong<P extends Person>(known: readonly Person[], people: readonly P[]): P[] {
  const ids = new Set(known.map(({ aadObjectId }) => aadObjectId));
  return people.filter(({ aadObjectId }) => !ids.has(aadObjectId));
}

function without<P extends Person>({ aadObjectId }: Person, people: readonly P[]): P[] {
  return people.filter((person) => person.aadObjectId !== aadObjectId);
}
