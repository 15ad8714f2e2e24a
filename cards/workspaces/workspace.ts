import type { Workspace } from '../../services/workspaces.ts';
import { button } from '../button.ts';
import type { Card } from '../card.ts';
import { fact } from '../fact.ts';
import { headline } from '../headline.ts';
import { cardTemplate } from '../render.ts';
import { texts } from '../texts.ts';
import template from './workspace.json' with { type: 'json' };

const { workspace: words } = texts;
const render = cardTemplate(template);

export interface WorkspaceView {
  readonly workspace: Workspace;
  readonly role: string;
  /** Undefined for those who may not see it. */
  readonly inside?: { readonly people: number; readonly started: number; readonly machines: number };
}

export function workspaceCard({ workspace, role, inside }: WorkspaceView): Card {
  const summary = inside && texts.machine.list.summary(inside.started, inside.machines);
  return render({
    fallbackText: `${workspace.name}: ${summary ?? role}.`,
    ...headline(workspace.name),
    subtitle: role,
    facts: inside
      ? [...fact(words.facts.people, String(inside.people)), ...fact(words.facts.machines, summary ?? '')]
      : [],
    buttons: [
      ...(inside ? [button(words.show, 'machine.list', { id: workspace.id }, { style: 'positive' })] : []),
      button(words.switch, 'workspace.list', {}, { mode: inside ? 'secondary' : 'primary' }),
    ],
  });
}
