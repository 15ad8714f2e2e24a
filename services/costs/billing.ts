import { WorkspaceError } from '../errors.ts';
import { dayOf } from '../money/budget-period.ts';
import { type Document, type Store, type Stored, WriteConflict } from '../store/store.ts';
import type { Clock } from '../time/clock.ts';
import type { CostClient } from './cost.ts';
import { CostFold } from './cost-fold.ts';
import { lastDayOf, monthAfter, monthOf, monthsBetween } from './month-costs.ts';

export interface BillingParts {
  readonly client: CostClient;
  readonly store: Store;
  readonly clock: Clock;
}

/** How far Azure was asked. */
interface BillingDocument extends Document {
  readonly kind: 'billing';
  /** When Azure last answered, and every workspace was told. */
  readonly askedAt?: string;
  /** The newest day with figures anywhere in the subscription, by currency. */
  readonly lastBilled: Readonly<Record<string, string>>;
  /** The newest month of which Azure has said all. */
  readonly closedThrough?: string;
  /** The oldest month that was asked for; older ones are asked for until there is nothing more, or a year of them. */
  readonly oldest?: string;
  /** Not to be asked before. */
  readonly notBefore?: string;
  /** How often in a row it did not answer. */
  readonly failures: number;
}

/** What Azure has billed, from the first day of a month on. */
export interface Heard {
  readonly rows: CostFold;
  readonly months: readonly string[];
  readonly askedAt: string;
  readonly lastBilled: Readonly<Record<string, string>>;
}

export type Older = Pick<Heard, 'rows' | 'months'>;

/** Undefined rows where Azure did not answer, or may not be asked yet: then the last ones stand, and it is asked again at `retryAt`. */
export type Answer = { readonly heard: Heard } | { readonly retryAt: Date; readonly error?: unknown };

export const billingAddress = { partition: 'system', id: 'billing' } as const;
/** Azure closes a month within five days (Cost Management, "Understand cost data": "until the invoice is generated"). */
const closesAfterDays = 5;
/** Longer ago nobody looks after an outage; a subscription of months is much to hold. */
const mostMonthsBack = 3;
/** As far back as a budget of a year, or a report, looks. */
const mostMonths = 11;
const nothingOlder = '0001-01';
const firstRetryInMs = 60_000;
const longestRetryInMs = 3_600_000;

/** Asks Azure what it has billed, no more often than it likes, and remembers how far that goes. */
export class Billing {
  readonly #parts: BillingParts;

  constructor(parts: BillingParts) {
    this.#parts = parts;
  }

