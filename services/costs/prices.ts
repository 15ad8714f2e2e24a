import { Decimal } from 'decimal.js';
import type { Logger } from 'pino';
import type { AzureMachine } from '../machines/machine.ts';
import { type Money, money } from '../money/money.ts';
import type { Price, PriceClient } from '../money/price.ts';
import { type Document, type Store, type Stored, WriteConflict } from '../store/store.ts';
import type { Clock } from '../time/clock.ts';
import type { AzureDisk } from './cost.ts';
import { diskProduct } from './disk-tiers.ts';

export interface PriceBookParts {
  readonly client: PriceClient;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Pick<Logger, 'warn'>;
}

type Sized = Pick<AzureMachine, 'location' | 'size' | 'os'>;
type Tiered = Pick<AzureDisk, 'location' | 'sku' | 'sizeGiB'>;

/** For what prices are wanted. */
export interface Wanted {
  readonly machines: Iterable<Sized>;
  readonly disks: Iterable<Tiered>;
  readonly currencies: Iterable<string>;
}

/** What is known of the prices in one region and currency, as plain decimal text; null where Azure names none. */
interface PriceDocument extends Document {
  readonly kind: 'prices';
  readonly region: string;
  readonly currency: string;
  /** An hour, by size and operating system: `Standard_D8s_v5/Windows`. */
  readonly sizes: Readonly<Record<string, string | null>>;
  readonly sizesAt: string;
  /** A month, by product and tier. */
  readonly disks: Readonly<Record<string, string>>;
  readonly disksAt?: string;
}

const goodForInMs = 7 * 86_400_000;
/** Azure's month. */
const hoursAMonth = 730;

/** Prices to look up, without asking anybody. */
export class PriceList {
  readonly #documents: ReadonlyMap<string, PriceDocument>;

  constructor(documents: ReadonlyMap<string, PriceDocument>) {
    this.#documents = documents;
  }

  /** What a machine costs an hour while it runs; undefined where nobody knows. */
  machine({ location, size, os }: Sized, currency: string): Money | undefined {
    const price = this.#documents.get(nameOf(location, currency))?.sizes[`${size}/${os}`];
    return price === undefined || price === null ? undefined : money(price, currency);
  }

  /** What a disk costs an hour, whatever happens: a month has 730; undefined where nobody knows. */
  disk(disk: Tiered, currency: string): Money | undefined {
    const product = diskProduct(disk);
    const price = product && this.#documents.get(nameOf(disk.location, currency))?.disks[product];
    return price === undefined ? undefined : money(new Decimal(price).dividedBy(hoursAMonth).toFixed(), currency);
  }
}

/** Prices as they were last heard, kept in the store: asked for where they are missing, and anew after a week. */
export class PriceBook {
  readonly #parts: PriceBookParts;

  constructor(parts: PriceBookParts) {
    this.#parts = parts;
  }

  /**
   * The prices for all that is wanted, as far as they are known. Where Azure does not answer older ones do, or none, and it is not
   * asked for more this time. @throws {WorkspaceError} unavailable, where the store does not answer
   */
  async load({ machines, disks, currencies }: Wanted, signal?: AbortSignal): Promise<PriceList> {
    const regions = new Map<string, Set<string>>();
    const regionOf = (location: string) => {
      const region = location.toLowerCase();
      const sizes = regions.get(region) ?? new Set<string>();
      regions.set(region, sizes);
      return sizes;
    };
    for (const { location, size, os } of machines) regionOf(location).add(`${size}/${os}`);
    for (const { location } of disks) regionOf(location);
    const documents = await this.#all();
    let mayAsk = true;
    for (const currency of new Set(currencies))
      for (const [region, sizes] of regions) {
        if (!mayAsk || signal?.aborted) break;
        const heard = await this.#refresh(documents.get(nameOf(region, currency)), region, currency, sizes);
        if (heard) documents.set(nameOf(region, currency), heard);
        mayAsk = heard !== undefined;
      }
    return new PriceList(new Map([...documents].map(([name, { document }]) => [name, document])));
  }

  /** Also of regions in which there is nothing any more, or nothing that could be listed just now. */
  async #all(): Promise<Map<string, Stored<PriceDocument>>> {
    const { store } = this.#parts;
    const found = new Map<string, Stored<PriceDocument>>();
    let continuation: string | undefined;
    do {
      const page = await store.list<PriceDocument>({ partition: 'system', kind: 'prices', continuation });
      for (const stored of page.items) found.set(nameOf(stored.document.region, stored.document.currency), stored);
      continuation = page.continuation;
    } while (continuation);
    return found;
  }

  /** Undefined where Azure did not answer. */
  async #refresh(
    stored: Stored<PriceDocument> | undefined,
    region: string,
    currency: string,
    wanted: ReadonlySet<string>,
  ): Promise<Stored<PriceDocument> | undefined> {
    const { client, clock, log } = this.#parts;
    const now = clock.now();
    const known = stored?.document;
    const isOld = (at: string | undefined) => at === undefined || now.getTime() - Date.parse(at) >= goodForInMs;
    const areSizesOld = isOld(known?.sizesAt);
    const asked = areSizesOld
      ? [...new Set([...wanted, ...Object.keys(known?.sizes ?? {})])]
      : [...wanted].filter((size) => !(size in known!.sizes));
    const asksDisks = isOld(known?.disksAt);
    if (asked.length === 0 && !asksDisks) return stored;
    try {
      const names = [...new Set(asked.map((size) => size.split('/')[0]!))];
      const sizes = names.length > 0 ? await client.machineSizes(region, currency, names) : [];
      const disks = asksDisks ? await client.disks(region, currency) : undefined;
      const next: PriceDocument = {
        partition: 'system',
        id: `prices/${nameOf(region, currency)}`,
        kind: 'prices',
        schema: 1,
        region,
        currency,
        sizes: { ...known?.sizes, ...sizesOf(asked, sizes, currency) },
        sizesAt: areSizesOld ? now.toISOString() : known!.sizesAt,
        disks: disks ? { ...known?.disks, ...disksOf(disks, currency) } : (known?.disks ?? {}),
        ...(disks ? { disksAt: now.toISOString() } : known?.disksAt !== undefined && { disksAt: known.disksAt }),
      };
      return await this.#write(next, stored?.etag);
    } catch (error) {
      log.warn({ err: error, region, currency }, 'Prices could not be had; the last known ones stand.');
      return undefined;
    }
  }

  async #write(next: PriceDocument, etag: string | undefined): Promise<Stored<PriceDocument>> {
    const { store } = this.#parts;
    try {
      return await (etag === undefined ? store.create(next) : store.replace(next, etag));
    } catch (error) {
      if (!(error instanceof WriteConflict)) throw error;
      // Another instance heard the same prices.
      return { document: next, etag: '' };
    }
  }
}

function sizesOf(asked: readonly string[], prices: readonly Price[], currency: string): Record<string, string | null> {
  const sizes: Record<string, string | null> = Object.fromEntries(asked.map((size) => [size, null]));
  const spelling = new Map(asked.map((size) => [size.toLowerCase(), size]));
  for (const { what, os, price } of prices) {
    const size = spelling.get(`${what}/${os}`.toLowerCase());
    if (size !== undefined && price.currency === currency) sizes[size] = price.amount;
  }
  return sizes;
}

function disksOf(prices: readonly Price[], currency: string): Record<string, string> {
  return Object.fromEntries(
    prices.filter(({ price }) => price.currency === currency).map(({ what, price }) => [what, price.amount]),
  );
}

function nameOf(region: string, currency: string): string {
  return `${region.toLowerCase()}/${currency}`;
}
