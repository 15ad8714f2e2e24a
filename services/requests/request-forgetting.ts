import { type Traces, withoutTraces } from '../people/forgetting.ts';
import { isFormer } from '../people/former-member.ts';
import { type DataRequest, dataRequest, requestMoves } from './request.ts';

/** True where nothing can become of the request any more. */
export function isEnded({ state }: Pick<DataRequest, 'state'>): boolean {
  return requestMoves[state].length === 0;
}

/**
 * What has to be done before somebody can be gone from the request: `withdraw` what they asked for and nobody decided, since
 * nobody is left who could answer for it; `hand on` what nobody else was asked to decide; `wait` for what was approved to be
 * carried out.
 */
export function beforehand(request: DataRequest, person: string): 'withdraw' | 'hand on' | 'wait' | undefined {
  const { author, state, type, approvers } = request;
  if (author.aadObjectId === person && requestMoves[state].includes('withdrawn')) return 'withdraw';
  if (state === 'approving') return 'wait';
  const isAlone = approvers.length > 0 && approvers.every(({ aadObjectId }) => aadObjectId === person);
  return state === 'in_review' && type === 'access' && isAlone ? 'hand on' : undefined;
}

/** True where it ended before that time (ISO), and nothing must follow. */
export function endedBefore(request: DataRequest, before: string): boolean {
  const { history, openedAt, effects } = request;
  return isEnded(request) && (history.at(-1)?.at ?? openedAt) < before && effects.length === 0;
}

/** The request without what one person left in it. Whoever decides is asked for no longer; what was decided stays decided. */
export function withoutPerson(request: DataRequest, person: string): DataRequest {
  const next = withoutTraces(dataRequest, request, { person });
  const words = request.author.aadObjectId === person ? { purpose: '' } : {};
  if (isEnded(request)) return { ...next, ...words };
  const { claimedBy, ...open } = next;
  return {
    ...open,
    ...words,
    ...(claimedBy && !isFormer(claimedBy) && { claimedBy }),
    approvers: next.approvers.filter((approver) => !isFormer(approver)),
  };
}

/** A request that ended before that time, without names and words: of files sizes and hashes stay. */
export function withoutAnybody(request: DataRequest, before: string): DataRequest {
  const { problem: _problem, ...next } = withoutTraces(dataRequest, request, { before }, true);
  return { ...next, purpose: '', files: next.files.map((file) => ({ ...file, path: '' })), standing: [] };
}

/** What leaves a request: see the two above. */
export function forgottenRequest(request: DataRequest, traces: Traces): DataRequest {
  if ('person' in traces) return withoutPerson(request, traces.person);
  return endedBefore(request, traces.before) ? withoutAnybody(request, traces.before) : request;
}