  /** `workspaces`: their ids by resource group in lower case. @throws {WorkspaceError} unavailable, where the store does not answer */
  async ask(workspaces: ReadonlyMap<string, string>, signal: AbortSignal): Promise<Answer> {
    const { client, clock } = this.#parts;
    const known = (await this.#read())?.document;
    const now = clock.now();
    if (known?.notBefore !== undefined && known.notBefore > now.toISOString())
      return { retryAt: new Date(known.notBefore) };
    const period = { from: `${firstOpenMonth(known, now)}-01`, to: dayOf(now) };
    const rows = new CostFold(workspaces);
    try {
      for await (const page of client.rows(period, signal)) rows.add(page);
      signal.throwIfAborted();
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof WorkspaceError)) throw error;
      return { retryAt: await this.#failed(now, error), error };
    }
    const lastBilled = newest(known?.lastBilled ?? {}, rows.lastBilled);
    // Azure takes back a figure, not all of them: an answer without any says nothing.
    const hasFigures = Object.values(known?.lastBilled ?? {}).some((day) => day >= period.from);
    if (rows.count === 0 && hasFigures) {
      const error = new WorkspaceError(
        'unavailable',
        'Azure answered without any costs, where there were some before.',
      );
      return { retryAt: await this.#failed(now, error), error };
    }
    const months = monthsBetween(monthOf(period.from), monthOf(period.to));
    return { heard: { rows, months, askedAt: now.toISOString(), lastBilled } };
  }

  /**
   * The oldest month that was asked for, `heard` among them; undefined where nothing older is to be had, or wanted.
   * @throws {WorkspaceError} unavailable, where the store does not answer
   */
  async lookedBackTo({ months }: Heard): Promise<string | undefined> {
    const oldest = (await this.#read())?.document.oldest ?? months[0]!;
    return oldest > monthAfter(monthOf(dayOf(this.#parts.clock.now())), -mostMonths) ? oldest : undefined;
  }

  /**
   * What Azure billed from one older month to another, in one query: for budgets and reports that look back on more than we saw
   * ourselves. Undefined where Azure does not answer: then it has time.
   */
  async askOlder(
    workspaces: ReadonlyMap<string, string>,
    { from, to }: { readonly from: string; readonly to: string },
    signal: AbortSignal,
  ): Promise<Older | undefined> {
    const rows = new CostFold(workspaces);
    const period = { from: `${from}-01`, to: lastDayOf(to) };
    try {
      for await (const page of this.#parts.client.rows(period, signal)) rows.add(page);
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof WorkspaceError)) throw error;
      return undefined;
    }
    return { rows, months: monthsBetween(from, to) };
  }

  /** Every workspace has what was heard of older months. */
  async keepOlder({ rows, months }: Older): Promise<void> {
    const oldest = rows.count > 0 ? months[0]! : nothingOlder;
    await this.#write((known) => ({ failures: 0, lastBilled: {}, ...kept(known), oldest }));
  }

  /** Every workspace has what was heard. */
  async keep({ askedAt, lastBilled, months }: Heard): Promise<void> {
    const isClosed = Number(askedAt.slice(8, 10)) > closesAfterDays;
    const closedThrough = monthAfter(monthOf(askedAt), isClosed ? -1 : -2);
    await this.#write((known) => {
      const oldest = known?.oldest ?? months[0]!;
      return { askedAt, lastBilled, closedThrough, oldest, failures: 0 };
    });
  }

  async #failed(now: Date, { retryAfterSeconds }: WorkspaceError): Promise<Date> {
    let retryAt = now;
    await this.#write((known) => {
      const failures = (known?.failures ?? 0) + 1;
      const own = Math.min(firstRetryInMs * 2 ** Math.min(failures - 1, 10), longestRetryInMs);
      retryAt = new Date(now.getTime() + Math.max(own, (retryAfterSeconds ?? 0) * 1000));
      return { lastBilled: {}, ...kept(known), failures, notBefore: retryAt.toISOString() };
    });
    return retryAt;
  }

  async #read(): Promise<Stored<BillingDocument> | undefined> {
    return await this.#parts.store.get<BillingDocument>(billingAddress.partition, billingAddress.id);
  }

  async #write(change: (known: BillingDocument | undefined) => Omit<BillingDocument, keyof Document>): Promise<void> {
    const { store } = this.#parts;
    const stored = await this.#read();
    const next: BillingDocument = { ...billingAddress, kind: 'billing', schema: 1, ...change(stored?.document) };
    try {
      await (stored ? store.replace(next, stored.etag) : store.create(next));
    } catch (error) {
      // Whoever wrote first has asked at the same time: its word is as good, and nothing hangs on this one.
      if (!(error instanceof WriteConflict)) throw error;
    }
  }
}

/** What is the document's own, as it is. */
function kept(known: BillingDocument | undefined): Partial<Omit<BillingDocument, keyof Document>> {
  if (!known) return {};
  const { askedAt, lastBilled, closedThrough, oldest, notBefore, failures } = known;
  return { askedAt, lastBilled, closedThrough, oldest, notBefore, failures };
}

/** The month before this one until it is closed, or where nothing is on record; farther back only after an outage. */
function firstOpenMonth(known: BillingDocument | undefined, now: Date): string {
  const current = monthOf(dayOf(now));
  if (known?.closedThrough === undefined) return monthAfter(current, -1);
  const open = monthAfter(known.closedThrough, 1);
  const earliest = monthAfter(current, -mostMonthsBack);
  return open < earliest ? earliest : open > current ? current : open;
}

function newest(
  one: Readonly<Record<string, string>>,
  other: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const days: Record<string, string> = { ...one };
  for (const [currency, day] of Object.entries(other))
    if (days[currency] === undefined || day > days[currency]) days[currency] = day;
  return days;
}
