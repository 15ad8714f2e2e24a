import { reportCard } from '../../../cards/budgets/report.ts';
import { parseReportId } from '../../../cards/budgets/report-id.ts';
import { reportPeriod } from '../../../services/costs/cost-reports.ts';
import { type CostDimension, costDimensions } from '../../../services/costs/cost-summary.ts';
import { parsePeriod } from '../../../services/time/period.ts';
import type { Workspace } from '../../../services/workspaces/workspaces.ts';
import { type Context, defineAction } from '../action.ts';

export const reportBudget = defineAction({
  name: 'budget.report',
  summary: 'Report costs by machine, service or cost centre',
  phrases: [
    'cost report',
    'cost report {by}',
    'cost report {period}',
    'costs {by}',
    'costs {by} {period}',
    'how are the costs split {by}',
    'split the costs {by}',
    'budget report',
    'spending report',
    'report of costs',
    'report the costs of {workspace}',
    'report of the spending in {workspace}',
    'report on spending',
    'cost report for {workspace}',
    'cost report for last month',
    'monthly cost report',
    'monthly cost overview',
    'send me a cost report',
    'send a budget report',
    'I need a report of our costs',
    'cost overview per machine',
    'costs per machine',
    'spending by machine',
    'expenses per machine',
    'show costs by machine',
    'show the expenses per machine for this month',
    'cost breakdown',
    'break down the costs',
    'break down the spending of {workspace} by machine',
    'break down what we spent by machine',
    'split costs by machine',
    'how are the costs split over the machines',
    'how do our costs break down',
    'which machine costs most',
    'which machine is the most expensive',
    'what costs the most',
    'where does the money go',
    'what do we spend our money on',
    'financial report',
    'expense report',
    'invoice',
    'costs of last month',
    'export costs',
    'what does each machine cost',
    'how much does each machine cost',
    'monthly report',
  ],
  permission: 'budget.report',
  workspace: 'optional',
  inputs: {
    workspace: { kind: 'workspace', ask: 'Which workspace?', label: 'Workspace', optional: true },
    period: { kind: 'period', ask: 'When?', label: 'When', optional: true },
    by: {
      kind: 'choice',
      ask: 'Put together by what?',
      label: 'By',
      optional: true,
      choices: {
        workspace: ['by workspace', 'per workspace', 'for each workspace', 'of each workspace'],
        costCentre: ['by cost centre', 'per cost centre', 'by cost center', 'per cost center', 'for each cost centre'],
        service: ['by service', 'per service', 'by kind', 'for each service'],
        machine: ['by machine', 'per machine', 'by vm', 'per vm', 'for each machine', 'machine by machine'],
        month: ['by month', 'per month', 'for each month', 'month by month'],
      } satisfies Record<CostDimension, readonly string[]>,
    },
  },
  target: (id) => {
    const { workspace, by, period } = parseReportId(id) ?? {};
    return by && { by, ...(workspace && { workspace }), ...(period && { period }) };
  },

  async run({ workspace: named, period: when, by }, context) {
    const { caller, services, origin, now } = context;
    const workspaces = await services.workspaces.list(caller);
    const dimension = costDimensions.find((each) => each === by);
    const workspace = placeOf(named, dimension, workspaces, context);
    const usual = workspace ? 'machine' : 'workspace';
    const period = reportPeriod(when === undefined ? undefined : parsePeriod(when, now), now);
    const [summary, { tokens }] = await Promise.all([
      services.costReports.summary(caller, workspace, period, dimension ?? usual),
      services.costLinks.open(caller, workspace, period, origin),
    ]);
    const card = reportCard({
      ...{ workspace, period, by: dimension ?? usual, summary, locale: caller.locale, now },
      ...(when !== undefined && { said: when }),
      names: new Map(workspaces.map(({ id, name }) => [id, name])),
      urls: { csv: linkOf(tokens.csv, context), xlsx: linkOf(tokens.xlsx, context) },
    });
    return { card, personal: true };
  },
});

/** The workspace that was named, or that the conversation is about; all of them where they are to be compared. */
function placeOf(
  named: string | undefined,
  by: CostDimension | undefined,
  workspaces: readonly Workspace[],
  { current }: Context,
): Workspace | undefined {
  if (named !== undefined) return workspaces.find(({ id }) => id === named);
  if (workspaces.length === 1) return workspaces[0];
  return by === 'workspace' || by === 'costCentre' ? undefined : current;
}

function linkOf(token: string, { origin }: Context): string {
  return origin.linkTo(`/costs/${token}`);
}
