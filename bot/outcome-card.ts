import { button } from '../cards/button.ts';
import type { Card } from '../cards/card.ts';
import { notice } from '../cards/talk/notice.ts';
import { question } from '../cards/talk/question.ts';
import { texts } from '../cards/texts.ts';
import type { Action } from './actions/action.ts';
import type { Outcome } from './dispatch.ts';

/** The card of an outcome that waits for the person; `note` says what was wrong with the last answer. */
export function outcomeCard(action: Action, outcome: Exclude<Outcome, { kind: 'answered' }>, note = ''): Card {
  switch (outcome.kind) {
    case 'confirm':
      return outcome.reply.card;
    case 'near': {
      const { kind, value, name, workspace } = outcome.meant;
      const yes = button(texts.talk.yes(name), action.name, { id: value }, { style: 'positive' });
      const all = kind === 'machine' && button(texts.machine.actions.all, 'machine.list', { id: workspace?.id ?? '' });
      return notice({
        title: texts.talk.didYouMean(name),
        subtitle: workspace?.name ?? '',
        buttons: all ? [yes, all] : [yes],
      });
    }
    case 'asked':
      return question({
        title: action.inputs[outcome.missing]?.ask ?? texts.workspace.which,
        subtitle: action.summary,
        note,
        fields: outcome.fields,
        buttons: [
          button(shortly(action), action.name, {}, { style: 'positive' }),
          button(texts.talk.help, 'help', {}, { mode: 'secondary' }),
        ],
      });
  }
}

/** What is said where a sentence fits no action: the three that come nearest. */
export function notUnderstoodCard(nearest: readonly Action[]): Card {
  return notice({
    title: texts.talk.notUnderstood,
    text: nearest.length > 0 ? texts.talk.nearest : texts.talk.nothing,
    buttons: [
      ...nearest.map((action) => button(shortly(action), action.name)),
      button(texts.talk.help, 'help', {}, { mode: nearest.length > 0 ? 'secondary' : 'primary' }),
    ],
  });
}

/** What the action does, short enough for a button. */
function shortly({ summary }: Action): string {
  return summary.split(',')[0]!;
}
