import { DateTime } from 'luxon';
import { type Aggregate, type Decision, defineAggregate, type Effect, type NewEffect } from '../change/aggregate.ts';
import type { Person } from '../people/people.ts';
import { knownZone } from '../time/known-zone.ts';
import type { MemberPolicy } from '../workspaces/workspaces.ts';

/** What one owner or admin said at once. */
export interface ReviewAnswer {
  readonly by: Person;
  readonly at: string;
  /** The command's; its removals are carried out under it. */
  readonly key: string;
  readonly kept: readonly Person[];
  readonly removed: readonly Person[];
  /** True where everybody else who was there is kept. */
  readonly rest?: true;
  /** Why those who were to be removed were not: a finished sentence. */
  readonly problem?: string;
}

/** open: somebody is not decided yet; done: everybody is; lapsed: the next review began before, or the workspace has none any more. */
export type ReviewState = 'open' | 'done' | 'lapsed';

/**
 * Who stays in a workspace, asked once in a period. Who is there is the directory's to say and is not kept: the document holds
 * what was decided. One a workspace and period, so that two owners decide each person once.
 */
export interface AccessReview extends Aggregate<ReviewState> {
  readonly workspace: string;
  /** `2026-Q4`, or `2026` where a year is one. */
  readonly period: string;
  readonly startedAt: string;
  /** In the order they came. */
  readonly answers: readonly ReviewAnswer[];
  /** Who has a card of it. */
  readonly people: readonly Person[];
  /** True where nobody owned the workspace when it began, so that admins were asked from the first day on. */
  readonly isOwnerless?: true;
  /** When admins were asked, since nobody else had answered. */
  readonly escalatedAt?: string;
  /** True where it lapsed since the workspace shall have no reviews any more. */
  readonly isCalledOff?: true;
}

export const accessReview = defineAggregate<AccessReview>({
  kind: 'access-review',
  schema: 1,
  initial: 'open',
  transitions: { open: ['done', 'lapsed'], done: [], lapsed: [] },
  listing: ({ period, state }) => ({ order: period, group: state }),
  ledger: ({ workspace }) => workspace,
});

/** How many may be decided by name: each is in the record, which must not grow without end. */
export const mostNamed = 400;

export function reviewAddress(workspace: string, period: string): { partition: string; id: string } {
  return { partition: `workspace/${workspace}`, id: `review-${period}` };
}

/** A stretch of time in which everybody is asked about once. */
export interface ReviewPeriod {
  /** `2026-Q4`, `2026`. */
  readonly name: string;
  readonly from: Date;
}

type Rhythm = NonNullable<MemberPolicy['review']>;

/** The period around a moment, as calendars go in `zone` (IANA); undefined where nobody is asked. */
export function reviewPeriod(rhythm: Rhythm | undefined, at: Date, zone: string): ReviewPeriod | undefined {
  if (rhythm === 'never') return undefined;
  const local = DateTime.fromJSDate(at, { zone: knownZone(zone) });
  const from = local.startOf(rhythm === 'yearly' ? 'year' : 'quarter');
  const name = rhythm === 'yearly' ? `${from.year}` : `${from.year}-Q${from.quarter}`;
  return { name, from: from.toJSDate() };
}

/**
 * The first period whose review a workspace takes part in: the first that begins three months or more after Labdesk came to know it,
 * which is for a quarter the one after its first full one. Who was added last month needs no review.
 */
export function firstReview(rhythm: Rhythm | undefined, knownSince: Date, zone: string): ReviewPeriod | undefined {
  const ripe = DateTime.fromJSDate(knownSince, { zone: knownZone(zone) }).plus({ months: 3 });
  const around = reviewPeriod(rhythm, ripe.toJSDate(), zone);
  return around && around.from < ripe.toJSDate() ? periodAfter(rhythm, around, zone) : around;
}

export function periodAfter(rhythm: Rhythm | undefined, { from }: ReviewPeriod, zone: string): ReviewPeriod {
  const length = rhythm === 'yearly' ? { years: 1 } : { months: 3 };
  const next = DateTime.fromJSDate(from, { zone: knownZone(zone) }).plus(length);
  return reviewPeriod(rhythm, next.toJSDate(), zone)!;
}

/** Those of them who were not decided: nobody, once everybody was who was not named. */
export function undecided<P extends Person>({ answers }: Pick<AccessReview, 'answers'>, people: readonly P[]): P[] {
  if (answers.some(({ rest }) => rest)) return [];
  const decided = new Set(answers.flatMap(({ kept, removed }) => [...kept, ...removed]).map((one) => one.aadObjectId));
  return people.filter(({ aadObjectId }) => !decided.has(aadObjectId));
}

/** Everybody who has a card sees how things stand, those who join the list too. */
export function reviewCards(people: readonly Person[]): NewEffect[] {
  return people.map(({ aadObjectId, name }) => ({ kind: 'review.card', data: { to: aadObjectId, name } }));
}

export function isReviewCard({ kind }: Effect): boolean {
  return kind === 'review.card';
}

/** It is over: what would remind of it does not come any more. */
export function isReviewTimer({ kind }: Effect): boolean {
  return kind === 'review.remind' || kind === 'review.escalate';
}

/** The next one begins, and nobody decided everybody in time. */
export function decideLapse(current: AccessReview | undefined): Decision<AccessReview> | undefined {
  if (current?.state !== 'open') return undefined;
  return {
    next: { state: 'lapsed' },
    effects: reviewCards(current.people),
    cancel: (effect) => isReviewCard(effect) || isReviewTimer(effect),
  };
}

/** The workspace shall have no reviews any more, so that nobody is asked or reminded. */
export function decideCallOff(current: AccessReview | undefined): Decision<AccessReview> | undefined {
  const lapse = decideLapse(current);
  return lapse && { ...lapse, next: { ...lapse.next, isCalledOff: true } };
}
