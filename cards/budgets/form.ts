import { type PeriodKind, periodKinds } from '../../services/money/budget-period.ts';
import type { Money } from '../../services/money/money.ts';
import type { Person } from '../../services/people/people.ts';
import { button } from '../button.ts';
import type { Card } from '../card.ts';
import { harmless } from '../harmless.ts';
import { headline } from '../headline.ts';
import { moneyText } from '../money.ts';
import { cardTemplate } from '../render.ts';
import { shorten } from '../share.ts';
import { budgetTexts } from '../texts/budgets.ts';
import { brief } from '../wording.ts';
import template from './form.json' with { type: 'json' };

const { form: words, actions } = budgetTexts;
const render = cardTemplate(template, 16_000);
const mostPayers = 40;
/** The choice that nobody beside the admins decides. */
export const noPayer = 'none';

/** As far as it is known or was said; all of it text, as fields have it. */
export interface BudgetForm {
  readonly workspace: { readonly id: string; readonly name: string };
  readonly spent: Money | undefined;
  readonly amount: string;
  readonly currency: string;
  readonly per: PeriodKind;
  readonly costCentre: string;
  /** aadObjectId; empty for none. */
  readonly payer: string;
  readonly payers: readonly Person[];
  readonly thresholds: string;
  readonly graceHours: string;
  readonly note?: string;
  /** BCP 47. */
  readonly locale: string;
}

/** Asks what a workspace may spend, and by which rules. */
export function budgetForm(view: BudgetForm): Card {
  const { workspace, spent, note = '', locale, amount, currency, per, costCentre, thresholds, graceHours } = view;
  const title = words.title(brief(workspace.name));
  const subtitle = words.subtitle(spent && moneyText(spent, locale));
  const payers = view.payers.slice(0, mostPayers);
  return render({
    fallbackText: `${title}: ${subtitle}. ${shorten(note, 400)}`.trim(),
    ...headline(title),
    subtitle,
    note: shorten(note, 400),
    labels: words.labels,
    placeholders: words.placeholders,
    ...{ amount: shorten(amount, 60), currency, per, costCentre: shorten(costCentre, 300), thresholds, graceHours },
    pers: periodKinds.map((value) => ({ value, title: words.pers[value] })),
    payer: payers.some(({ aadObjectId }) => aadObjectId === view.payer) ? view.payer : noPayer,
    payers: [
      { value: noPayer, title: words.noPayer },
      ...payers.map(({ aadObjectId, name }) => ({ value: aadObjectId, title: harmless(brief(name)) })),
    ],
    buttons: [
      button(actions.set, 'budget.set', { id: workspace.id }, { style: 'positive' }),
      button(actions.show, 'budget.show', { id: workspace.id }, { mode: 'secondary' }),
    ],
  });
}
