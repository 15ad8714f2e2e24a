import type { MemberPage } from '../../services/member-list.ts';
import { button } from '../button.ts';
import type { Card } from '../card.ts';
import { headline } from '../headline.ts';
import { cardTemplate } from '../render.ts';
import { memberTexts as words } from '../texts/members.ts';
import { brief } from '../texts.ts';
import { lastSeen } from './last-seen.ts';
import template from './list.json' with { type: 'json' };

const { actions, list } = words;
const render = cardTemplate(template);

/** Rows on one page. */
export const membersPerPage = 10;

export interface MemberListView extends MemberPage {
  readonly workspace: { readonly id: string; readonly name: string };
  /** True for whoever may add and remove people. */
  readonly manages: boolean;
  readonly now: Date;
}

/** Who is in a workspace: owners first, with their machines and when they were last here. */
export function memberListCard({ workspace, members, owners, count, page, manages, now }: MemberListView): Card {
  const title = list.title(brief(workspace.name));
  const left = count - (page + 1) * membersPerPage;
  const paged = (number: number) => ({ id: `${workspace.id}/${number}` });
  return render({
    fallbackText: `${title}: ${members.map(({ name }) => brief(name)).join(', ') || list.none}`,
    ...headline(title),
    subtitle: count === 0 ? list.none : list.summary(count, owners),
    rows: members.map((member) => ({ name: brief(member.name), details: lastSeen(member, now) })),
    buttons: [
      ...(manages
        ? [
            button(actions.add, 'member.add', { id: workspace.id }, { style: 'positive' }),
            button(actions.remove, 'member.remove', { id: workspace.id }),
          ]
        : []),
      ...(left > 0 ? [button(actions.more(left), 'member.list', paged(page + 1))] : []),
      ...(page > 0 ? [button(actions.first, 'member.list', paged(0))] : []),
    ],
  });
}
