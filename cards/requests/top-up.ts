import { button } from '../button.ts';
import type { Card } from '../card.ts';
import { headline } from '../headline.ts';
import { cardTemplate } from '../render.ts';
import { shorten } from '../share.ts';
import { topUpTexts } from '../texts/top-ups.ts';
import { brief } from '../texts.ts';
import template from './top-up.json' with { type: 'json' };

const { form, actions } = topUpTexts;
const render = cardTemplate(template);
const mostBytes = { reason: 3_000, note: 600, amount: 40 } as const;

export interface TopUpForm {
  readonly workspace: { readonly id: string; readonly name: string };
  /** Of the budget: ISO 4217. */
  readonly currency: string;
  readonly amount: string;
  readonly reason: string;
  /** How the budget stands, in a sentence; empty where that is not known. */
  readonly state: string;
  /** What is missing or wrong, in finished sentences. */
  readonly note?: string;
}

/** Asks for more money: prefilled with what is known, to be sent to whoever decides. */
export function topUpForm({ workspace, currency, amount, reason, state, note = '' }: TopUpForm): Card {
  const title = form.title(brief(workspace.name));
  return render({
    fallbackText: `${title}: ${form.subtitle} ${shorten(note, mostBytes.note)}`.trim(),
    ...headline(title),
    subtitle: form.subtitle,
    note: shorten(note, mostBytes.note),
    state,
    amountLabel: form.amount(currency),
    amount: shorten(amount, mostBytes.amount),
    amountPlaceholder: form.amountPlaceholder,
    reasonLabel: form.reason,
    reason: shorten(reason, mostBytes.reason),
    reasonPlaceholder: form.reasonPlaceholder,
    buttons: [button(actions.send, 'budget.topup', { id: workspace.id }, { style: 'positive' })],
  });
}
