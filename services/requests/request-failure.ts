import type { Then } from '../effects/effect-handler.ts';
import type { DataRequest } from './request.ts';
import { isShow, line, removal, shows } from './request-rules.ts';

/** The request as it ends where its files are not what was asked for. `path` is whoever's may see names. */
export function refused(
  request: DataRequest,
  problem: 'gone' | 'changed' | 'malicious',
  path: string,
  now: Date,
): Then<DataRequest> | undefined {
  if (problem === 'malicious')
    return ended(request, 'blocked', `Malware was found in ${path}, so nobody gets it. Tell an admin.`, now);
  const what = problem === 'gone' ? 'is not there any more' : 'has changed since it was asked for';
  return ended(
    request,
    'failed',
    `${path} ${what}, so nothing was released. Ask again for the file as it is now.`,
    now,
  );
}

export function failed(request: DataRequest, problem: string, now: Date): Then<DataRequest> | undefined {
  return ended(request, 'failed', problem, now);
}

function ended(
  request: DataRequest,
  state: 'blocked' | 'failed',
  problem: string,
  now: Date,
): Then<DataRequest> | undefined {
  if (request.state !== 'submitted' && request.state !== 'approving') return undefined;
  const isReleasing = request.state === 'approving';
  const hasCopies = isReleasing && request.type === 'access';
  return {
    what: `request.${state}`,
    why: problem,
    next: { state, problem },
    effects: [
      ...(hasCopies ? [removal(now)] : []),
      ...shows(request, isReleasing),
      line(state, request.author.aadObjectId),
    ],
    cancel: isShow,
  };
}
