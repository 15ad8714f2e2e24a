import type {
  Comment,
  DataRequest,
  RequestDecision,
  RequestedFile,
  RequestState,
} from '../../services/requests/request.ts';
import { now, owner, researcher } from './machine-samples.ts';

export const owner2 = { aadObjectId: 'f0a1a2b3-0000-4000-8000-000000000002', name: 'Owner 2' };

export const requestStates: readonly RequestState[] = [
  'draft',
  'submitted',
  'in_review',
  'returned',
  'approving',
  'approved',
  'denied',
  'withdrawn',
  'blocked',
  'failed',
  'revoked',
  'expired',
];

const minute = 60_000;

/** So many minutes before the samples' now. */
export function minutesAgo(minutes: number): string {
  return new Date(now.getTime() - minutes * minute).toISOString();
}

export function requestedFile(path: string, bytes = 1_204_000): RequestedFile {
  return { path, bytes, etag: '"0x8DC"', sha256: 'a'.repeat(64) };
}

export function decision(more: Partial<RequestDecision> = {}): RequestDecision {
  return { by: owner, at: minutesAgo(2), as: 'owner', ...more };
}

export function comment(text: string, more: Partial<Comment> = {}): Comment {
  return { by: owner, at: minutesAgo(9), text, kind: 'comment', ...more };
}

const question = comment('Do you need the single rows of cohort.csv, or would counts by age group do?', {
  kind: 'question',
});
const denied = 'The single rows of cohort.csv can lead to persons. Ask for the counts by age group instead.';

/** What is different in each state. */
const inState: Readonly<Record<RequestState, Partial<DataRequest>>> = {
  draft: { round: 0, submittedAt: undefined, scan: undefined, approvers: [] },
  submitted: { scan: undefined, approvers: [] },
  in_review: {},
  returned: { comments: [question] },
  approving: { decision: decision(), accessUntil: '2026-04-01T09:28:00.000Z' },
  approved: { decision: decision(), accessUntil: '2026-04-01T09:28:00.000Z' },
  denied: { decision: decision({ reason: denied }) },
  withdrawn: {},
  blocked: {
    problem: 'The check found malware in one of the files. An admin was told; ask again without it.',
    approvers: [],
  },
  failed: {
    decision: decision(),
    problem: 'A file changed after it was asked for, so nothing was released. Ask again for the file as it is now.',
  },
  revoked: {
    decision: decision({ at: minutesAgo(4000) }),
    revoked: decision({ reason: 'The consent behind these files was withdrawn.' }),
  },
  expired: { decision: decision({ at: minutesAgo(43_500) }), accessUntil: minutesAgo(60) },
};

/** A request for two files in this state, as its document stands. */
export function dataRequest(state: RequestState, more: Partial<DataRequest> = {}): DataRequest {
  return {
    partition: 'workspace/oncology',
    id: 'request/42',
    kind: 'request',
    schema: 1,
    version: 5,
    type: 'access',
    state,
    workspace: 'oncology',
    number: 42,
    author: researcher,
    files: [requestedFile('results.csv'), requestedFile('cohort.csv', 240_000)],
    manifest: 'b'.repeat(64),
    purpose: 'For the interim analysis of the study; counts below ten are rounded.',
    use: 'download',
    round: 1,
    openedAt: minutesAgo(20),
    submittedAt: minutesAgo(14),
    scan: 'clean',
    approvers: [
      { ...owner, as: 'owner' },
      { ...owner2, as: 'owner' },
    ],
    comments: [],
    standing: [],
    history: [
      {
        at: minutesAgo(3),
        by: { ...owner, roles: ['owner'] },
        what: `request.${state}`,
        from: 'in_review',
        to: state,
        via: 'card',
        key: 'k',
      },
    ],
    archived: 0,
    effects: [],
    deadLetters: [],
    ...inState[state],
    ...more,
  };
}
