import { isPositive, type Money } from '../../services/money/money.ts';
import { button } from '../button.ts';
import type { Card } from '../card.ts';
import { dayText, moneyText } from '../money.ts';
import { notice } from '../talk/notice.ts';
import { budgetTexts } from '../texts/budgets.ts';
import { texts } from '../texts.ts';
import { brief } from '../wording.ts';
import { type Askers, askWhom, topUpButton } from './askers.ts';

const { actions, refused: words } = budgetTexts;

export interface RefusedView {
  readonly workspace: { readonly id: string; readonly name: string };
  /** What may be spent, and since when it is gone, where that is known. */
  readonly refusal: { readonly limit: Money; readonly since?: string | undefined };
  readonly askers: Askers;
  /** BCP 47. */
  readonly locale: string;
  readonly now: Date;
}

/** Something was refused for want of money: why, and how there can be more. */
export function refusedCard({ workspace, refusal, askers, locale, now }: RefusedView): Card {
  const data = { id: workspace.id };
  const name = brief(workspace.name);
  const { limit, since } = refusal;
  const why = isPositive(limit)
    ? words.gone(name, moneyText(limit, locale), since && dayText(since, now, locale))
    : words.nothing(name, moneyText(limit, locale));
  return notice({
    title: texts.talk.errors['over-budget'],
    subtitle: name,
    text: `${why} ${askWhom(askers) || words.next}`,
    buttons: [topUpButton(workspace.id, askers), button(actions.show, 'budget.show', data)],
  });
}
