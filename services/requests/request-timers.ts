import type { NewEffect } from '../change/aggregate.ts';
import type { Then } from '../effects/effect-handler.ts';
import type { Effects } from '../effects/effects.ts';
import type { Clock } from '../time/clock.ts';
import type { WorkspaceDirectory } from '../workspaces/workspace-directory.ts';
import type { Workspace } from '../workspaces/workspaces.ts';
import { type Approver, type DataRequest, dataRequest } from './request.ts';
import type { RequestRouting } from './request-routing.ts';
import { hasChannel, isAny, isShow, line, shows } from './request-rules.ts';

export interface RequestTimersParts {
  readonly routing: Pick<RequestRouting, 'standIns' | 'escalation'>;
  readonly workspaces: Pick<WorkspaceDirectory, 'byId'>;
  readonly clock: Clock;
}

/** Many, since the deadline is what ends it. */
const maxAttempts = 1000;

/** What time brings: those who decide are reminded, then the next in line is asked; what its author forgets ends. */
export class RequestTimers {
  readonly #parts: RequestTimersParts;

  constructor(parts: RequestTimersParts) {
    this.#parts = parts;
  }

  register(effects: Effects): void {
    effects.register<DataRequest>(dataRequest, 'request.nudge', {
      handle: async () => ({ done: true, change: (current) => nudged(current) }),
    });
    effects.register<DataRequest>(dataRequest, 'request.escalate', {
      // The directory may be silent for hours, and nobody else reminds of it.
      maxAttempts,
      handle: async (_effect, request) => {
        const { workspaces, routing, clock } = this.#parts;
        const workspace = await workspaces.byId(request.workspace);
        if (!workspace || request.state !== 'in_review') return { done: true };
        const others = await routing.standIns(workspace, request, request.approvers);
        const next = routing.escalation(workspace, clock.now());
        return { done: true, change: (current) => escalated(current, workspace, others, next) };
      },
    });
    effects.register<DataRequest>(dataRequest, 'request.remind', {
      handle: async () => ({ done: true, change: (current) => reminded(current) }),
    });
    effects.register<DataRequest>(dataRequest, 'request.lapse', {
      handle: async () => ({ done: true, change: (current) => lapsed(current) }),
    });
  }
}

/** Whoever said "I'll take it" is reminded alone. */
function nudged(request: DataRequest): Then<DataRequest> | undefined {
  if (request.state !== 'in_review') return undefined;
  const { claimedBy, approvers } = request;
  const whom = claimedBy ? [claimedBy] : approvers;
  return {
    what: 'request.nudged',
    next: {},
    effects: whom.map(({ aadObjectId }) => line('waits', aadObjectId)),
    detail: { people: whom.length },
  };
}

function escalated(
  request: DataRequest,
  workspace: Workspace,
  others: readonly Approver[],
  next: NewEffect,
): Then<DataRequest> | undefined {
  if (request.state !== 'in_review') return undefined;
  const asked = new Set(request.approvers.map(({ aadObjectId }) => aadObjectId));
  const fresh = others.filter(({ aadObjectId }) => !asked.has(aadObjectId));
  if (fresh.length === 0) return undefined;
  const approvers = [...request.approvers, ...fresh];
  return {
    what: 'request.escalated',
    next: { approvers, standIn: request.standIn ?? 'no-answer' },
    // After a deputy come the admins; after them nobody.
    effects: [
      ...shows({ ...request, approvers }, hasChannel(workspace)),
      ...(fresh.some(({ as }) => as === 'deputy') ? [next] : []),
    ],
    cancel: isShow,
    detail: { people: fresh.length, because: request.standIn ?? 'no-answer' },
  };
}

function reminded(request: DataRequest): Then<DataRequest> | undefined {
  if (request.state !== 'draft' && request.state !== 'returned') return undefined;
  return { what: 'request.reminded', next: {}, effects: [line('lapses', request.author.aadObjectId)] };
}

function lapsed(request: DataRequest): Then<DataRequest> | undefined {
  if (request.state !== 'draft' && request.state !== 'returned') return undefined;
  const wasSeen = request.state === 'returned';
  return { what: 'request.lapsed', next: { state: 'expired' }, effects: shows(request, wasSeen), cancel: isAny };
}
