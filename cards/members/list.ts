import type { ListedMember, MemberPage } from '../../services/members/member-list.ts';
import type { TrainingStanding } from '../../services/trainings/training.ts';
import type { TrainingPolicy } from '../../services/workspaces/workspaces.ts';
import { button } from '../button.ts';
import type { Card } from '../card.ts';
import { headline } from '../headline.ts';
import { cardTemplate } from '../render.ts';
import { memberTexts as words } from '../texts/members.ts';
import { trainingTexts } from '../texts/trainings.ts';
import { brief } from '../wording.ts';
import { lastSeen } from './last-seen.ts';
import template from './list.json' with { type: 'json' };
import { trainingText } from './training.ts';

const { actions, list } = words;
const render = cardTemplate(template);

/** Rows on one page. */
export const membersPerPage = 10;

export interface MemberListView extends MemberPage {
  readonly workspace: { readonly id: string; readonly name: string };
  /** True for whoever may add and remove people. */
  readonly manages: boolean;
  readonly now: Date;
  /** Where the workspace asks for one: how it stands with those whose date is known, by object id. */
  readonly trainings?: { readonly known: ReadonlyMap<string, TrainingStanding>; readonly policy: TrainingPolicy };
  /** Who looks: their own date is theirs to see. */
  readonly you: string;
  readonly locale: string;
}

/** Who is in a workspace: owners first, with their machines and when they were last here. */
export function memberListCard(view: MemberListView): Card {
  const { workspace, members, owners, count, page, manages, trainings } = view;
  const title = list.title(brief(workspace.name));
  const left = count - (page + 1) * membersPerPage;
  const paged = (number: number) => ({ id: `${workspace.id}/${number}` });
  return render({
    fallbackText: `${title}: ${members.map(({ name }) => brief(name)).join(', ') || list.none}`,
    ...headline(title),
    subtitle: count === 0 ? list.none : list.summary(count, owners),
    rows: members.map((member) => ({
      ...{ name: brief(member.name), details: detailsOf(member, view) },
      // One press on a row asks for that person's date.
      ...(manages &&
        trainings && {
          record: trainingTexts.row(member.name),
          data: { id: `${workspace.id}/${member.aadObjectId}` },
        }),
    })),
    buttons: [
      ...(manages
        ? [
            button(actions.add, 'member.add', { id: workspace.id }, { style: 'positive' }),
            button(actions.remove, 'member.remove', { id: workspace.id }),
            ...(trainings ? [button(trainingTexts.action, 'member.training', { id: workspace.id })] : []),
          ]
        : []),
      ...(left > 0 ? [button(actions.more(left), 'member.list', paged(page + 1))] : []),
      ...(page > 0 ? [button(actions.first, 'member.list', paged(0))] : []),
    ],
  });
}

/** Whose date is missing is for those who record it to see, and for themselves. */
function detailsOf(member: ListedMember, { trainings, manages, you, locale, now }: MemberListView): string {
  const seen = lastSeen(member, now);
  if (!trainings || !(manages || member.aadObjectId === you)) return seen;
  const { known, policy } = trainings;
  const standing = known.get(member.aadObjectId) ?? { state: 'missing', name: policy.name };
  return `${seen} · ${trainingText(standing, now, locale)}`;
}
