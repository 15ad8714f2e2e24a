import { type Button, button } from '../button.ts';
import { budgetTexts } from '../texts/budgets.ts';
import { brief } from '../wording.ts';

const mostNames = 2;

/**
 * Names of whoever may ask for a top-up, where the reader may not, who is told then whom to ask.
 * Undefined where the reader may ask; empty where nobody is known by name.
 */
export type Askers = readonly string[] | undefined;

/** "Owner or Owner 2", "an owner"; undefined where the reader asks themselves. */
export function whomToAsk(askers: Askers): string | undefined {
  return askers && budgetTexts.askers(askers.slice(0, mostNames).map(brief));
}

/** "Ask Owner for a top-up."; empty where the reader asks themselves. */
export function askWhom(askers: Askers): string {
  const who = whomToAsk(askers);
  return who === undefined ? '' : budgetTexts.askFor(who);
}

/** For everybody, so that nobody looks for the way in vain: whoever may not ask is told who may. */
export function topUpButton(workspace: string, askers: Askers): Button {
  return button(budgetTexts.actions.topUp, 'budget.topup', { id: workspace }, askers ? {} : { style: 'positive' });
}
