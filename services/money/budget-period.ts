import { DateTime } from 'luxon';

/** How often a budget begins anew; `once` never does: it is for a whole project. */
export const periodKinds = ['month', 'quarter', 'year', 'once'] as const;
export type PeriodKind = (typeof periodKinds)[number];

/** A stretch of days in UTC, since Azure bills by them. */
export interface BudgetPeriod {
  readonly kind: PeriodKind;
  /** The first day: `2026-11-01`. */
  readonly from: string;
  /** The last day; undefined where it has no end. */
  readonly to?: string;
}

/** The period around a moment. One without an end began with `since`, an ISO time. */
export function periodAt(kind: PeriodKind, at: Date, since: string): BudgetPeriod {
  if (kind === 'once') return { kind, from: since.slice(0, 10) };
  const here = DateTime.fromJSDate(at, { zone: 'utc' });
  return { kind, from: here.startOf(kind).toISODate()!, to: here.endOf(kind).toISODate()! };
}

/** The day in UTC. */
export function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10);
}

/** So many days later. */
export function daysAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
