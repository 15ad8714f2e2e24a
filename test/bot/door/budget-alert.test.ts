import assert from 'node:assert/strict';
import { budgetAlertOf } from '../../../bot/door/budget-alert.ts';
import { commonAlert, olderAlert } from '../../support/budget-alerts.ts';

describe('What Azure’s budgets report', () => {
  it('is read in the common schema', () => {
    assert.deepEqual(budgetAlertOf(commonAlert({ group: 'RG-Oncology', spent: '$11,111.00' })), {
      budgetName: 'Oncology',
      subscriptionId: '11111111-1111-1111-1111-111111111111',
      resourceGroup: 'rg-oncology',
      spent: { amount: '11111', currency: 'USD' },
      firedAt: new Date('2026-03-02T09:13:20.645Z'),
    });
  });

  it('is read in the older one', () => {
    assert.deepEqual(budgetAlertOf(olderAlert({ group: 'Test-RG', spent: '1111.32', unit: 'EUR' })), {
      budgetName: 'Oncology',
      subscriptionId: '11111111-1111-1111-1111-111111111111',
      resourceGroup: 'test-rg',
      spent: { amount: '1111.32', currency: 'EUR' },
    });
  });

  it('names no resource group where the budget is a whole subscription’s', () => {
    assert.equal(budgetAlertOf(commonAlert({ spent: '$1.00' }))?.resourceGroup, undefined);
    assert.equal(budgetAlertOf(olderAlert({ group: '', spent: '1' }))?.resourceGroup, undefined);
  });

  for (const [written, amount] of [
    ['100', '100'],
    ['8000.0', '8000'],
    ['1234.567', '1234.567'],
    ['€11.111,50', '11111.5'],
    ['11 111,50 €', '11111.5'],
    ['11\u202f111,5 €', '11111.5'],
    ["CHF 11'111.05", '11111.05'],
    ['¥11,111', '11111'],
    ['-$5.00', '-5'],
    ['1e9', undefined],
    ['much', undefined],
    ['', undefined],
  ] as const)
    it(`reads "${written}" as ${amount ?? 'no sum'}`, () => {
      assert.equal(budgetAlertOf(commonAlert({ group: 'rg', spent: written }))?.spent.amount, amount);
    });

  it('is not what was spent where it is a forecast, a reservation’s, or no budget’s at all', () => {
    assert.equal(budgetAlertOf(commonAlert({ spent: '$1.00', AlertData: { ThresholdType: 'Forecasted' } })), undefined);
    assert.equal(
      budgetAlertOf(commonAlert({ spent: '$1.00', AlertData: { BudgetType: 'ReservationUtilization' } })),
      undefined,
    );
    assert.equal(budgetAlertOf(commonAlert({ spent: '$1.00', AlertData: { Unit: 'dollars' } })), undefined);
    for (const other of [null, 1, 'text', [], {}, { schemaId: 'azureMonitorCommonAlertSchema', data: {} }])
      assert.equal(budgetAlertOf(other), undefined);
  });
});
