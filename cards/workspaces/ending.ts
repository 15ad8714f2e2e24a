import { daysUntil, type EndingReader, type WorkspaceEnding } from '../../services/endings/workspace-ending.ts';
import type { Workspace } from '../../services/workspaces/workspaces.ts';
import { stateBadge } from '../badge.ts';
import { button } from '../button.ts';
import type { Card } from '../card.ts';
import { dayText } from '../money.ts';
import { endingTexts as words } from '../texts/workspace-archive.ts';
import { brief } from '../wording.ts';
import { renderArchive } from './archive-card.ts';

const { actions } = words;
const verb = 'workspace.archive';
const dayInMs = 86_400_000;
const usualExtensionInDays = 90;

export interface EndingView {
  readonly workspace: Workspace;
  readonly ending: WorkspaceEnding;
  readonly as: EndingReader['as'];
  /** The date that the card was posted for; another one by now was set since. */
  readonly endsOn: string;
  /** ISO date. */
  readonly today: string;
  /** What is wrong, in finished sentences. */
  readonly note?: string;
  /** BCP 47. */
  readonly locale: string;
}

/** How many days a workspace has left, in a few words without a full stop. @param today ISO date, as `endsOn` */
export function endingTitle({ name }: Pick<Workspace, 'name'>, endsOn: string, today: string): string {
  return words.title(brief(name), daysUntil(endsOn, today));
}

/** That a workspace comes to its end; admins change the date on it, or begin to archive it. */
export function endingCard({ workspace, ending, as, endsOn, today, note = '', locale }: EndingView): Card {
  const name = brief(workspace.name);
  const now = new Date(`${today}T12:00:00Z`);
  const on = (date: string) => dayText(date, now, locale);
  const show = button(actions.show(name), 'workspace.show', { id: workspace.id });
  if (ending.endsOn !== endsOn) {
    const { extended } = ending;
    const by = extended ? words.by(brief(extended.by.name), extended.before && on(extended.before)) : '';
    return renderArchive({
      title: words.extended(name, on(ending.endsOn)),
      note,
      texts: [by].filter(Boolean),
      buttons: [show],
    });
  }
  const daysLeft = daysUntil(endsOn, today);
  const isOver = daysLeft < 0;
  const isAdmin = as === 'admin';
  const later = new Date(Math.max(Date.parse(endsOn), now.getTime()) + usualExtensionInDays * dayInMs);
  const tomorrow = new Date(now.getTime() + dayInMs);
  return renderArchive({
    title: endingTitle(workspace, endsOn, today),
    ...(isOver && { badge: stateBadge('Over') }),
    note,
    texts: [words[as](on(endsOn), isOver)],
    ...(isAdmin && {
      date: { label: words.date, min: tomorrow.toISOString().slice(0, 10), value: later.toISOString().slice(0, 10) },
    }),
    buttons: isAdmin
      ? [
          button(actions.extend, verb, { id: `extend/${workspace.id}.${endsOn}` }, { style: 'positive' }),
          button(actions.archive(name), verb, { id: workspace.id }),
          show,
        ]
      : [show],
  });
}
