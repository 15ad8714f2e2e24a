import { confirmBudgetCard } from '../../../cards/budgets/confirm.ts';
import { moneyText } from '../../../cards/money.ts';
import { budgetTexts } from '../../../cards/texts/budgets.ts';
import { WorkspaceError } from '../../../services/errors.ts';
import { defineAction } from '../action.ts';
import { budgetReply } from './answer.ts';
import { consequenceOf } from './consequence.ts';
import { formReply, isFilledForm, keptOf, targetOf, wishFrom, wishInputs } from './wish.ts';

const { periods, set, form } = budgetTexts;

/** Sets what a workspace may spend: from a sentence after a question that names the consequence, or from the form. */
export const setBudget = defineAction({
  name: 'budget.set',
  summary: 'Set the budget of a workspace',
  phrases: [
    'set budget',
    'set a new budget',
    'set the budget to {amount}',
    'set the budget of {workspace} to {amount}',
    'set the budget of {workspace} to {amount} for cost centre {costCentre}',
    '{workspace} gets {amount} a month from cost centre {costCentre}',
    'change the cost centre of {workspace} to {costCentre}',
    'the cost centre of {workspace} is {costCentre}',
    'set budget {workspace} {amount}',
    'set {workspace} budget to {amount}',
    'budget {amount}',
    'change budget',
    'change the budget to {amount}',
    'change the budget of {workspace} to {amount}',
    'raise the budget to {amount}',
    'raise the budget of {workspace} to {amount}',
    'raise the limit of {workspace} to {amount}',
    'raise the spending limit to {amount}',
    'increase the budget to {amount}',
    'increase the budget of {workspace} to {amount}',
    'lower the budget to {amount}',
    'lower the budget of {workspace} to {amount}',
    'reduce the budget of {workspace} to {amount}',
    'cut the budget of {workspace} to {amount}',
    'limit the spending of {workspace} to {amount}',
    'limit {workspace} to {amount}',
    'cap {workspace} at {amount}',
    '{workspace} gets a budget of {amount}',
    '{workspace} gets a monthly budget of {amount}',
    '{workspace} gets {amount} a month',
    'give {workspace} a budget of {amount}',
    'give {workspace} {amount} a month',
    'the new budget of {workspace} is {amount}',
    'the budget of {workspace} is {amount}',
    'new budget for {workspace}: {amount}',
    'assign a budget of {amount} to {workspace}',
    'define a budget of {amount}',
    'adjust the budget',
    'edit the budget',
  ],
  permission: 'budget.manage',
  workspace: 'needed',
  inputs: wishInputs,
  target: targetOf,

  async confirm(values, context) {
    if (values.amount === undefined) return undefined;
    const { caller, workspace } = context;
    const consequence = await consequenceOf(values, context);
    // What cannot be is said on the form; what was filled in there is asked about only where work is lost.
    if (!consequence || (isFilledForm(values, context) && !consequence.stops)) return undefined;
    return {
      card: confirmBudgetCard({ ...consequence, workspace, kept: keptOf(values), locale: caller.locale }),
    };
  },

  async run(values, context) {
    const { caller, origin, services, workspace } = context;
    if (values.amount === undefined)
      return await formReply(values, context, isFilledForm(values, context) ? form.missing : '');
    try {
      const wish = await wishFrom(values, context);
      const { key, via } = origin;
      const { limit, per } = await services.budgets.set(caller, workspace, wish, { key, via });
      return await budgetReply(context, set(`${moneyText(limit, caller.locale)} ${periods[per]}`));
    } catch (error) {
      if (!(error instanceof WorkspaceError) || error.code !== 'invalid') throw error;
      return await formReply(values, context, error.message);
    }
  },
});
