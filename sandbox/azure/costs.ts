import { randomUUID } from 'node:crypto';
import { subscriptionId } from '../seed.ts';
import { armError } from './arm-errors.ts';
import type { Books, CostLine } from './books.ts';
import type { BotClock } from './bot-clock.ts';
import { type CostQuery, parseCostQuery } from './cost-query.ts';
import { Exact, jsonNumber, textOf } from './exact.ts';
import { jsonBody, type Reply, type RoutedCall } from './http.ts';
import type { Router } from './router.ts';
import type { Usage } from './usage.ts';

export interface CostsOptions {
  readonly origin: string;
  readonly books: Books;
  /** Where what is used is billed. */
  readonly usage: Usage | undefined;
  readonly clock: BotClock;
  /** How many rows a page holds at most, whatever is asked for. */
  readonly pageSize: number;
}

/** An amount, then the groups' columns, the day where there is one, the currency. */
type Row = readonly string[];

interface Result {
  readonly query: CostQuery;
  readonly rows: readonly Row[];
}

/** How many rows a page has where nothing is said, and how many it has at most. */
const usualRows = 1000;
const mostRows = 5000;
/** Of how many queries the result is kept for those who page through it. */
const keptResults = 4;

/** Microsoft.CostManagement/query over the books and the meter, on the bot's clock. */
export class Costs {
  readonly #options: CostsOptions;
  readonly #results = new Map<string, Result>();

  constructor(options: CostsOptions) {
    this.#options = options;
  }

  register(router: Router): void {
    const query = 'providers/Microsoft.CostManagement/query';
    const answer = (call: RoutedCall) => this.#answer(call);
    router
      .add('POST', `/subscriptions/{subscription}/${query}`, answer)
      .add('POST', `/subscriptions/{subscription}/resourceGroups/{group}/${query}`, answer);
  }

  #answer(call: RoutedCall): Reply {
    const [id = randomUUID(), offset] = tokenIn(call.query.get('$skiptoken'));
    const query = parseCostQuery(jsonBody(call), this.#options.clock.now());
    if (typeof query === 'string') return armError(400, 'BadRequest', `Invalid query definition: ${query}`);
    const { rows } = this.#resultOf(id, query, call.params.group?.toLowerCase());
    const top = Number(call.query.get('$top')) || usualRows;
    const end = offset + Math.min(top, mostRows, this.#options.pageSize);
    const isLast = end >= rows.length;
    if (isLast) this.#results.delete(id);
    const { measure, grouping, granularity } = query;
    const time = {
      None: [],
      Daily: [{ name: 'UsageDate', type: 'Number' }],
      Monthly: [{ name: 'BillingMonth', type: 'Datetime' }],
    };
    return {
      status: 200,
      body: {
        id: `subscriptions/${subscriptionId}/providers/Microsoft.CostManagement/Query/${id}`,
        name: id,
        type: 'microsoft.costmanagement/Query',
        properties: {
          nextLink: isLast ? null : this.#next(call, id, end),
          columns: [
            { name: measure, type: 'Number' },
            ...grouping.map(({ name }) => ({ name, type: 'String' })),
            ...time[granularity],
            { name: 'Currency', type: 'String' },
          ],
          rows: rows.slice(offset, end).map((row) => written(row, granularity === 'Daily' ? row.length - 2 : -1)),
        },
      },
    };
  }

  #next(call: RoutedCall, id: string, offset: number): string {
    const query = new URLSearchParams(call.query);
    query.set('$skiptoken', Buffer.from(`${id}:${offset}`).toString('base64url'));
    return `${this.#options.origin}${call.path}?${query}`;
  }

  /** Who pages through a result sees one and the same, also where something is billed meanwhile. */
  #resultOf(id: string, query: CostQuery, group: string | undefined): Result {
    const known = this.#results.get(id);
    if (known) return known;
    const result = { query, rows: this.#rows(query, group) };
    this.#results.set(id, result);
    for (const old of [...this.#results.keys()].slice(0, -keptResults)) this.#results.delete(old);
    return result;
  }

  #rows({ from, to, granularity, grouping, fits }: CostQuery, group: string | undefined): Row[] {
    const sums = new Map<string, string[]>();
    // Short keys: hundreds of thousands of rows name the same few things at length.
    const numbers = new Map<string, number>();
    const numberOf = (text: string) => {
      const known = numbers.get(text);
      if (known === undefined) numbers.set(text, numbers.size);
      return known ?? numbers.size - 1;
    };
    for (const line of this.#lines()) {
      if (line.day < from || line.day > to || (group !== undefined && line.group !== group) || !fits(line)) continue;
      const columns = grouping.map(({ value }) => value(line));
      if (granularity === 'Daily') columns.push(line.day.replaceAll('-', ''));
      if (granularity === 'Monthly') columns.push(`${line.day.slice(0, 7)}-01T00:00:00`);
      columns.push(line.currency);
      const key = columns.map(numberOf).join(' ');
      const known = sums.get(key);
      if (known) known[0] = textOf(new Exact(known[0]!).plus(line.amount));
      else sums.set(key, [line.amount, ...columns]);
    }
    return [...sums.values()];
  }

  *#lines(): Generator<CostLine> {
    const { books, usage } = this.#options;
    yield* books.lines();
    if (!usage) return;
    usage.read();
    for (const line of usage.lines()) if (line.billed) yield line;
  }
}

function tokenIn(text: string | null): [id: string | undefined, offset: number] {
  const [id, offset] = text ? Buffer.from(text, 'base64url').toString('utf8').split(':') : [];
  return [id, Number(offset) || 0];
}

/** Numbers stand with all their digits. */
function written(row: Row, day: number): unknown[] {
  return row.map((value, index) => (index === 0 || index === day ? jsonNumber(value) : value));
}
