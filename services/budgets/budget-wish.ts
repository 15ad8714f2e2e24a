import { Decimal } from 'decimal.js';
import { WorkspaceError } from '../errors.ts';
import { type PeriodKind, periodAt, periodKinds } from '../money/budget-period.ts';
import { compare, isPositive, type Money, money } from '../money/money.ts';
import type { Spending } from '../money/spending.ts';
import { type Person, personOf } from '../people/people.ts';
import type { Workspace } from '../workspaces/workspaces.ts';
import { type Budget, defaultThresholds } from './budget.ts';
import { isWithin } from './budget-figures.ts';
import { nothingTold, type Standing } from './budget-rules.ts';

/** What shall be different about a budget. What is missing stays as it is, or as it usually is; the first one needs an amount. */
export interface BudgetWish {
  /** Plain decimal text: `1000`, `0`, `99.95`. */
  readonly amount?: string;
  /** ISO 4217. Another one needs an amount, since nobody here knows a rate. */
  readonly currency?: string;
  /** Default `month`. */
  readonly per?: PeriodKind;
  /** Empty for none. */
  readonly costCentre?: string;
  /** Null for none. */
  readonly payer?: Person | null;
  /** In percent; 100 is always among them. Default 50, 75, 90, 100. */
  readonly thresholds?: readonly number[];
  /** In percent; null for none. Default 100. */
  readonly forecastThreshold?: number | null;
  /** Whole hours. Default 0. */
  readonly graceHours?: number;
}

const mostAmount = new Decimal('1e12');
const mostPlaces = 4;
const mostThresholds = 10;
const mostPercent = 1000;
const mostGraceHours = 720;
const mostLetters = 100;

/**
 * The budget as it is wished, before the figures are looked at; `isRaised`: what is told has to be judged by other money than before.
 * @param spending what was spent, as far as that is known: a first budget that names no currency is in that one
 * @throws {WorkspaceError} invalid, with what to write instead
 */
export function wished(
  current: Budget | undefined,
  wish: BudgetWish,
  {
    workspace,
    now,
    spending,
  }: { readonly workspace: Workspace; readonly now: Date; readonly spending: Spending | undefined },
): { readonly standing: Standing; readonly isRaised: boolean } {
  const limit = limitOf(current, wish, spending?.billed.currency);
  if (limit.currency !== current?.limit.currency) requireBilled(limit.currency, workspace, spending);
  const per = wish.per ?? current?.per ?? 'month';
  if (!periodKinds.includes(per)) throw invalid('Write month, quarter, year or once for the period.');
  const since = current?.since ?? now.toISOString();
  const period = periodAt(per, now, since);
  const isSameMoney = current !== undefined && current.limit.currency === limit.currency;
  const costCentre = textOf(wish.costCentre ?? current?.costCentre ?? '');
  const payer = wish.payer === undefined ? current?.payer : wish.payer === null ? undefined : personOf(wish.payer);
  const forecastThreshold = forecastOf(current, wish);
  const told = current?.told ?? nothingTold(period);
  // What was told of the same money counts in the longer period too.
  const isSamePart = told.period.kind === per || isWithin(told.period, period);
  const own = {
    ...{ workspace: workspace.id, limit, per, since, costCentre, payer, forecastThreshold },
    thresholds: thresholdsOf(wish.thresholds ?? current?.thresholds ?? defaultThresholds),
    graceHours: graceOf(wish.graceHours ?? current?.graceHours ?? 0),
    topUps: isSameMoney ? current.topUps : [],
    told: isSamePart ? { ...told, period: told.period.kind === per ? told.period : period } : nothingTold(period),
    rearms: current?.rearms,
    exemption: current?.exemption,
    goneAt: isSamePart ? current?.goneAt : undefined,
    alerted: isSameMoney && isSamePart ? current.alerted : undefined,
    stop: current?.stop,
  };
  const isRaised = !isSameMoney || current.per !== per || compare(limit, current.limit) > 0;
  return { standing: { ...own, state: current?.state ?? 'open', effects: current?.effects ?? [] }, isRaised };
}

function limitOf(current: Budget | undefined, { amount, currency }: BudgetWish, known: string | undefined): Money {
  const before = current?.limit;
  const code = (currency ?? before?.currency ?? known)?.trim().toUpperCase();
  if (amount === undefined && before && (!code || code === before.currency)) return before;
  if (amount === undefined) throw invalid('Say how much may be spent, for example 1000 EUR.');
  if (!code || !Intl.supportedValuesOf('currency').includes(code))
    throw invalid('Say in which currency, with its three letters, for example 1000 EUR.');
  return money(amountOf(amount, code), code);
}

/** What Azure bills in another currency alone would never reach the limit. */
function requireBilled(currency: string, { name }: Workspace, spending: Spending | undefined): void {
  const billed = spending ? [spending.billed, ...spending.foreign].filter(isPositive) : [];
  const [first] = billed;
  if (!first || billed.some((each) => each.currency === currency)) return;
  throw invalid(
    `Azure bills ${name} in ${first.currency}, and Labdesk knows no rates. Write the amount in ${first.currency}.`,
  );
}

function amountOf(text: string, currency: string): string {
  const amount = text.trim();
  const [isNumber, places = ''] = /^-?\d+(?:\.(\d+))?$/.exec(amount) ?? [];
  if (isNumber === undefined) throw invalid('Write the amount as a number, for example 1000 or 99.95.');
  const value = new Decimal(amount);
  if (value.isNegative() && !value.isZero())
    throw invalid('A budget cannot be less than nothing. Write 0 if nothing may be spent.');
  if (value.gt(mostAmount) || places.length > mostPlaces)
    throw invalid(`Write an amount in ${currency} up to a trillion, with at most four decimals.`);
  return value.abs().toFixed();
}

function thresholdsOf(wished: readonly number[]): readonly number[] {
  const all = [...new Set([...wished, 100])].sort((a, b) => a - b);
  if (all.length > mostThresholds || !all.every(isPercent))
    throw invalid('Write at most ten thresholds as whole percentages between 1 and 1000, for example 50, 75, 90.');
  return all;
}

function forecastOf(current: Budget | undefined, { forecastThreshold: wish }: BudgetWish): number | undefined {
  if (wish === null) return undefined;
  if (wish === undefined) return current ? current.forecastThreshold : 100;
  if (!isPercent(wish)) throw invalid('Write the threshold of the forecast as a whole percentage between 1 and 1000.');
  return wish;
}

function graceOf(hours: number): number {
  if (Number.isInteger(hours) && hours >= 0 && hours <= mostGraceHours) return hours;
  throw invalid('Write how long machines may go on as whole hours between 0 and 720.');
}

function textOf(text: string): string | undefined {
  const plain = text.replace(/[\p{C}\s]+/gu, ' ').trim();
  if (plain.length > mostLetters) throw invalid('Write the cost centre in at most a hundred letters.');
  return plain === '' ? undefined : plain;
}

function isPercent(value: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= mostPercent;
}

function invalid(message: string): WorkspaceError {
  return new WorkspaceError('invalid', message);
}
