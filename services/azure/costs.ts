import { setTimeout as delay } from 'node:timers/promises';
import type { CostClient, CostPeriod, CostRow } from '../costs/cost.ts';
import { WorkspaceError } from '../errors.ts';
import { compare, type Money, minus, nothing, plus } from '../money/money.ts';
import type { AzureSubscription } from './arm-clients.ts';
import { type CostPage, groupedPage, sumsPage } from './cost-page.ts';
import { toWorkspaceError } from './errors.ts';
import { Rest, type RestAnswer, RestFailure } from './rest.ts';

/** Cost Management takes its time over a large subscription; nobody waits in front of it. */
const callTimeoutInMs = 60_000;
const retryAfterInMs = 500;
/** The most that one page holds. */
const rowsAPage = 5000;
const mostPages = 10_000;
const service = "Azure's cost service";

/** Of offers without cost data Azure says so in words alone, as 400 or 404. */
const unsupportedOffer =
  /offer \S+ is not supported|supports only .* offer types|data is (not supported|unavailable) for subscription|doesn't have valid WebDirect/i;

/** What is left of one run: it tries again once. */
interface Run {
  readonly period: CostPeriod;
  readonly signal: AbortSignal | undefined;
  retries: number;
}

/** Cost Management's Query on the whole subscription (REST API 2025-03-01, Query - Usage). Errors are WorkspaceErrors. */
export class AzureCosts implements CostClient {
  readonly #rest: Rest;
  readonly #origin: string;
  readonly #url: string;

  constructor({ credential, subscriptionId, endpoint = 'https://management.azure.com' }: AzureSubscription) {
    const scope = 'https://management.azure.com/.default';
    this.#rest = new Rest({ access: { credential, scope }, timeoutInMs: callTimeoutInMs });
    this.#origin = new URL(endpoint).origin;
    this.#url = `${endpoint}/subscriptions/${subscriptionId}/providers/Microsoft.CostManagement/query?api-version=2025-03-01`;
  }

  /** As the port says; what was handed out counts only when the end is reached, since the last step holds the sum against Azure's own. */
  async *rows(period: CostPeriod, signal?: AbortSignal): AsyncGenerator<readonly CostRow[], void, undefined> {
    const run: Run = { period, signal, retries: 1 };
    const sums = new Map<string, Money>();
    const seen = new Set<string>();
    let url: string | undefined = `${this.#url}&$top=${rowsAPage}`;
    while (url !== undefined) {
      this.#requireNew(url, seen);
      const answer = await this.#ask(run, url, true);
      if (!answer && seen.size === 1) return;
      if (!answer) throw incomplete('Azure had costs at first and then none.');
      const page = read(answer, (text) => groupedPage(text, period));
      add(sums, page.rows);
      if (page.rows.length > 0) yield page.rows;
      url = page.next;
    }
    await this.#requireComplete(run, sums);
  }

  #requireNew(url: string, seen: Set<string>): void {
    // Our token goes where it belongs alone.
    if (!URL.canParse(url) || new URL(url).origin !== this.#origin) throw incomplete('A page is said to be elsewhere.');
    if (seen.has(url) || seen.size >= mostPages) throw incomplete('The pages do not come to an end.');
    seen.add(url);
  }

  /** A page that is missing shows in the sum that Azure makes by itself. */
  async #requireComplete(run: Run, sums: ReadonlyMap<string, Money>): Promise<void> {
    const answer = await this.#ask(run, this.#url, false);
    const page = answer ? read(answer, sumsPage) : { rows: [], next: undefined };
    if (page.next !== undefined) throw incomplete('A sum has pages.');
    const whole = new Map<string, Money>();
    add(whole, page.rows);
    for (const currency of new Set([...sums.keys(), ...whole.keys()])) {
      const difference = minus(sums.get(currency) ?? nothing(currency), whole.get(currency) ?? nothing(currency));
      if (!isBelowACent(difference)) throw incomplete('The rows do not add up to the sum.');
    }
  }

  /** Undefined where the subscription has no cost data. */
  async #ask(run: Run, url: string, grouped: boolean): Promise<RestAnswer | undefined> {
    const { status, headers, text } = await this.#post(run, url, grouped);
    if (status === 200) return { status, headers, text };
    const failure = new RestFailure({ status, headers, text });
    if (status === 204 || ((status === 400 || status === 404) && unsupportedOffer.test(failure.message)))
      return undefined;
    if (status === 429) throw throttled(headers, failure);
    throw toWorkspaceError(failure, service);
  }

  async #post(run: Run, url: string, grouped: boolean): Promise<RestAnswer> {
    const { period, signal } = run;
    const call = { method: 'POST', url, body: query(period, grouped), signal } as const;
    const again = async (): Promise<RestAnswer> => {
      run.retries -= 1;
      await delay(retryAfterInMs, undefined, { signal });
      return await this.#rest.call(call);
    };
    try {
      const answer = await this.#rest.call(call).catch((error: unknown) => {
        if (run.retries === 0 || signal?.aborted) throw error;
        return again();
      });
      return answer.status >= 500 && run.retries > 0 ? await again() : answer;
    } catch (error) {
      throw toWorkspaceError(error, service);
    }
  }
}

function query({ from, to }: CostPeriod, grouped: boolean): object {
  const names = ['ResourceGroupName', 'ResourceId', 'ServiceName'];
  return {
    type: 'ActualCost',
    timeframe: 'Custom',
    timePeriod: { from: `${from}T00:00:00+00:00`, to: `${to}T23:59:59+00:00` },
    dataset: {
      granularity: grouped ? 'Daily' : 'None',
      aggregation: { totalCost: { name: 'Cost', function: 'Sum' } },
      ...(grouped && { grouping: names.map((name) => ({ type: 'Dimension', name })) }),
    },
  };
}

function read<T>({ text }: RestAnswer, parse: (text: string) => CostPage<T>): CostPage<T> {
  try {
    return parse(text);
  } catch (error) {
    throw incomplete('An answer cannot be read.', error);
  }
}

/** Into the sums by currency. */
function add(sums: Map<string, Money>, amounts: readonly Money[]): void {
  for (const [currency, group] of Map.groupBy(amounts, (each) => each.currency))
    sums.set(currency, plus(sums.get(currency) ?? nothing(currency), ...group));
}

function isBelowACent(difference: Money): boolean {
  const { currency } = difference;
  return (
    compare(difference, { amount: '0.01', currency }) < 0 && compare(difference, { amount: '-0.01', currency }) > 0
  );
}

/** Which limit was met decides which header has the wait (Cost Management, "Data latency and rate limits"). */
function throttled(headers: Readonly<Record<string, string>>, cause: Error): WorkspaceError {
  const waits = Object.entries(headers)
    .filter(([name]) => name === 'retry-after' || /^x-ms-ratelimit-\S*retry-after$/.test(name))
    .map(([, value]) => Number(value))
    .filter((seconds) => Number.isFinite(seconds) && seconds >= 0);
  return new WorkspaceError('throttled', `${service} is asked too much at the moment. Its figures come later.`, {
    cause,
    retryAfterSeconds: waits.length > 0 ? Math.max(...waits) : undefined,
  });
}

function incomplete(why: string, cause?: unknown): WorkspaceError {
  return new WorkspaceError(
    'unavailable',
    `${service} does not answer as it should right now. Its figures come later.`,
    {
      cause: new Error(why, { cause }),
    },
  );
}
