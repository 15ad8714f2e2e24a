import type { Money } from '../../services/money/money.ts';
import { button } from '../button.ts';
import type { Card } from '../card.ts';
import { headline } from '../headline.ts';
import { moneyText } from '../money.ts';
import { cardTemplate } from '../render.ts';
import { shorten } from '../share.ts';
import { topUpTexts } from '../texts/top-ups.ts';
import { brief } from '../wording.ts';
import template from './top-up.json' with { type: 'json' };

const { form, actions } = topUpTexts;
const render = cardTemplate(template);
const mostBytes = { reason: 3_000, note: 600, amount: 40 } as const;

export interface TopUpForm {
  readonly workspace: { readonly id: string; readonly name: string };
  /** What may be spent in this period. */
  readonly limit: Money;
  /** What was spent of it, billed and estimated; undefined where that is not known. */
  readonly spent?: Money | undefined;
  readonly amount: string;
  readonly reason: string;
  /** What is missing or wrong, in finished sentences. */
  readonly note?: string;
  /** BCP 47. */
  readonly locale: string;
}

/** Asks for more money: prefilled with what is known, to be sent to whoever decides. */
export function topUpForm({ workspace, limit, spent, amount, reason, note = '', locale }: TopUpForm): Card {
  const title = form.title(brief(workspace.name));
  return render({
    fallbackText: `${title}: ${form.subtitle} ${shorten(note, mostBytes.note)}`.trim(),
    ...headline(title),
    subtitle: form.subtitle,
    note: shorten(note, mostBytes.note),
    state: form.state(moneyText(limit, locale), spent && moneyText(spent, locale)),
    amountLabel: form.amount(limit.currency),
    amount: shorten(amount, mostBytes.amount),
    amountPlaceholder: form.amountPlaceholder,
    reasonLabel: form.reason,
    reason: shorten(reason, mostBytes.reason),
    reasonPlaceholder: form.reasonPlaceholder,
    buttons: [button(actions.send, 'budget.topup', { id: workspace.id }, { style: 'positive' })],
  });
}
