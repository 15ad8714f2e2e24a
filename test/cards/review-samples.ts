import type { Card } from '../../cards/card.ts';
import { meCard } from '../../cards/members/me.ts';
import { type ReviewView, reviewCard, reviewedPerPage } from '../../cards/members/review.ts';
import type { AccessReview, ReviewAnswer } from '../../services/access-reviews/access-review.ts';
import { caller, now, owner, researcher, workspace } from '../support/machine-samples.ts';

const people = Array.from({ length: 30 }, (_, index) => ({
  aadObjectId: `97d48953-b00a-4ea6-86c6-4473222139${index + 10}`,
  name: `Researcher ${index + 2}`,
}));

export const answer: ReviewAnswer = {
  ...{ by: owner, at: now.toISOString(), key: 'key' },
  ...{ kept: people.slice(20, 27), removed: people.slice(27, 29) },
};

/** A review with so many who are not decided. */
export function reviewed(open: number, more: Partial<AccessReview> = {}, view: Partial<ReviewView> = {}): Card {
  const { page = 0 } = view;
  const review: AccessReview = {
    ...{ id: 'review-2026-Q1', partition: 'workspace/oncology', kind: 'access-review', schema: 1, version: 1 },
    ...{ state: open === 0 ? 'done' : 'open', history: [], archived: 0, effects: [], deadLetters: [] },
    ...{ workspace: 'oncology', period: '2026-Q1', startedAt: now.toISOString(), answers: [], people: [owner] },
    ...more,
  };
  const members = people.slice(page * reviewedPerPage, Math.min(open, (page + 1) * reviewedPerPage));
  const rows = members.map((person, index) => ({
    ...person,
    role: index === 0 ? ('owner' as const) : ('member' as const),
    machines: index === 1 ? ['onc-r'] : [],
    ...(index < 3 && { lastActivity: now.toISOString() }),
  }));
  return reviewCard({ workspace: workspace(), review, members: rows, open, page, now, ...view });
}

/** Three who signed in today, yesterday and long ago, and one of whom Entra says nothing. */
function signedIn(signIns: NonNullable<ReviewView['signIns']>): Card {
  const days = ['2026-03-02', '2026-03-01', '2025-11-30'];
  const members = people.slice(0, 4).map((person, index) => ({
    ...person,
    role: 'member' as const,
    machines: index === 1 ? ['onc-r'] : [],
    ...(days[index] && { lastSignIn: days[index] }),
    lastActivity: '2026-02-20',
  }));
  return reviewed(4, {}, { members, signIns, now: new Date('2026-03-02T10:00:00Z') });
}

const roles = caller(researcher, { oncology: 'member' }, { admin: true }).roles;
const places = Array.from({ length: 20 }, (_, index) => ({
  ...{ workspace: workspace(`study-${index}`), role: index % 2 === 0 ? ('owner' as const) : ('member' as const) },
  training: index % 3 === 0 ? { state: 'over' as const, name: 'safety training', until: '2026-01-31' } : undefined,
}));
const me = { name: researcher.name, locale: 'en-GB', now };

export const meSamples: Readonly<Record<string, Card>> = {
  'who somebody is': meCard({ ...me, roles, places: places.slice(0, 3), more: 0 }),
  'who somebody is who works everywhere': meCard({ ...me, roles, places, more: 5 }),
  'who a stranger is': meCard({ ...me, roles: caller(researcher, {}).roles, places: [], more: 0 }),
};

export const reviewSamples: Readonly<Record<string, Card>> = {
  'a review of members': reviewed(4),
  'a review of one who is left': reviewed(1, { answers: [answer] }),
  'a review of many, the first page': reviewed(30, { escalatedAt: now.toISOString() }),
  'a review of many, the second page': reviewed(25, { answers: [answer] }, { page: 1 }),
  'a review that is over': reviewed(0, { answers: [answer, { ...answer, kept: [], removed: [], rest: true }] }),
  'a review that the next one ended': reviewed(0, { state: 'lapsed' }),
  'a review with sign-ins': signedIn({ unknown: 1 }),
  'a review without the licence for sign-ins': reviewed(4, {}, { signIns: { unknown: 4, problem: 'licence' } }),
  'a review without the right to sign-ins': reviewed(4, {}, { signIns: { unknown: 4, problem: 'permission' } }),
  'a review where sign-ins did not come': signedIn({ unknown: 1, problem: 'silent' }),
  'a review that was called off': reviewed(0, { state: 'lapsed', isCalledOff: true }),
  'a review where somebody could not be removed': reviewed(2, {
    answers: [{ ...answer, kept: [], problem: 'Labdesk may not change this group. Tell an admin.' }],
  }),
};
