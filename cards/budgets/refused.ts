import { button } from '../button.ts';
import type { Card } from '../card.ts';
import { notice } from '../talk/notice.ts';
import { budgetTexts } from '../texts/budgets.ts';
import { brief, texts } from '../texts.ts';

const { actions } = budgetTexts;

/** Something was refused for want of money: why, and how there can be more. */
export function refusedCard(workspace: { readonly id: string; readonly name: string }, message: string): Card {
  const data = { id: workspace.id };
  return notice({
    title: texts.talk.errors['over-budget'],
    subtitle: brief(workspace.name),
    text: message,
    buttons: [
      button(actions.topUp, 'budget.topup', data, { style: 'positive' }),
      button(actions.show, 'budget.show', data),
    ],
  });
}
