import type { Budget } from '../../services/budgets/budget.ts';
import type { Standing } from '../../services/budgets/budget-rules.ts';
import { isPositive, type Money, plus, share } from '../../services/money/money.ts';
import type { Spending } from '../../services/money/spending.ts';
import { button } from '../button.ts';
import type { Card } from '../card.ts';
import { headline } from '../headline.ts';
import { moneyText, percentText } from '../money.ts';
import { cardTemplate } from '../render.ts';
import { budgetTexts } from '../texts/budgets.ts';
import { brief } from '../wording.ts';
import template from './confirm.json' with { type: 'json' };

const { confirm: words, actions, form, periods } = budgetTexts;
const render = cardTemplate(template, 16_000);

/** What a wish would make of a budget. */
export interface Consequence {
  readonly before: Budget | undefined;
  readonly after: Standing;
  readonly spending: Spending | undefined;
  /** Everything that runs would be stopped, now or after the time of grace. */
  readonly stops: boolean;
}

export interface ConfirmView extends Consequence {
  readonly workspace: { readonly id: string; readonly name: string };
  /** What else was wished, as fields have it; comes back with the press. */
  readonly kept: Readonly<Record<string, string>>;
  /** BCP 47. */
  readonly locale: string;
}

/** Asks before a budget is set, and names the consequence: what is spent of it already, whether it stops, and who is warned anew. */
export function confirmBudgetCard(view: ConfirmView): Card {
  const { workspace, before, after, kept, locale, stops } = view;
  const limit = limitText(after, locale);
  const title = words.title(brief(workspace.name), limit);
  const text = [
    before ? words.before(limitText(before, locale)) : words.first,
    spentText(view),
    ...costCentreText(view),
    ...followsText(view),
  ].join(' ');
  return render({
    fallbackText: `${title} ${text}`,
    ...headline(title),
    subtitle: '',
    text,
    kept: Object.entries(kept).map(([id, value]) => ({
      id,
      value,
      label: form.labels[id as keyof typeof form.labels],
    })),
    buttons: [
      button(
        actions.set,
        'budget.set',
        { id: `${workspace.id}/${after.limit.amount}_${after.limit.currency}_${after.per}`, confirmed: true },
        { style: stops ? 'destructive' : 'positive' },
      ),
      button(actions.leave, 'budget.show', { id: workspace.id }),
    ],
  });
}

function limitText({ limit, per }: Pick<Budget, 'limit' | 'per'>, locale: string): string {
  return `${moneyText(limit, locale)} ${periods[per]}`;
}

function spentText({ after: { limit }, spending, locale }: ConfirmView): string {
  if (!spending) return words.noFigures;
  const spent: Money = plus(spending.billed, spending.estimated);
  const text = moneyText(spent, locale);
  if (spent.currency !== limit.currency) return words.foreign(text);
  if (!isPositive(spent)) return words.nothingSpent;
  const part = share(spent, limit);
  return part === undefined ? words.spentOfNothing(text) : words.spent(text, percentText(part, locale));
}

/** Only where it changes. */
function costCentreText({ before, after }: ConfirmView): string[] {
  if (after.costCentre === before?.costCentre) return [];
  return [after.costCentre ? words.costCentre(brief(after.costCentre)) : words.noCostCentre];
}

function followsText({ before, after, stops, locale }: ConfirmView): string[] {
  const percent = (threshold: number) => percentText(threshold / 100, locale);
  const told = before?.told.thresholds ?? [];
  const rearmed = told.filter((threshold) => !after.told.thresholds.includes(threshold));
  const newly = after.told.thresholds.filter((threshold) => !told.includes(threshold));
  return [
    ...(stops ? [after.graceHours > 0 ? words.stopsLater(after.graceHours) : words.stops] : []),
    ...(before && before.state !== 'open' ? [after.state === 'open' && !stops ? words.opens : words.stays] : []),
    ...(rearmed.length > 0 ? [words.rearms(rearmed.map(percent))] : []),
    ...(newly.length > 0 ? [words.tells(newly.map(percent))] : []),
  ];
}
