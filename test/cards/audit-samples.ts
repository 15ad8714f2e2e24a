import { auditCard } from '../../cards/audit/answer.ts';
import { exportCard } from '../../cards/audit/export.ts';
import { verifiedCard } from '../../cards/audit/verified.ts';
import type { Card } from '../../cards/card.ts';
import type { LedgerRecord } from '../../services/ledger/ledger-entry.ts';
import type { FlawKind } from '../../services/ledger/ledger-flaw.ts';
import type { Verification } from '../../services/ledger/ledger-verify.ts';
import type { AuditQuestion } from '../../services/records/audit.ts';
import { parsePeriod } from '../../services/time/period.ts';
import { now, owner, researcher } from '../support/machine-samples.ts';

const workspace = { id: 'oncology', name: 'Oncology' };
const at = '2026-03-02T08:14:00.000Z';
const period = parsePeriod('this year', now);

/** Cards about the record, by a name that says what they show. */
export const auditSamples: Readonly<Record<string, Card>> = {
  ...answers(),
  'the record, intact': verifiedCard(workspace, verification({})),
  'the record, intact and not yet signed': verifiedCard(workspace, verification({ count: 4, checkpoints: 0 })),
  'the record, still empty': verifiedCard(workspace, verification({ count: 0, checkpoints: 0 })),
  'the record, altered': verifiedCard(workspace, flawed('altered', 'Entry 17 was altered after it was recorded.')),
  'the record, cut off': verifiedCard(
    workspace,
    flawed('missing', 'Entries 17 to 42 are missing: the end was cut off.'),
  ),
  'links to the record': exportCard({
    workspace,
    urls: {
      jsonl: `https://labdesk.example/records/${'a'.repeat(32)}`,
      csv: `https://labdesk.example/records/${'b'.repeat(32)}`,
    },
    validUntil: new Date(at),
    period: 'in March 2026',
    most: 50_000,
  }),
};

export function record(n: number, more: Partial<LedgerRecord> = {}): LedgerRecord {
  return {
    n,
    hash: '0'.repeat(64),
    at,
    sealedAt: at,
    subject: 'request/42',
    what: 'request.approve',
    from: 'in_review',
    to: 'approving',
    via: 'card',
    roles: ['owner'],
    person: owner,
    ...more,
  };
}

/** The answer to a question, for an owner. */
export function answered(
  question: AuditQuestion,
  records: readonly LedgerRecord[],
  { isMore = false, isCut = false, total = records.length } = {},
): Card {
  const answer = { records, total, isMore, isCut };
  return auditCard({ workspace, question, answer, verifies: true, locale: 'en-GB' });
}

function answers(): Record<string, Card> {
  const several = Array.from({ length: 8 }, (_, index) =>
    record(40 - index, index % 2 === 0 ? {} : { what: 'request.submit', person: researcher, roles: ['member'] }),
  );
  const whys = several.map((each) => ({ ...each, why: 'The counts are too small to be released like this.' }));
  const whole: AuditQuestion = { request: 'oncology-42' };
  return {
    'who approved it': answered({ ...whole, event: 'approved' }, [
      record(7, { why: 'Counts are above ten everywhere.' }),
    ]),
    'that nobody denied it': answered({ ...whole, event: 'denied' }, []),
    'the history of a request': answered(whole, several, { total: 19, isMore: true }),
    'its later pages': answered({ ...whole, page: 2 }, several.slice(0, 3), { total: 19 }),
    'what a person did': answered({ person: owner.aadObjectId, period }, whys),
    'how many exports there were': answered({ event: 'exports', period }, [
      record(9, {
        what: 'file.link',
        subject: 'file-link/abc',
        detail: { request: 'oncology-42' },
        person: researcher,
      }),
    ]),
    'what happened in a workspace': answered({}, several, { isMore: true }),
    'what happened, in a long record': answered({ event: 'stopped' }, several, { isMore: true, isCut: true }),
    'an entry whose names were removed': answered({ machine: 'onc-r' }, [
      record(3, { subject: 'machine/onc-r', what: 'machine.stop', person: undefined }),
      record(2, { subject: 'machine/onc-r', what: 'request.approve.refused', roles: [], person: undefined }),
    ]),
  };
}

function verification(more: Partial<Verification>): Verification {
  const lastCheckpoint = more.checkpoints === 0 ? undefined : { count: 1024, at };
  return { workspace: 'oncology', count: 1024, checkpoints: 31, ...(lastCheckpoint && { lastCheckpoint }), ...more };
}

function flawed(kind: FlawKind, sentence: string): Verification {
  return verification({ count: 16, flaw: { kind, n: 17, sentence } });
}
