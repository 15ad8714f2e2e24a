import { z } from 'zod';
import { type Money, money } from '../../services/money/money.ts';

/** What an Azure budget says when one of its thresholds is reached. */
export interface BudgetAlert {
  readonly budgetName: string;
  /** Lower case; undefined where the alert names none. */
  readonly subscriptionId?: string;
  /** Lower case; undefined for a budget of a whole subscription. */
  readonly resourceGroup?: string;
  readonly spent: Money;
  readonly firedAt?: Date;
}

const text = z.string().max(2048);

/** Azure Monitor, "Common alert schema definitions for Test Action Group": Actual Cost Budget and Forecasted Budget. */
const commonShape = z.object({
  schemaId: z.literal('azureMonitorCommonAlertSchema'),
  data: z.object({
    essentials: z.object({ monitoringService: z.literal('CostAlerts'), firedDateTime: text.nullish() }),
    alertContext: z.object({
      AlertData: z.object({
        Scope: text.nullish(),
        ThresholdType: text.nullish(),
        BudgetType: text.nullish(),
        BudgetName: text,
        BudgetId: text.nullish(),
        Unit: text,
        SpentAmount: text,
      }),
    }),
  }),
});

/** The same page: Budget; also Cost Management, "Manage costs with budgets". */
const olderShape = z.object({
  schemaId: z.literal('AIP Budget Notification'),
  data: z.object({
    SubscriptionId: text.nullish(),
    ResourceGroup: text.nullish(),
    SpendingAmount: text,
    Unit: text,
    BudgetName: text,
    BudgetType: text.nullish(),
  }),
});

const scopeShape = /^\/subscriptions\/([^/]+)(?:\/resourcegroups\/([^/]+))?/i;
const plainNumber = /^-?\d+(\.\d+)?$/;
/** As people write sums: digits, separators, and a decimal part of one or two digits at the end. */
const formatted = /^(-?)\D*(\d[\d.,'\u00a0\u202f ]*?)(?:[.,](\d{1,2}))?\D*$/;

/** Undefined for any other message, for a forecast, and for a sum that cannot be read: none of them says what was spent. */
export function budgetAlertOf(body: unknown): BudgetAlert | undefined {
  const common = commonShape.safeParse(body);
  if (common.success) return commonAlert(common.data.data);
  const older = olderShape.safeParse(body);
  return older.success ? olderAlert(older.data.data) : undefined;
}

function commonAlert({ essentials, alertContext }: z.infer<typeof commonShape>['data']): BudgetAlert | undefined {
  const { Scope, ThresholdType, BudgetType, BudgetName, BudgetId, Unit, SpentAmount } = alertContext.AlertData;
  const isSpent = isWord(ThresholdType, 'Actual') && isWord(BudgetType, 'Cost');
  const spent = sumOf(SpentAmount, Unit);
  if (!isSpent || !spent) return undefined;
  const [, subscription, group] = scopeShape.exec(Scope ?? '') ?? scopeShape.exec(BudgetId ?? '') ?? [];
  const firedAt = new Date(essentials.firedDateTime ?? Number.NaN);
  return {
    ...{ budgetName: BudgetName, spent },
    ...(subscription && { subscriptionId: subscription.toLowerCase() }),
    ...(group && { resourceGroup: group.toLowerCase() }),
    ...(!Number.isNaN(firedAt.getTime()) && { firedAt }),
  };
}

function olderAlert(data: z.infer<typeof olderShape>['data']): BudgetAlert | undefined {
  const { SubscriptionId, ResourceGroup, SpendingAmount, Unit, BudgetName, BudgetType } = data;
  const spent = sumOf(SpendingAmount, Unit);
  if (!isWord(BudgetType, 'Cost') || !spent) return undefined;
  return {
    ...{ budgetName: BudgetName, spent },
    ...(SubscriptionId && { subscriptionId: SubscriptionId.toLowerCase() }),
    ...(ResourceGroup && { resourceGroup: ResourceGroup.toLowerCase() }),
  };
}

/** A field that is missing does not contradict. */
function isWord(value: string | null | undefined, wanted: string): boolean {
  return !value || value.toLowerCase() === wanted.toLowerCase();
}

function sumOf(amount: string, unit: string): Money | undefined {
  const plain = amount.trim();
  const currency = unit.trim().toUpperCase();
  if (!/^[A-Z]{3}$/.test(currency) || plain.length > 40) return undefined;
  if (plainNumber.test(plain)) return money(plain, currency);
  const [, sign, whole, places = '0'] = formatted.exec(plain) ?? [];
  return whole === undefined ? undefined : money(`${sign}${whole.replace(/\D/g, '')}.${places}`, currency);
}
