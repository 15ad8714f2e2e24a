import type { MonthCosts } from './month-costs.ts';

/** What one resource has cost with one service on one day: the row that every report is made of. */
export interface CostFact {
  /** In UTC: `2026-11-02`. */
  readonly day: string;
  /** The workspace's id. */
  readonly workspace: string;
  /** The resource's id behind its resource group, lower case; empty for what belongs to none. */
  readonly resource: string;
  readonly service: string;
  /** Plain decimal text. */
  readonly amount: string;
  /** ISO 4217. */
  readonly currency: string;
}

/** The facts of a month between two days, both among them, by day. */
export function factsOf({ workspace, month, lines }: MonthCosts, from = '', to = '9'): CostFact[] {
  return lines
    .flatMap(({ resource, service, currency, days }) =>
      Object.entries(days).map(([day, amount]) => ({
        ...{ day: `${month}-${day}`, workspace, resource, service, amount, currency },
      })),
    )
    .filter(({ day }) => day >= from && day <= to)
    .sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));
}

/** What a resource is called, and of what type it is: `onc-r`, `microsoft.compute/virtualmachines`. */
export function resourceOf(resource: string): { readonly name: string; readonly type: string } {
  const parts = resource.split('/');
  return { name: parts.at(-1) ?? '', type: parts.slice(0, -1).join('/') };
}

export function isMachine(resource: string): boolean {
  return resourceOf(resource).type === 'microsoft.compute/virtualmachines';
}
