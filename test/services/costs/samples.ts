import type { CostLine, MonthCosts } from '../../../services/costs/month-costs.ts';
import { monthCostsAddress } from '../../../services/costs/month-costs.ts';

/** A machine's day in oncology, in euro, unless it is said otherwise. */
export function costLine(days: CostLine['days'], more: Partial<CostLine> = {}): CostLine {
  return {
    resource: 'microsoft.compute/virtualmachines/onc-r',
    service: 'Virtual Machines',
    currency: 'EUR',
    days,
    ...more,
  };
}

export function monthCosts(workspace: string, month: string, lines: readonly CostLine[]): MonthCosts {
  return { ...monthCostsAddress(workspace, month), kind: 'costs', schema: 1, workspace, month, lines };
}
