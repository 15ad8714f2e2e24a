import type { Roles } from '../../services/people/people.ts';
import type { Workspace } from '../../services/workspaces/workspaces.ts';
import { button } from '../button.ts';
import type { Card } from '../card.ts';
import { firstOf } from '../first-of.ts';
import { headline } from '../headline.ts';
import { cardTemplate } from '../render.ts';
import { texts } from '../texts.ts';
import template from './list.json' with { type: 'json' };

const { workspace: words } = texts;
const render = cardTemplate(template);
const pageSize = 8;

/** Somebody's workspaces, the one in use marked; `page` counts from 0. */
export function workspaceListCard(
  workspaces: readonly Workspace[],
  roles: Roles,
  current: string | undefined,
  page = 0,
): Card {
  const first = firstOf(page, workspaces.length, pageSize);
  const shown = workspaces.slice(first, first + pageSize);
  const left = workspaces.length - first - pageSize;
  return render({
    fallbackText: `${words.list.title}: ${shown.map(({ name }) => name).join(', ') || words.list.none}`,
    ...headline(words.list.title),
    subtitle: workspaces.length === 0 ? words.list.none : words.list.summary(workspaces.length),
    rows: shown.map(({ id, name, archivedAt }) => ({
      name,
      details: [roleIn(roles, id), archivedAt ? words.list.archived : '', id === current ? words.list.current : '']
        .filter(Boolean)
        .join(' · '),
      buttons: id === current ? [] : [button(words.list.use, 'workspace.use', { id })],
    })),
    buttons: left > 0 ? [button(`${left} more`, 'workspace.list', { id: String(first / pageSize + 1) })] : [],
  });
}

export function roleIn(roles: Roles, workspace: string): string {
  const role = roles.workspaces.get(workspace);
  return role ? words.role[role] : words.visitor;
}
