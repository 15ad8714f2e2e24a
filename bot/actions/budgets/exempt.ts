import { budgetTexts } from '../../../cards/texts/budgets.ts';
import { defineAction } from '../action.ts';
import { budgetReply } from './answer.ts';

const { exemption: words } = budgetTexts;
const minuteInMs = 60_000;

/** Lets a workspace go on without money for a time, by an admin's word and on record. */
export const exemptBudget = defineAction({
  name: 'budget.exempt',
  summary: 'Let a workspace go on without money for a time',
  phrases: [
    'exempt workspace',
    'exempt {workspace}',
    'exempt {workspace} for {duration}',
    'exempt {workspace} for {duration} because {reason}',
    'exempt {workspace} for {duration}: {reason}',
    'exempt {workspace} from its budget',
    'exempt {workspace} from its budget for {duration}',
    'exempt {workspace} from its budget for {duration} because {reason}',
    'let {workspace} go on without money',
    'let {workspace} go on without money for {duration}',
    'let {workspace} go on without money for {duration} because {reason}',
    'let {workspace} overspend for {duration}',
    'let {workspace} overspend for {duration} because {reason}',
    'ignore the budget of {workspace} for {duration}',
    'ignore the budget of {workspace} for {duration} because {reason}',
    'do not stop {workspace} for lack of money',
    'budget exemption for {workspace}',
    'budget exemption for {workspace} for {duration}',
  ],
  permission: 'budget.manage',
  workspace: 'needed',
  inputs: {
    duration: { kind: 'duration', ask: words.askDuration, label: words.duration },
    reason: { kind: 'text', ask: words.askReason, label: words.reason },
  },

  async run({ duration, reason }, context) {
    const { caller, origin, services, workspace, now } = context;
    const until = new Date(now.getTime() + Number(duration) * minuteInMs);
    const { key, via } = origin;
    await services.budgets.exempt(caller, workspace, { until, reason }, { key, via });
    return await budgetReply(context, words.begun);
  },
});
