import { type PendingItem, type PendingKind, pendingKinds } from '../../services/desk/pending-item.ts';
import { stateBadge } from '../badge.ts';
import { type Button, button } from '../button.ts';
import type { Card } from '../card.ts';
import { headline } from '../headline.ts';
import { reviewId } from '../members/review-id.ts';
import { cardTemplate } from '../render.ts';
import { pendingTexts as words } from '../texts/admin-pending.ts';
import { brief } from '../wording.ts';
import template from './pending.json' with { type: 'json' };
import { type PendingView, pendingId } from './pending-id.ts';

const { actions, filters } = words;
const render = cardTemplate(template);

/** What a card holds to choose from; whoever has more writes the workspace's name. */
const mostChoices = 120;
const longestName = 40;

export interface PendingListView {
  /** One page, oldest first. */
  readonly items: readonly PendingItem[];
  readonly total: number;
  readonly overdue: number;
  readonly counts: Readonly<Record<PendingKind, number>>;
  readonly pages: number;
  /** What is shown. */
  readonly shown: PendingView;
  /** To choose from, by name. */
  readonly workspaces: readonly { readonly id: string; readonly name: string }[];
  readonly isCut: boolean;
}

/** All that waits, in rows that open with a press; for an admin's own chat. */
export function pendingCard(view: PendingListView, now: Date): Card {
  const { items, total, overdue, counts, pages, shown, isCut } = view;
  const isFiltered = shown.workspace !== undefined || shown.kind !== undefined;
  const title = words.title(total);
  const none = total === 0 ? words.none[isFiltered ? 'filtered' : 'all'] : '';
  const summary = total === 0 ? '' : words.summary(counts, overdue);
  return render({
    fallbackText: `${title}. ${none || summary}`,
    ...headline(title),
    subtitle: pages > 1 ? `${summary}. ${words.page(shown.page + 1, pages)}.` : summary,
    text: none || (isCut ? words.cut : ''),
    rows: items.map((item) => rowOf(item, now)),
    filters: {
      workspace: {
        ...{ label: filters.workspace, placeholder: filters.all, value: shown.workspace ?? '' },
        choices: choicesOf(view),
      },
      kind: {
        ...{ label: filters.kind, value: shown.kind ?? 'all' },
        choices: (['all', ...pendingKinds] as const).map((value) => ({ title: filters.kinds[value], value })),
      },
    },
    buttons: buttonsOf(shown, pages, isFiltered),
  });
}

function rowOf(item: PendingItem, now: Date): object {
  const { kind, workspace, name, word, since, turn, stage, takenBy, overdue } = item;
  const details = [
    words.kinds[kind],
    words.count(item),
    stage ? words.stages[stage] : '',
    words.turn(turn, takenBy === undefined ? undefined : brief(takenBy)),
    words.since((now.getTime() - Date.parse(since)) / 1000),
  ];
  return {
    name: brief(name),
    place: name === workspace.name ? '' : ` · ${brief(workspace.name)}`,
    details: details.filter(Boolean).join(' · '),
    badge: stateBadge(word),
    overdue: overdue ? words.overdue : '',
    showTitle: words.show(brief(name)),
    ...showOf(item),
  };
}

/** The card of the thing itself. */
function showOf({ kind, workspace, name }: PendingItem): { verb: string; data: object } {
  if (kind === 'machine') return { verb: 'machine.show', data: { id: `${workspace.id}/${name}` } };
  if (kind === 'workspace') return { verb: 'workspace.create', data: { id: `show/${workspace.id}` } };
  if (kind === 'archive') return { verb: 'workspace.archive', data: { id: workspace.id } };
  if (kind === 'review') return { verb: 'member.review', data: { id: reviewId(workspace.id, { page: 0 }) } };
  if (kind === 'budget') return { verb: 'budget.show', data: { id: workspace.id } };
  return { verb: 'request.show', data: { id: name } };
}

/** The one that is shown is always among them. */
function choicesOf({ workspaces, shown }: PendingListView) {
  const chosen = workspaces.filter(({ id }) => id === shown.workspace);
  const others = workspaces.filter(({ id }) => id !== shown.workspace);
  return [...chosen, ...others].slice(0, mostChoices).map(({ id, name }) => ({
    title: name.length > longestName ? `${name.slice(0, longestName - 1)}…` : name,
    value: id,
  }));
}

function buttonsOf(shown: PendingView, pages: number, isFiltered: boolean): Button[] {
  const { page, ...filter } = shown;
  const to = (title: string, view: PendingView, mode: Button['mode'] = 'primary') =>
    button(title, 'admin.pending', { id: pendingId(view) }, { mode });
  return [
    button(actions.filter, 'admin.pending'),
    ...(page + 1 < pages ? [to(actions.more, { ...filter, page: page + 1 })] : []),
    ...(page > 0 ? [to(actions.first, { ...filter, page: 0 })] : []),
    ...(isFiltered ? [to(actions.everything, { page: 0 })] : []),
    to(actions.refresh, shown, 'secondary'),
  ];
}
