import { location, subscriptionId } from '../seed.ts';
import type { CostLine } from './books.ts';
import { dayOf, daysLater, firstOfMonth } from './days.ts';
import { asObject, asStrings, type JsonObject } from './http.ts';

type Test = (line: CostLine) => boolean;

/** What a query asks for. */
export interface CostQuery {
  /** Days, both among them. */
  readonly from: string;
  readonly to: string;
  readonly granularity: 'None' | 'Daily' | 'Monthly';
  /** What the column of amounts is called. */
  readonly measure: string;
  readonly grouping: readonly { readonly name: string; readonly value: (line: CostLine) => string }[];
  readonly fits: Test;
}

/** The value of a dimension that a query can group by and filter on. */
const dimensions: Readonly<Record<string, (line: CostLine) => string>> = {
  resourcegroup: ({ group }) => group,
  resourcegroupname: ({ group }) => group,
  resourceid: ({ resourceId }) => resourceId,
  resourcelocation: () => location,
  resourcetype: ({ resourceId }) => resourceId.split('/').slice(6, 8).join('/'),
  servicename: ({ service }) => service,
  subscriptionid: () => subscriptionId,
};

/** `QueryDefinition` (Cost Management REST API 2025-03-01), or a sentence that says what is wrong with it. */
export function parseCostQuery(body: JsonObject | undefined, now: Date): CostQuery | string {
  const dataset = asObject(body?.dataset);
  if (!body || !dataset || typeof body.timeframe !== 'string') return 'Missing dataset or timeframe.';
  const period = periodOf(body.timeframe, asObject(body.timePeriod), dayOf(now));
  if (!period) return `Invalid timeframe or time period: '${body.timeframe}'.`;
  const granularity = String(dataset.granularity ?? 'None');
  if (granularity !== 'None' && granularity !== 'Daily' && granularity !== 'Monthly')
    return `Invalid dataset granularity '${granularity}'; valid values: 'Daily', 'Monthly', 'None'.`;
  const names = Array.isArray(dataset.grouping) ? dataset.grouping.map((item) => String(asObject(item)?.name)) : [];
  const unknown = names.find((name) => !(name.toLowerCase() in dimensions));
  if (unknown) return `Invalid dataset grouping: '${unknown}'; valid values are dimensions.`;
  const fits = dataset.filter === undefined ? () => true : filterOf(dataset.filter);
  if (!fits) return 'Invalid dataset filter.';
  const [measure] = Object.values(asObject(dataset.aggregation) ?? {});
  return {
    ...period,
    granularity,
    measure: String(asObject(measure)?.name ?? 'PreTaxCost'),
    grouping: names.map((name) => ({ name, value: dimensions[name.toLowerCase()]! })),
    fits,
  };
}

function periodOf(
  frame: string,
  period: JsonObject | undefined,
  today: string,
): { from: string; to: string } | undefined {
  const lastOfMonthBefore = daysLater(firstOfMonth(today), -1);
  switch (frame) {
    case 'MonthToDate':
    case 'BillingMonthToDate':
    case 'TheCurrentMonth':
      return { from: firstOfMonth(today), to: today };
    case 'TheLastMonth':
    case 'TheLastBillingMonth':
      return { from: firstOfMonth(lastOfMonthBefore), to: lastOfMonthBefore };
    case 'WeekToDate':
      // Weeks begin on Sunday.
      return { from: daysLater(today, -new Date(`${today}T00:00:00Z`).getUTCDay()), to: today };
    case 'Custom': {
      const [from, to] = [Date.parse(String(period?.from)), Date.parse(String(period?.to))];
      return Number.isNaN(from) || Number.isNaN(to) || from > to ? undefined : { from: dayOf(from), to: dayOf(to) };
    }
    default:
      return undefined;
  }
}

/** `QueryFilter`; undefined for what is none. Nothing here has tags of its own. */
function filterOf(value: unknown): Test | undefined {
  const filter = asObject(value);
  if (!filter) return undefined;
  for (const word of ['and', 'or'] as const) {
    const parts = filter[word];
    if (parts === undefined) continue;
    const tests = Array.isArray(parts) ? parts.map(filterOf) : [undefined];
    if (!tests.every((test) => test !== undefined)) return undefined;
    return word === 'and' ? (line) => tests.every((test) => test(line)) : (line) => tests.some((test) => test(line));
  }
  if (filter.tags !== undefined) return () => false;
  const comparison = asObject(filter.dimensions);
  const dimension = dimensions[String(comparison?.name).toLowerCase()];
  const values = asStrings(comparison?.values)?.map((each) => each.toLowerCase());
  return dimension && values ? (line) => values.includes(dimension(line).toLowerCase()) : undefined;
}
