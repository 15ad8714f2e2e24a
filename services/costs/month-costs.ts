import type { Document } from '../store/store.ts';

/** What Azure has billed for one resource and service in one currency, day by day. */
export interface CostLine {
  /** The resource's id behind its resource group, lower case: `microsoft.compute/virtualmachines/onc-r`; empty for what belongs to none. */
  readonly resource: string;
  /** Azure's word: `Virtual Machines`. */
  readonly service: string;
  /** ISO 4217. */
  readonly currency: string;
  /** By the day of the month, `01` to `31`: plain decimal text. */
  readonly days: Readonly<Record<string, string>>;
}

/** What Azure has billed for a workspace in one month, as it was last heard: kept for as long as the workspace is. */
export interface MonthCosts extends Document {
  readonly kind: 'costs';
  readonly workspace: string;
  /** `2026-11`. */
  readonly month: string;
  /** By resource, service and currency. */
  readonly lines: readonly CostLine[];
}

export function monthCostsAddress(workspace: string, month: string): { partition: string; id: string } {
  return { partition: `workspace/${workspace}`, id: `costs/${month}` };
}

/** The months from the one to the other, both among them, oldest first. */
export function monthsBetween(from: string, to: string): readonly string[] {
  const months: string[] = [];
  for (let month = from; month <= to; month = monthAfter(month, 1)) months.push(month);
  return months;
}

/** The month of a day. */
export function monthOf(day: string): string {
  return day.slice(0, 7);
}

/** So many months later; before, where it is less than 0. */
export function monthAfter(month: string, months: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number - 1 + months, 1)).toISOString().slice(0, 7);
}

/** The last day of a month. */
export function lastDayOf(month: string): string {
  return new Date(Date.parse(`${monthAfter(month, 1)}-01T00:00:00Z`) - 1).toISOString().slice(0, 10);
}
