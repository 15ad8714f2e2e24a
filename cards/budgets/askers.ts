import { budgetTexts } from '../texts/budgets.ts';
import { brief } from '../texts.ts';

const mostNames = 2;

/**
 * Names of whoever may ask for a top-up, where the reader may not: no button then, which would be refused, but whom to ask.
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
