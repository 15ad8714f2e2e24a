import { topUpForm } from '../../../cards/requests/top-up.ts';
import { topUpTexts } from '../../../cards/texts/top-ups.ts';
import { limitAt } from '../../../services/budgets/budget.ts';
import { WorkspaceError } from '../../../services/errors.ts';
import { plus } from '../../../services/money/money.ts';
import { type Context, defineAction, type Reply } from '../action.ts';
import { commandOf, requestReply } from '../requests/answer.ts';

const { missing } = topUpTexts.form;

/** Asks for more money, as a request: opens the form with whatever was said filled in; pressed on the form it sends it. */
export const topUpBudget = defineAction({
  name: 'budget.topup',
  summary: 'Ask for more budget',
  phrases: [
    'top up',
    'top up the budget',
    'top up {workspace}',
    'top up {amount}',
    'top up {workspace} by {amount}',
    'top up by {amount} because {reason}',
    'top up by {amount} for {reason}',
    'top up {workspace} by {amount} for {reason}',
    'top up {workspace} by {amount} because {reason}',
    '{workspace} needs {amount} more for {reason}',
    'topup',
    'request a top up',
    'more budget',
    'more money',
    'more budget for {workspace}',
    'more budget please',
    'we need more budget',
    'we need more money',
    'we need {amount} more',
    'we need another {amount}',
    'we need {amount} more for {reason}',
    '{workspace} needs more budget',
    '{workspace} needs another {amount}',
    '{workspace} needs {amount} more',
    'can we have more budget',
    'can we get more money',
    'can we get {amount} more because {reason}',
    'can we get an additional {amount}',
    'could we get an extra {amount} for {reason}',
    'ask for more budget',
    'ask for more money',
    'ask for {amount} extra for {reason}',
    'ask for extra budget for {workspace}',
    'request more budget',
    'request extra budget',
    'request {amount} more',
    'request a budget increase',
    'increase our budget by {amount}',
    'raise the budget by {amount}',
    'add {amount} to the budget',
    'add {amount} to the budget of {workspace}',
    'apply for more budget',
    'extra budget',
    'additional budget of {amount}',
    'our money is running out, we need more',
    'the budget is used up, we need more',
    'our budget is not enough',
    'the budget is too small',
    'we ran out of budget',
    'extend the budget',
    'the budget is almost gone, we need more',
  ],
  permission: 'budget.ask',
  workspace: 'needed',
  inputs: {
    amount: { kind: 'amount', ask: 'How much more?', label: 'Amount', optional: true },
    reason: { kind: 'text', ask: 'What is the money for?', label: 'Why?', optional: true },
  },

  async run({ amount = '', reason = '' }, context) {
    const { caller, origin, services, workspace } = context;
    const isForm = origin.via === 'card' && (amount !== '' || reason !== '');
    if (!isForm) return await formReply(amount, reason, context);
    const lacks = [amount ? '' : missing.amount, reason ? '' : missing.reason].filter(Boolean).join(' ');
    if (lacks) return await formReply(amount, reason, context, lacks);
    try {
      const asked = services.topUps.ask(caller, workspace, { amount, reason }, commandOf(context, true));
      return requestReply(await asked, context);
    } catch (error) {
      if (!(error instanceof WorkspaceError) || error.code !== 'invalid') throw error;
      return await formReply(amount, reason, context, error.message);
    }
  },
});

/** The form as far as it is filled in; `note` says what is missing. @throws {WorkspaceError} conflict, without a budget */
async function formReply(amount: string, reason: string, context: Context, note = ''): Promise<Reply> {
  const { caller, services, workspace, now } = context;
  const budget = await services.topUps.budgetFor(caller, workspace);
  const limit = limitAt(budget, now);
  // What is left only helps to say how much more; where it is not known nobody waits for it.
  const spending = await services.spendings.get(workspace).catch(() => undefined);
  const isSame = spending?.billed.currency === limit.currency;
  const spent = isSame ? plus(spending.billed, spending.estimated) : undefined;
  return { card: topUpForm({ workspace, limit, spent, amount, reason, note, locale: caller.locale }) };
}
