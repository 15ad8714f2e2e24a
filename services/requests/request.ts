import { type Aggregate, defineAggregate } from '../change/aggregate.ts';
import type { Money } from '../money/money.ts';
import type { ConversationAddress } from '../people/conversation-address.ts';
import type { Person } from '../people/people.ts';

export type RequestState =
  | 'draft'
  | 'submitted'
  | 'in_review'
  | 'returned'
  | 'approving'
  | 'approved'
  | 'denied'
  | 'withdrawn'
  | 'blocked'
  | 'failed'
  | 'revoked'
  | 'expired';

/** What files are asked for: to be used on the workspace's machines, to be downloaded, or both. */
export type FileUse = 'machines' | 'download' | 'both';

/** A file as it was when it was asked for. */
export interface RequestedFile {
  readonly path: string;
  readonly bytes: number;
  readonly etag: string;
  /** Hex; undefined until it was checked. */
  readonly sha256?: string;
}

export interface Comment {
  readonly by: Person;
  readonly at: string;
  readonly text: string;
  /** `question`: a reviewer asked back and the request waits for its author; `answer`: the author answered that. */
  readonly kind: 'comment' | 'question' | 'answer';
}

/** Somebody who is asked to decide. `as` says why it is not an owner; `payer` pays for the workspace's cost centre. */
export interface Approver extends Person {
  readonly as: 'owner' | 'deputy' | 'admin' | 'payer';
}

/** Why somebody who is no owner may decide: on record. */
export type StandIn = 'author-is-only-owner' | 'owners-away' | 'no-answer';

/** A card of the request that stands somewhere beside those that Labdesk sent by itself. */
export interface StandingCard extends ConversationAddress {
  /** Where it was posted as an answer: the key of that command, under which PostedCards knows its id. */
  readonly key: string;
  /** For whose eyes it is; undefined in a chat of several. */
  readonly person?: string;
}

export interface RequestDecision {
  readonly by: Person;
  readonly at: string;
  /** What was written to it; a denial and a revocation have one. */
  readonly reason?: string;
  readonly as: Approver['as'];
}

/** A request: for files, from its first draft to the end of the access, or for money (`topup`), until the budget is raised. */
export interface DataRequest extends Aggregate<RequestState> {
  readonly type: 'access' | 'topup';
  readonly workspace: string;
  /** Counts from 1 in its workspace; with the workspace's id it is the name people say: `oncology-42`. */
  readonly number: number;
  readonly author: Person;
  readonly files: readonly RequestedFile[];
  /** SHA-256 over paths, sizes and hashes of the files, hex: what an approval is for. Undefined until they were checked. */
  readonly manifest?: string;
  /** By how much the budget shall rise; of top-ups alone, which have no files. */
  readonly topUp?: Money;
  /** Why it is needed, in the author's words. */
  readonly purpose: string;
  readonly use: FileUse;
  /** Counts submissions; cards carry it, and a card of an earlier one decides nothing. */
  readonly round: number;
  readonly openedAt: string;
  readonly submittedAt?: string;
  /** What the check found: `not-scanned` where some file was never scanned for malware. */
  readonly scan?: 'clean' | 'not-scanned';
  /** Who is asked, owners first. */
  readonly approvers: readonly Approver[];
  readonly standIn?: StandIn;
  readonly claimedBy?: Person;
  readonly decision?: RequestDecision;
  /** Until when approved access lasts. */
  readonly accessUntil?: string;
  /** Why it was blocked, failed or was revoked: a finished sentence. */
  readonly problem?: string;
  readonly revoked?: RequestDecision;
  /** The newest thirty, oldest first; the ledger has all. */
  readonly comments: readonly Comment[];
  readonly standing: readonly StandingCard[];
}

/** From each state, where a request may go. The diagram in docs/ is drawn from it. */
export const requestMoves: Readonly<Record<RequestState, readonly RequestState[]>> = {
  draft: ['submitted', 'withdrawn', 'expired'],
  submitted: ['in_review', 'blocked', 'failed', 'withdrawn'],
  in_review: ['approving', 'denied', 'returned', 'withdrawn'],
  returned: ['submitted', 'withdrawn', 'expired'],
  approving: ['approved', 'failed', 'blocked', 'revoked'],
  approved: ['revoked', 'expired'],
  denied: [],
  withdrawn: [],
  blocked: [],
  failed: [],
  revoked: [],
  expired: [],
};

/** What people read for a state. */
export const requestWords = {
  draft: 'Draft',
  submitted: 'Pending',
  in_review: 'Pending',
  returned: 'Returned',
  approving: 'Approving',
  approved: 'Approved',
  denied: 'Denied',
  withdrawn: 'Withdrawn',
  blocked: 'Blocked',
  failed: 'Failed',
  revoked: 'Revoked',
  expired: 'Expired',
} as const satisfies Record<RequestState, string>;

export type RequestWord = (typeof requestWords)[RequestState];

export const dataRequest = defineAggregate<DataRequest>({
  kind: 'request',
  schema: 1,
  initial: 'draft',
  transitions: requestMoves,
  listing: ({ number, author, state }) => ({
    order: orderOf(number),
    person: author.aadObjectId,
    group: requestWords[state],
  }),
  ledger: ({ workspace }) => workspace,
});

export function requestAddress(workspace: string, number: number): { partition: string; id: string } {
  return { partition: `workspace/${workspace}`, id: `request/${number}` };
}

/** The name that people say: `oncology-42`. */
export function requestName({ workspace, number }: Pick<DataRequest, 'workspace' | 'number'>): string {
  return `${workspace}-${number}`;
}

/** `oncology-42` -> its parts; undefined for what is no such name. */
export function parseRequestName(name: string): { workspace: string; number: number } | undefined {
  const [, workspace = '', digits = ''] =
    /^([a-z][a-z0-9-]{0,30})-([1-9]\d{0,8})$/.exec(name.trim().toLowerCase()) ?? [];
  return workspace ? { workspace, number: Number(digits) } : undefined;
}

/** True where the request waits for a decision. */
export function isPending({ state }: Pick<DataRequest, 'state'>): boolean {
  return state === 'submitted' || state === 'in_review';
}

/** True where somebody still waits for something: for a decision, or for its author to send it. */
export function isUndecided({ state }: Pick<DataRequest, 'state'>): boolean {
  return isPending({ state }) || state === 'draft' || state === 'returned';
}

export function totalBytes({ files }: Pick<DataRequest, 'files'>): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** Numbers in the order of numbers, also as text. */
function orderOf(number: number): string {
  return `${number}`.padStart(9, '0');
}
