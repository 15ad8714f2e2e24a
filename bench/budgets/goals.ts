import type { BudgetFigures } from '../budgets.ts';
import type { Goal } from '../report.ts';

/** What is promised of sweeps and budgets. */
export function budgetGoals({ small, large, ratio, showCalls }: BudgetFigures): Goal[] {
  const [few, many] = [small, large].map(({ workspaces }) => workspaces.toLocaleString('en-GB'));
  const cpuRatio = large.cpuSeconds / small.cpuSeconds;
  return [
    {
      what: `a sweep over ${many} workspaces with three machines each`,
      wanted: '< 60 s, < 300 MiB',
      measured: `${large.seconds.toFixed(1)} s (${large.cpuSeconds.toFixed(1)} s of CPU), ${Math.round(large.peakRssMiB)} MiB`,
      met: large.seconds < 60 && large.peakRssMiB < 300,
    },
    {
      what: 'its calls: of costs above the pages of the query, and lists of machines a page',
      wanted: '≤ 5, 1',
      measured: `${large.costCallsMore}, ${large.listsAPage}`,
      met: large.costCallsMore <= 5 && large.listsAPage === 1,
    },
    {
      what: `its time, ${many} workspaces to ${few}`,
      wanted: '≤ 12 x',
      measured: `${ratio.toFixed(1)} x (${cpuRatio.toFixed(1)} x in CPU)`,
      met: ratio <= 12,
    },
    {
      what: 'calls to Azure in a hundred looks at a budget with fresh figures',
      wanted: '0',
      measured: `${showCalls}`,
      met: showCalls === 0,
    },
  ];
}
