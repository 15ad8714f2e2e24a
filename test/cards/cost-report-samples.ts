import { type ReportView, reportCard } from '../../cards/budgets/report.ts';
import type { Card } from '../../cards/card.ts';
import type { CostSummary } from '../../services/costs/cost-summary.ts';
import { money } from '../../services/money/money.ts';
import { now } from '../support/machine-samples.ts';

/** Sums of so many groups, dearest first. */
export function costSummary(count: number, currency = 'EUR'): CostSummary {
  const groups = Array.from({ length: count }, (_, index) => ({
    name: `onc-${index + 1}`,
    sum: money(`${(count - index) * 12}.345`, currency),
  }));
  return { totals: count > 0 ? [money('1234.5', currency), money('3', 'USD')] : [], groups };
}

export function costReport(more: Partial<ReportView> = {}): Card {
  return reportCard({
    workspace: { id: 'oncology', name: 'Oncology' },
    period: { from: '2026-02-01', to: '2026-02-28', words: 'in February 2026' },
    said: 'in February 2026',
    by: 'machine',
    summary: costSummary(3),
    names: new Map([
      ['oncology', 'Oncology'],
      ['genomics', 'Genomics'],
    ]),
    urls: {
      csv: `https://labdesk.example/costs/${'a'.repeat(32)}`,
      xlsx: `https://labdesk.example/costs/${'b'.repeat(32)}`,
    },
    locale: 'en-GB',
    now,
    ...more,
  });
}

export const costReportSamples: Readonly<Record<string, Card>> = {
  'a report of costs by machine': costReport(),
  'a report of costs with many groups': costReport({ summary: costSummary(40) }),
  'a report of all workspaces by cost centre': costReport({
    workspace: undefined,
    by: 'costCentre',
    summary: { ...costSummary(2), groups: [{ name: '', sum: money('5', 'EUR') }, ...costSummary(2).groups] },
    locale: 'de-DE',
  }),
  'a report of nothing': costReport({ summary: costSummary(0) }),
  'a report of too many workspaces': costReport({ workspace: undefined, by: 'workspace', summary: undefined }),
};
