import type { Ghost, Ghosts } from '../../services/ghosts/ghosts.ts';
import { type Money, plus } from '../../services/money/money.ts';
import type { Workspace } from '../../services/workspaces/workspaces.ts';
import { type Button, button } from '../button.ts';
import type { Card } from '../card.ts';
import { headline } from '../headline.ts';
import { moneyText } from '../money.ts';
import { cardTemplate } from '../render.ts';
import { ghostTexts as words } from '../texts/ghosts.ts';
import { brief, span } from '../wording.ts';
import template from './ghosts.json' with { type: 'json' };

const render = cardTemplate(template);
/** Rows on the card: what costs most stands first. */
const mostRows = 8;

export interface GhostsView {
  readonly ghosts: Ghosts;
  readonly workspace: Pick<Workspace, 'id' | 'name'>;
  /** The version of each machine, by its name in lower case. */
  readonly versions: Readonly<Record<string, number>>;
  /** aadObjectId of whoever reads it. */
  readonly reader: string;
  /** BCP 47. */
  readonly locale: string;
}

/** What was found at night, what each costs a day, and what can be done about it. */
export function ghostsCard(view: GhostsView, now: Date): Card {
  const { ghosts, workspace, locale } = view;
  const found = ghosts.found.toSorted((a, b) => Number(b.perDay?.amount ?? 0) - Number(a.perDay?.amount ?? 0));
  const shown = found.slice(0, mostRows);
  const title = words.title(workspace.name);
  const total = totalOf(found);
  const summary = words.summary(found.length, total ? moneyText(total, locale) : '');
  const left = found.length - shown.length;
  const disks = found.some(({ kind }) => kind === 'disk') ? words.disks : '';
  return render({
    fallbackText: `${title}: ${summary}`,
    ...headline(title),
    subtitle: summary,
    rows: shown.map((ghost) => rowOf(ghost, view, now)),
    note: [left > 0 ? `${words.more(left)}.` : '', disks].filter(Boolean).join(' '),
  });
}

function rowOf(ghost: Ghost, view: GhostsView, now: Date): object {
  const { reader, locale } = view;
  const { kind, name, since, perDay, starter, answer } = ghost;
  const seconds = since ? (now.getTime() - Date.parse(since)) / 1000 : 0;
  const details = [
    words.kinds[kind],
    seconds >= 3600 ? words.since(span(seconds)) : '',
    starter ? words.startedBy(starter.name) : '',
  ];
  const isSelf = answer?.by.aadObjectId === reader;
  return {
    name: brief(name),
    perDay: perDay ? words.perDay(moneyText(perDay, locale)) : '',
    details: details.filter(Boolean).join(' · '),
    answer: answer ? words[answer.what](answer.by.name, isSelf) : '',
    buttons: kind === 'disk' || (answer && answer.what !== 'asked') ? [] : buttonsOf(ghost, view),
  };
}

function buttonsOf({ kind, name, starter, answer }: Ghost, view: GhostsView): Button[] {
  const { ghosts, workspace, versions, reader } = view;
  const version = versions[name.toLowerCase()] ?? 0;
  const canAsk = kind === 'idle' && starter && starter.aadObjectId !== reader && !answer;
  return [
    button(words.actions.stop, 'machine.stop', { id: `${workspace.id}/unused.${name}`, version }),
    button(words.actions.keep, 'machine.keep', { id: `${workspace.id}/week.${name}`, version: ghosts.round }),
    ...(canAsk
      ? [button(words.actions.ask, 'machine.ask', { id: `${workspace.id}/${name}`, version: ghosts.round })]
      : []),
  ];
}

/** Of one currency; undefined where there are several, or none is known. */
function totalOf(found: readonly Ghost[]): Money | undefined {
  const prices = found.flatMap(({ perDay }) => perDay ?? []);
  const [first, ...others] = prices;
  if (!first || others.some(({ currency }) => currency !== first.currency)) return undefined;
  return plus(first, ...others);
}
