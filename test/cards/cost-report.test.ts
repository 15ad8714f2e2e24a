import assert from 'node:assert/strict';
import { parseReportId, reportId } from '../../cards/budgets/report-id.ts';
import type { Card } from '../../cards/card.ts';
import { costDimensions } from '../../services/costs/cost-summary.ts';
import { buttons, cardText } from '../support/card-content.ts';
import { costReport, costReportSamples, costSummary } from './cost-report-samples.ts';

describe('the card of a cost report', () => {
  it('says what was spent where and when, and what for, dearest first', () => {
    const text = cardText(costReport());
    assert.match(text, /Oncology cost 1,234\.5\d? EUR in February 2026/);
    assert.ok(text.indexOf('onc-1') < text.indexOf('onc-2'));
    assert.match(text, /In other currencies[\s\S]*3 USD/);
  });

  it('shows eight groups, the last of them the sum of all others', () => {
    const text = cardText(costReport({ summary: costSummary(40) }));
    assert.match(text, /33 others/);
    assert.doesNotMatch(text, /onc-8\b/);
  });

  it('writes sums as the reader does', () => {
    assert.match(cardText(costReport({ locale: 'de-DE' })), /1\.234,5\d? EUR/);
  });

  it('leads to the same report put together otherwise, and only where that says something', () => {
    const verbsOf = (card: Card) => buttons(card).filter(({ verb }) => verb === 'budget.report');
    const ids = verbsOf(costReport()).map(({ data }) => (data as { id: string }).id);
    assert.deepEqual(ids, [
      '.workspace.in-February-2026',
      '.costCentre.in-February-2026',
      'oncology.service.in-February-2026',
      'oncology.month.in-February-2026',
    ]);
    assert.equal(verbsOf(costReport({ names: new Map([['oncology', 'Oncology']]) })).length, 2);
    const all = verbsOf(costReport({ workspace: undefined, by: 'workspace' })).length;
    assert.equal(all, 4);
    assert.equal(verbsOf(costReportSamples['a report of too many workspaces']!).length, 0);
  });

  it('finds every report again by the id of its button, and nothing else is one', () => {
    for (const workspace of [undefined, 'oncology', 'a-b-2'])
      for (const by of costDimensions)
        for (const period of [
          undefined,
          'in March 2026',
          'last month',
          'since 2026-03-01',
          'from 2026-03-01 to 2026-04-02',
        ]) {
          const id = { by, ...(workspace && { workspace }), ...(period && { period }) };
          assert.deepEqual(parseReportId(reportId(id)), id, reportId(id));
        }
    for (const wrong of [
      '',
      'oncology',
      'oncology.x.',
      'a/b.service.',
      'oncology.service.a b',
      '..',
      'oncology.service',
    ])
      assert.equal(parseReportId(wrong), undefined, wrong);
  });
});
