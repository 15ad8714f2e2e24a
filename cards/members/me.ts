import type { Roles, WorkspaceRole } from '../../services/people/people.ts';
import type { TrainingStanding } from '../../services/trainings/training.ts';
import { ago } from '../ago.ts';
import { button } from '../button.ts';
import type { Card } from '../card.ts';
import { headline } from '../headline.ts';
import { cardTemplate } from '../render.ts';
import { meTexts as words } from '../texts/me.ts';
import { brief } from '../wording.ts';
import template from './me.json' with { type: 'json' };
import { trainingText } from './training.ts';

const render = cardTemplate(template);

/** A workspace of whoever asks. */
export interface MyPlace {
  readonly workspace: { readonly id: string; readonly name: string };
  readonly role: WorkspaceRole;
  /** Undefined where the workspace asks for none. */
  readonly training: TrainingStanding | undefined;
}

export interface MeView {
  readonly name: string;
  readonly roles: Roles;
  readonly places: readonly MyPlace[];
  /** How many more there are. */
  readonly more: number;
  /** Of the reader, BCP 47. */
  readonly locale: string;
  readonly now: Date;
}

/** Who somebody is to Labdesk: their roles, what each may do, whether their trainings are valid, and when the directory said so. */
export function meCard({ name, roles, places, more, locale, now }: MeView): Card {
  const title = words.title(brief(name));
  const everywhere = [...(roles.admin ? (['admin'] as const) : []), ...(roles.reviewer ? (['reviewer'] as const) : [])];
  const plain = { training: '', color: 'Default' };
  const note = words.checked(ago(roles.checkedAt.toISOString(), now));
  return render({
    fallbackText: `${title}. ${places.map(({ workspace }) => brief(workspace.name)).join(', ') || words.none}`,
    ...headline(title),
    subtitle: places.length === 0 && everywhere.length === 0 ? words.none : words.in(places.length + more),
    rows: [
      ...everywhere.map((role) => ({ name: words.everywhere, role: words.roles[role], ...plain })),
      ...places.map(({ workspace, role, training }) => ({
        ...{ name: brief(workspace.name), role: words.roles[role] },
        training: training ? trainingText(training, now, locale) : '',
        color: training && training.state !== 'valid' ? 'Attention' : 'Default',
      })),
    ],
    note: more > 0 ? `${words.more(more)} ${note}` : note,
    buttons: [button(words.workspaces, 'workspace.list'), button(words.help, 'help', {}, { mode: 'secondary' })],
  });
}
