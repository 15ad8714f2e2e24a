import { button } from '../../../cards/button.ts';
import { reviewCard, reviewedPerPage } from '../../../cards/members/review.ts';
import { readReviewId } from '../../../cards/members/review-id.ts';
import { dayText } from '../../../cards/money.ts';
import { notice } from '../../../cards/talk/notice.ts';
import { reviewTexts } from '../../../cards/texts/reviews.ts';
import { brief } from '../../../cards/wording.ts';
import { type Context, defineAction, type Input, type Reply } from '../action.ts';

const { next, actions } = reviewTexts;

const field = { kind: 'field', ask: 'Do they stay?', label: 'Stays', optional: true } as const satisfies Input;
const rows = Object.fromEntries(Array.from({ length: reviewedPerPage }, (_, index) => [`row${index}`, field]));

/** Who stays in a workspace: shows the review that is open, and takes what is decided on its card. */
export const reviewMembers = defineAction({
  name: 'member.review',
  summary: 'Say who stays in a workspace',
  phrases: [
    'review members',
    'review the members',
    'review the members of {workspace}',
    'review members of {workspace}',
    'review access to {workspace}',
    'access review',
    'access review of {workspace}',
    'member review',
    'start the member review',
    'open the access review',
    'show the review of members',
    'review who has access',
    'review who has access to {workspace}',
    'keep or remove members',
    'who stays in {workspace}',
    'who should stay in {workspace}',
    'decide who stays',
    'decide who stays in {workspace}',
    'go through the members of {workspace}',
    'check who still needs access',
    'check who still needs access to {workspace}',
    'recertify members',
    'recertify access to {workspace}',
    'recertification',
    'quarterly review of members',
    'review the people in {workspace}',
    'the review of the people in {workspace}',
    'show the review of the people of {workspace}',
    'open the review of {workspace}',
    'which members still need access',
    'which members still need access to {workspace}',
    'who still needs access to {workspace}',
    'does everybody still need access to {workspace}',
    'keep or remove people',
    'keep or remove people of {workspace}',
    'yearly review of members',
    'when is the next review of members',
    'when is the next access review',
    'when do I have to review the members',
  ],
  permission: 'member.manage',
  workspace: 'needed',
  inputs: {
    ...rows,
    page: { kind: 'page', ask: 'Which page?', label: 'Page', optional: true },
    does: { ...field, label: 'What' },
    period: { ...field, label: 'When' },
  },
  target: readReviewId,

  async run(values, context) {
    const { does, period, page } = values as Readonly<Record<string, string | undefined>>;
    const { caller, origin, services, workspace } = context;
    if (origin.via === 'card' && does && period) {
      const wish = { period, ...chosen(values), rest: does === 'keep' };
      const { conversationId, serviceUrl } = origin.conversation;
      // How removals go stands on a card of its own.
      const follower = { conversationId, serviceUrl };
      const review = await services.accessReviews.decide(caller, workspace, wish, { key: origin.key, follower });
      const shown = await services.accessReviews.page(workspace, review, 0, reviewedPerPage);
      return { card: reviewCard({ ...shown, workspace, now: context.now }) };
    }
    return await standingReply(context, Number(page ?? 0));
  },
});

/** Names and last activity of everybody are for the one who asked. */
async function standingReply({ caller, services, workspace, now }: Context, page: number): Promise<Reply> {
  const { shown, nextAt } = await services.accessReviews.standing(caller, workspace, page, reviewedPerPage);
  if (shown) return { card: reviewCard({ ...shown, workspace, now }), personal: true };
  const name = brief(workspace.name);
  const text = nextAt ? next.text(dayText(nextAt.toISOString(), now, caller.locale)) : next.never(name);
  const buttons = [button(actions.members, 'member.list', { id: workspace.id })];
  return { card: notice({ title: next.title(name), text, buttons }) };
}

/** What the fields of the card say: Teams sends them with whichever button is pressed. */
function chosen(values: Readonly<Record<string, string | undefined>>) {
  const said = Object.keys(rows).flatMap((row) => values[row] ?? []);
  const of = (what: string) =>
    said.filter((value) => value.startsWith(`${what}/`)).map((value) => value.slice(what.length + 1));
  return { keep: of('keep'), remove: of('remove') };
}
