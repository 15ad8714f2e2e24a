const subscription = '11111111-1111-1111-1111-111111111111';

export interface AlertSample {
  readonly subscription?: string;
  readonly group?: string;
  readonly spent: string;
  readonly unit?: string;
  readonly name?: string;
  readonly firedAt?: string;
  /** Fields of the alert in their place. */
  readonly AlertData?: Readonly<Record<string, string>>;
}

/** As an action group with the common alert schema posts it (Azure Monitor, "Common alert schema definitions for Test Action Group"). */
export function commonAlert({ firedAt = '2026-03-02T09:13:20.645Z', ...sample }: AlertSample): object {
  const { subscription: id = subscription, group, spent, unit = 'USD', name = 'Oncology' } = sample;
  const scope = `/subscriptions/${id}/${group ? `resourceGroups/${group}` : ''}`;
  return {
    schemaId: 'azureMonitorCommonAlertSchema',
    data: {
      essentials: {
        ...{ monitoringService: 'CostAlerts', firedDateTime: firedAt, description: `Your spend is now ${spent}.` },
        ...{ essentialsVersion: '1.0', alertContextVersion: '1.0', alertId: `${scope}providers/alerts/1` },
        ...{ alertRule: null, severity: null, signalType: null, monitorCondition: null, alertTargetIDs: null },
        ...{ configurationItems: ['budgets'], originAlertId: null },
      },
      alertContext: {
        AlertCategory: 'budgets',
        AlertData: {
          ...{ Scope: scope, ThresholdType: 'Actual', BudgetType: 'Cost', BudgetThreshold: '$50.00' },
          ...{ NotificationThresholdAmount: '$25.00', BudgetName: name, BudgetStartDate: '2026-03-01' },
          ...{ BudgetId: `${scope}/providers/Microsoft.Consumption/budgets/${name}`, Unit: unit, SpentAmount: spent },
          ...sample.AlertData,
        },
      },
    },
  };
}

/** As it was posted before, and still is without the common schema. */
export function olderAlert(sample: AlertSample): object {
  const { subscription: id = subscription, group = '', spent, unit = 'USD', name = 'Oncology' } = sample;
  return {
    schemaId: 'AIP Budget Notification',
    data: {
      ...{ SubscriptionName: 'test', SubscriptionId: id, EnrollmentNumber: '', ResourceGroup: group },
      ...{ SpendingAmount: spent, BudgetStartDate: '3/1/2026 12:00:00 AM +00:00', Budget: '10000', Unit: unit },
      ...{ BudgetCreator: 'admin@labdesk.example', BudgetName: name, BudgetType: 'Cost' },
      NotificationThresholdAmount: '8000.0',
    },
  };
}
