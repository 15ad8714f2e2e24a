import type { IdleMachine } from '../../services/ghosts/idle-machines.ts';
import { button } from '../button.ts';
import type { Card } from '../card.ts';
import { harmless } from '../harmless.ts';
import { headline } from '../headline.ts';
import { moneyText } from '../money.ts';
import { cardTemplate } from '../render.ts';
import { idleTexts as words } from '../texts/idle.ts';
import { brief, span } from '../wording.ts';
import template from './idle.json' with { type: 'json' };

const { actions } = words;
const render = cardTemplate(template);
const mostRows = 20;

export interface IdleView {
  readonly workspace: { readonly id: string; readonly name: string };
  /** The dearest first. */
  readonly idle: readonly IdleMachine[];
  /** BCP 47. */
  readonly locale: string;
  readonly now: Date;
  /** What was wrong, a finished sentence. */
  readonly note?: string;
}

/** Machines that run for nobody, each with its price and a tick; its button stops those that are ticked, and the card says what that means. */
export function idleCard({ workspace, idle, locale, now, note = '' }: IdleView): Card {
  const data = { id: workspace.id };
  const name = brief(workspace.name);
  const shown = idle.slice(0, mostRows);
  const ticked = shown.filter(({ isLeft }) => !isLeft);
  const left = shown.length - ticked.length;
  const title = shown.length > 0 ? words.title(idle.length, name) : words.none(name);
  const text =
    shown.length > 0 ? [words.text, left > 0 ? words.left(left) : ''].filter(Boolean).join(' ') : words.noneText;
  return render({
    fallbackText: [`${title}.`, note, text].filter(Boolean).join(' '),
    ...headline(title),
    subtitle: '',
    note,
    text,
    label: words.label,
    choices: shown.map(({ machine: { name: value, since }, perHour }) => {
      const runs = since ? span((now.getTime() - since.getTime()) / 1000) : '';
      const price = perHour ? moneyText(perHour, locale) : '';
      return { value, title: harmless(words.choice(value, price, runs)) };
    }),
    ticked: ticked.map(({ machine }) => machine.name).join(','),
    more: idle.length > shown.length ? words.more(idle.length - shown.length) : '',
    buttons:
      shown.length > 0
        ? [
            button(actions.stop, 'machine.idle', { ...data, confirmed: true }, { style: 'destructive' }),
            button(actions.leave, 'budget.show', data),
            button(actions.list, 'machine.list', data, { mode: 'secondary' }),
          ]
        : [button(actions.list, 'machine.list', data, { style: 'positive' })],
  });
}
