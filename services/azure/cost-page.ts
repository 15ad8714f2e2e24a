import type { CostPeriod, CostRow } from '../costs/cost.ts';
import { type Money, money } from '../money/money.ts';
import { parseExactly } from './exact-json.ts';

/** One answer of Cost Management's Query (REST API 2025-03-01, `QueryResult`). */
export interface CostPage<T> {
  readonly rows: readonly T[];
  /** Where the next page is. */
  readonly next: string | undefined;
}

interface Table {
  readonly rows: readonly (readonly unknown[])[];
  readonly next: string | undefined;
  /** Where a column stands, under whichever of its names; the order is Azure's choice. */
  column(...names: readonly string[]): number;
}

/** An amount that is written already as all are to be; most are. */
const plain = /^(?:0|-?[1-9]\d*|-?(?:0|[1-9]\d*)\.\d*[1-9])$/;

/** Rows grouped by group, resource and service, day by day. @throws {SyntaxError} for what does not read as such, or lies outside the period */
export function groupedPage(text: string, period: CostPeriod): CostPage<CostRow> {
  const { rows, next, column } = tableIn(text);
  const amount = column('cost', 'pretaxcost');
  const currency = column('currency');
  const day = column('usagedate');
  const group = column('resourcegroupname', 'resourcegroup');
  const resource = column('resourceid');
  const service = column('servicename');
  return {
    next,
    rows: rows.map((row) => ({
      resourceGroup: textIn(row[group]).toLowerCase(),
      resourceId: textIn(row[resource]).toLowerCase(),
      service: textIn(row[service]),
      day: dayIn(row[day], period),
      amount: amountIn(row[amount]),
      currency: currencyIn(row[currency]),
    })),
  };
}

/** Sums by currency, of a query without groups. @throws {SyntaxError} */
export function sumsPage(text: string): CostPage<Money> {
  const { rows, next, column } = tableIn(text);
  const amount = column('cost', 'pretaxcost');
  const currency = column('currency');
  return { next, rows: rows.map((row) => ({ amount: amountIn(row[amount]), currency: currencyIn(row[currency]) })) };
}

function tableIn(text: string): Table {
  const { properties } = (parseExactly(text) ?? {}) as { properties?: Record<string, unknown> };
  const { columns, rows, nextLink } = properties ?? {};
  if (!Array.isArray(columns) || !Array.isArray(rows)) throw new SyntaxError('The answer has no table.');
  if (nextLink !== undefined && nextLink !== null && typeof nextLink !== 'string')
    throw new SyntaxError('The link to the next page is no text.');
  const names = columns.map((each: { name?: unknown } | null) => String(each?.name).toLowerCase());
  if (!rows.every((row) => Array.isArray(row) && row.length === names.length))
    throw new SyntaxError('A row has other columns than the table.');
  return {
    rows,
    next: nextLink || undefined,
    column(...wanted) {
      const at = names.findIndex((name) => wanted.includes(name));
      if (at < 0) throw new SyntaxError(`The table has no column ${wanted[0]}.`);
      return at;
    },
  };
}

/** What belongs to no group or resource has null there. */
function textIn(value: unknown): string {
  if (value === null) return '';
  if (typeof value !== 'string') throw new SyntaxError('A name is no text.');
  return value;
}

function amountIn(value: unknown): string {
  if (typeof value !== 'string' || !/^-?\d/.test(value)) throw new SyntaxError('An amount is no number.');
  if (plain.test(value)) return value;
  try {
    return money(value, 'XXX').amount;
  } catch (error) {
    throw new SyntaxError('An amount is no number.', { cause: error });
  }
}

function currencyIn(value: unknown): string {
  if (typeof value !== 'string' || !/^[A-Z]{3}$/i.test(value)) throw new SyntaxError('A currency is none.');
  return value.toUpperCase();
}

/** `20261102` is `2026-11-02`. */
function dayIn(value: unknown, { from, to }: CostPeriod): string {
  const parts = typeof value === 'string' ? /^(\d{4})(\d\d)(\d\d)$/.exec(value) : null;
  const day = parts?.slice(1).join('-');
  if (!day || day < from || day > to) throw new SyntaxError('A day lies outside what was asked for.');
  return day;
}
