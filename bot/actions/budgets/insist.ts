import { budgetTexts } from '../../../cards/texts/budgets.ts';
import { defineAction } from '../action.ts';
import { budgetReply } from './answer.ts';

/** Ends an exemption: from now on the budget counts again, and what it cannot pay is stopped. */
export const insistOnBudget = defineAction({
  name: 'budget.insist',
  summary: 'End the exemption of a workspace from its budget',
  phrases: [
    'end the exemption',
    'end the exemption of {workspace}',
    'no more exemption for {workspace}',
    'remove the exemption of {workspace}',
    'cancel the exemption of {workspace}',
    'lift the exemption of {workspace}',
    'stop the exemption of {workspace}',
    'hold {workspace} to its budget',
    'hold {workspace} to its budget again',
    'the budget of {workspace} counts again',
    'insist on the budget of {workspace}',
  ],
  permission: 'budget.manage',
  workspace: 'needed',
  inputs: {},

  async run(_values, context) {
    const { caller, origin, services, workspace } = context;
    const { key, via } = origin;
    await services.budgets.exempt(caller, workspace, undefined, { key, via });
    return await budgetReply(context, budgetTexts.exemption.ended);
  },
});
