import type { DataRequest } from '../../services/requests/request.ts';
import { owner, researcher } from './machine-samples.ts';

/** `oncology-42`: two files, asked for by `researcher`, decided by `owner`. */
export function dataRequest(more: Partial<DataRequest> = {}): DataRequest {
  return {
    partition: 'workspace/oncology',
    id: 'request/42',
    kind: 'request',
    schema: 1,
    version: 3,
    state: 'in_review',
    history: [],
    archived: 0,
    effects: [],
    deadLetters: [],
    type: 'access',
    workspace: 'oncology',
    number: 42,
    author: researcher,
    files: [
      { path: 'results.csv', bytes: 1_200_000, etag: '"1"', sha256: 'a'.repeat(64) },
      { path: 'figures/figure1.png', bytes: 240_000, etag: '"2"', sha256: 'b'.repeat(64) },
    ],
    manifest: 'c'.repeat(64),
    purpose: 'The interim analysis of the secret cohort.',
    use: 'both',
    round: 1,
    openedAt: '2026-03-01T09:00:00.000Z',
    submittedAt: '2026-03-01T09:05:00.000Z',
    scan: 'clean',
    approvers: [{ ...owner, as: 'owner' }],
    comments: [],
    standing: [],
    ...more,
  };
}
