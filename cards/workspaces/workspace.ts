import type { Workspace } from '../../services/workspaces/workspaces.ts';
import { button } from '../button.ts';
import type { Card } from '../card.ts';
import { fact } from '../fact.ts';
import { headline } from '../headline.ts';
import { cardTemplate } from '../render.ts';
import { shorten } from '../share.ts';
import { texts } from '../texts.ts';
import template from './workspace.json' with { type: 'json' };

const { workspace: words } = texts;
const render = cardTemplate(template);
const purposeBytes = 2_000;

export interface WorkspaceView {
  readonly workspace: Workspace;
  readonly role: string;
  /** Undefined for those who may not see it. */
  readonly inside?: { readonly people: number; readonly started: number; readonly machines: number };
  /** Its last day, as people read it; undefined for one without an end. */
  readonly lastDay?: string | undefined;
}

export function workspaceCard({ workspace, role, inside, lastDay }: WorkspaceView): Card {
  const summary = inside && texts.machine.list.summary(inside.started, inside.machines);
  return render({
    fallbackText: `${workspace.name}: ${summary ?? role}.`,
    ...headline(workspace.name),
    subtitle: [role, workspace.archivedAt ? words.list.archived : ''].filter(Boolean).join(' · '),
    purpose: inside ? shorten(workspace.purpose ?? '', purposeBytes) : '',
    facts: inside
      ? [
          ...fact(words.facts.people, String(inside.people)),
          ...fact(words.facts.machines, summary ?? ''),
          ...(lastDay ? fact(words.facts.lastDay, lastDay) : []),
        ]
      : [],
    buttons: [
      ...(inside ? [button(words.show, 'machine.list', { id: workspace.id }, { style: 'positive' })] : []),
      button(words.switch, 'workspace.list', {}, { mode: inside ? 'secondary' : 'primary' }),
    ],
  });
}
