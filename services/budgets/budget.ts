import { type Aggregate, defineAggregate } from '../change/aggregate.ts';
import type { MachineStop } from '../machines/machine-stops.ts';
import { type BudgetPeriod, type PeriodKind, periodAt } from '../money/budget-period.ts';
import { type Money, plus } from '../money/money.ts';
import type { Person } from '../people/people.ts';

/** open: there is money, or nobody has said how much; stopping: it is gone, and what runs is being stopped; depleted: everything is stopped. */
export type BudgetState = 'open' | 'stopping' | 'depleted';

/** More money for the current period. */
export interface TopUp {
  readonly amount: Money;
  readonly at: string;
  /** The request's name: `oncology-42`. Once in a list. */
  readonly request: string;
  readonly by: Person;
}

/** An admin lets a workspace go on without money: on record, and for a time. */
export interface Exemption {
  readonly by: Person;
  readonly until: string;
  readonly reason: string;
}

/** The stopping of everything in a workspace: the last one, or the one that goes on. */
export interface BudgetStop {
  /** Counts them; the first is 1. Its card and its machines' commands are known by it. */
  readonly number: number;
  readonly startedAt: string;
  readonly endedAt?: string;
  readonly machines: readonly MachineStop[];
  /** When admins were told of what could not be stopped. */
  readonly escalatedAt?: string;
}

/** What was told in a period. */
export interface Told {
  readonly period: BudgetPeriod;
  /** Percentages of what was spent, in the order they were told. */
  readonly thresholds: readonly number[];
  /** True where the forecast's threshold was told. */
  readonly forecast: boolean;
  /** How often thresholds were armed anew in the period: whoever hears one then hears it again, and rightly. */
  readonly armed: number;
}

/** How much a workspace may spend, what its people were told, and what was done when it was gone. One document each. */
export interface Budget extends Aggregate<BudgetState> {
  readonly workspace: string;
  /** For one period. Zero means that nothing may be spent. */
  readonly limit: Money;
  readonly per: PeriodKind;
  /** When it was first set; where the period is `once`, it began then. */
  readonly since: string;
  readonly costCentre?: string;
  /** Decides on top-ups, beside the admins. */
  readonly payer?: Person;
  /** In percent, ascending, each once; 100 is always among them. Default 50, 75, 90, 100. */
  readonly thresholds: readonly number[];
  /** In percent of the limit; the forecast that reaches it is told. Default 100; undefined for none. */
  readonly forecastThreshold?: number;
  /** How long machines go on after the money is gone. Default 0. */
  readonly graceHours: number;
  /** Of the current period. */
  readonly topUps: readonly TopUp[];
  readonly told: Told;
  /** The limit was raised while nobody knew what was spent: the next figures say which thresholds are armed anew. */
  readonly rearms?: true;
  readonly exemption?: Exemption;
  /** When the money was gone, by what was spent or by Azure's own alert; undefined while there is some. */
  readonly goneAt?: string;
  /** What Azure's own budget alert said was spent in this period, where that is more than we know of. */
  readonly alerted?: Money;
  readonly stop?: BudgetStop;
  /** The workspace is archived: nothing is judged, and nobody is told of anything. */
  readonly off?: true | undefined;
}

/** What people are told of a budget: a threshold, the forecast's, how a stop goes on its live card, what could not be stopped. */
export const budgetNews = ['budget.tell', 'budget.forecast', 'budget.stopcard', 'budget.escalate'] as const;

/** The data of such an effect: one for each person. Escalations go to admins, the others to whoever is in the workspace. */
export interface BudgetNewsData {
  /** aadObjectId. */
  readonly to: string;
  readonly name: string;
  readonly as: 'owner' | 'member' | 'admin';
  /** The same for everything about the same occasion, another for another; with `to` it names one message or one live card. */
  readonly key: string;
  /** Of `budget.tell` and `budget.forecast`: in percent, the highest that was reached. */
  readonly threshold?: number;
  /** Of `budget.tell`: all that were reached just now, ascending. */
  readonly reached?: readonly number[];
  /** Of `budget.stopcard` and `budget.escalate`: which stop. */
  readonly stop?: number;
}

export const budget = defineAggregate<Budget>({
  kind: 'budget',
  schema: 1,
  initial: 'open',
  transitions: { open: ['stopping'], stopping: ['depleted', 'open'], depleted: ['stopping', 'open'] },
  ledger: ({ workspace }) => workspace,
});

export const defaultThresholds = [50, 75, 90, 100] as const;

export function budgetAddress(workspace: string): { partition: string; id: string } {
  return { partition: `workspace/${workspace}`, id: 'budget' };
}

/** What may be spent in the period around a moment: the limit, and what was added to it then. */
export function limitAt(current: Pick<Budget, 'limit' | 'per' | 'since' | 'topUps'>, at: Date): Money {
  const { limit, per, since, topUps } = current;
  const { from } = periodAt(per, at, since);
  return plus(limit, ...topUps.filter((topUp) => topUp.at.slice(0, 10) >= from).map(({ amount }) => amount));
}
