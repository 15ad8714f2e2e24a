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
  readonly people: number;
  readonly started: number;
  readonly machines: number;
}

export function workspaceCard({ workspace, role, people, started, machines }: WorkspaceView): Card {
  return render({
    fallbackText: `${workspace.name}: ${texts.machine.list.summary(started, machines)}.`,
    ...headline(workspace.name),
    subtitle: role,
    facts: [
      ...fact(words.facts.people, String(people)),
      ...fact(words.facts.machines, texts.machine.list.summary(started, machines)),
    ],
    buttons: [
      button(words.show, 'machine.list', { id: workspace.id }, { style: 'positive' }),
      button(words.switch, 'workspace.list', {}, { mode: 'secondary' }),
    ],
  });
}
