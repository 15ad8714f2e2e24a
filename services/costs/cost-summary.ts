import { compare, type Money, money, nothing, plus } from '../money/money.ts';
import { type CostFact, isMachine, resourceOf } from './cost-facts.ts';
import { monthOf } from './month-costs.ts';

/** By what costs are put together. */
export const costDimensions = ['workspace', 'costCentre', 'service', 'machine', 'month'] as const;
export type CostDimension = (typeof costDimensions)[number];

/** What belongs together, and what it cost in the currency of the summary. */
export interface CostGroup {
  /** Empty for what has no such thing: no cost centre, no machine. */
  readonly name: string;
  readonly sum: Money;
}

export interface CostSummary {
  /** One for each currency that something was billed in, the largest first; none where nothing was. */
  readonly totals: readonly Money[];
  /** In the first of these currencies alone; dearest first, months in their order. */
  readonly groups: readonly CostGroup[];
}

/** Puts facts together. `costCentres` by workspace id. Sums of a currency only: nobody here knows a rate. */
export function summarise(
  facts: Iterable<CostFact>,
  by: CostDimension,
  costCentres: ReadonlyMap<string, string | undefined>,
): CostSummary {
  const byCurrency = new Map<string, Map<string, Money>>();
  for (const fact of facts) {
    const groups = byCurrency.get(fact.currency) ?? new Map<string, Money>();
    byCurrency.set(fact.currency, groups);
    const name = nameIn(fact, by, costCentres);
    groups.set(name, plus(groups.get(name) ?? nothing(fact.currency), money(fact.amount, fact.currency)));
  }
  const sums = [...byCurrency].map(([currency, groups]) => ({
    total: plus(nothing(currency), ...groups.values()),
    groups: [...groups].map(([name, sum]) => ({ name, sum })),
  }));
  sums.sort((a, b) => Number(b.total.amount) - Number(a.total.amount));
  const order = by === 'month' ? byName : dearestFirst;
  return { totals: sums.map(({ total }) => total), groups: (sums[0]?.groups ?? []).toSorted(order) };
}

function nameIn(fact: CostFact, by: CostDimension, costCentres: ReadonlyMap<string, string | undefined>): string {
  if (by === 'workspace') return fact.workspace;
  if (by === 'costCentre') return costCentres.get(fact.workspace) ?? '';
  if (by === 'service') return fact.service;
  if (by === 'month') return monthOf(fact.day);
  return isMachine(fact.resource) ? resourceOf(fact.resource).name : '';
}

function dearestFirst(a: CostGroup, b: CostGroup): number {
  return compare(b.sum, a.sum) || byName(a, b);
}

function byName(a: CostGroup, b: CostGroup): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}
