import type { CostDimension } from '../../services/costs/cost-summary.ts';

/** Reports of costs, in English. */
export const costReportTexts = {
  title: (where: string, sum: string, period: string) => `${where} cost ${sum} ${period}`,
  titleOfNothing: (where: string, period: string) => `${where} cost nothing ${period}`,
  titleOfFile: (period: string) => `Your cost report ${period}`,
  all: 'All workspaces',
  subtitle: (from: string, to: string) => `${from} to ${to}, as Azure billed it`,
  by: {
    workspace: 'By workspace',
    costCentre: 'By cost centre',
    service: 'By service',
    machine: 'By machine',
    month: 'By month',
  } satisfies Record<CostDimension, string>,
  none: {
    workspace: 'No workspace',
    costCentre: 'Without a cost centre',
    service: 'Without a service',
    machine: 'Other than machines',
    month: '',
  } satisfies Record<CostDimension, string>,
  others: (count: number) => `${count} others`,
  foreign: 'In other currencies',
  nothing: 'Azure has billed nothing in these days yet. Its figures come 8 to 24 hours late.',
  tooMany: 'These are too many workspaces to add up here. The file has every day, resource and service.',
  files: 'The links are for you alone and good for 15 minutes. A file has a row for each day, resource and service.',
  csv: 'As CSV',
  xlsx: 'As Excel workbook',
  alt: (by: string, groups: string) => `Bars of costs, ${by.toLowerCase()}: ${groups}.`,
} as const;
