import type { Workspace } from '../../services/workspaces/workspaces.ts';
import { stateBadge } from '../badge.ts';
import { button } from '../button.ts';
import type { Card } from '../card.ts';
import { notice } from '../talk/notice.ts';
import { ghostTexts as words } from '../texts/ghosts.ts';

/** Asks whoever started a machine whether it is still needed. */
export function ghostQuestion(
  machine: { readonly name: string; readonly version: number; readonly perDay?: string },
  workspace: Pick<Workspace, 'id' | 'name'>,
  asker: string,
): Card {
  const { name, version, perDay } = machine;
  return notice({
    title: words.ask.title(name),
    subtitle: [workspace.name, perDay ? words.perDay(perDay) : ''].filter(Boolean).join(' · '),
    badge: stateBadge('Started'),
    text: words.ask.text(asker, name),
    buttons: [
      button(words.actions.keepWeek, 'machine.keep', { id: `${workspace.id}/week.${name}` }, { style: 'positive' }),
      button(words.actions.stopNamed(name), 'machine.stop', { id: `${workspace.id}/${name}`, version }),
    ],
  });
}
