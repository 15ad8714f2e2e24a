import type { ReviewAnswer } from '../../services/access-reviews/access-review.ts';
import type { ReviewPage } from '../../services/access-reviews/access-reviews.ts';
import { stateBadge } from '../badge.ts';
import { button } from '../button.ts';
import type { Card } from '../card.ts';
import { harmless } from '../harmless.ts';
import { headline } from '../headline.ts';
import { cardTemplate } from '../render.ts';
import { reviewTexts as words } from '../texts/reviews.ts';
import { brief } from '../wording.ts';
import { lastSeen } from './last-seen.ts';
import template from './review.json' with { type: 'json' };
import { reviewId } from './review-id.ts';

const { actions, answers: said } = words;
/** Object ids are among its data, which must stay whole. */
const render = cardTemplate(template, 16_000);
/** Rows on one page, each with a field: `row0` to `row9`. */
export const reviewedPerPage = 10;
/** The newest; who decided what before is in the record. */
const mostAnswers = 5;

export interface ReviewView extends ReviewPage {
  readonly workspace: { readonly id: string; readonly name: string };
  readonly now: Date;
}

/** Who stays: one choice a person, and what was decided before. */
export function reviewCard({ workspace, review, members, open, page, now, signIns }: ReviewView): Card {
  const { period, state, answers, escalatedAt, isCalledOff } = review;
  const title = words.title[state](brief(workspace.name));
  const isOpen = state === 'open';
  const text = isOpen ? words.ask : state === 'lapsed' ? words.over[isCalledOff ? 'calledOff' : 'lapsed'] : '';
  const left = open - (page + 1) * reviewedPerPage;
  const id = (says: Parameters<typeof reviewId>[1]) => ({ id: reviewId(workspace.id, says) });
  return render({
    fallbackText: `${title}. ${text}`.trim(),
    ...headline(title),
    subtitle: isOpen ? words.subtitle(period, open) : words.period(period),
    badge: stateBadge(words.badges[state]),
    text,
    note: isOpen && escalatedAt !== undefined ? words.escalated : '',
    signIns: isOpen && signIns ? aboutSignIns(signIns) : '',
    rows: members.map((member, index) => {
      const { aadObjectId, name } = member;
      return {
        ...{ id: `row${index}`, label: harmless(`${brief(name)} · ${lastSeen(member, now)}`) },
        value: `keep/${aadObjectId}`,
        options: [
          { title: words.keep, value: `keep/${aadObjectId}` },
          { title: words.remove, value: `remove/${aadObjectId}` },
        ],
      };
    }),
    answers: answers
      .slice(-mostAnswers)
      .flatMap(linesOf)
      .map((line) => ({ line })),
    buttons: isOpen
      ? [
          button(actions.decide(members.length), 'member.review', id({ does: 'decide', period }), {
            style: 'positive',
          }),
          button(actions.others, 'member.review', id({ does: 'keep', period })),
          ...(left > 0 ? [button(actions.more(left), 'member.review', id({ page: page + 1 }))] : []),
          ...(page > 0 ? [button(actions.first, 'member.review', id({ page: 0 }))] : []),
        ]
      : [button(actions.members, 'member.list', { id: workspace.id })],
  });
}

/** Why something else than a sign-in stands there; nothing where everybody's is known. */
function aboutSignIns({ unknown, problem }: NonNullable<ReviewView['signIns']>): string {
  if (unknown === 0) return '';
  return problem ? words.signIns[problem] : words.signIns.unknown(unknown);
}

function linesOf({ by, kept, removed, rest, problem }: ReviewAnswer): string[] {
  const names = (people: ReviewAnswer['kept']) => people.map(({ name }) => name);
  return [
    kept.length > 0 ? said.kept(by.name, names(kept)) : '',
    removed.length > 0 && problem === undefined ? said.removed(by.name, names(removed)) : '',
    removed.length > 0 && problem !== undefined ? `${said.failed(names(removed))} ${problem}` : '',
    rest ? said.rest(by.name) : '',
  ].filter(Boolean);
}
