import { WorkspaceError } from '../errors.ts';
import { money } from '../money/money.ts';
import type { Price, PriceClient } from '../money/price.ts';
import { toWorkspaceError } from './errors.ts';
import { parseExactly } from './exact-json.ts';
import { Rest, RestFailure } from './rest.ts';

const callTimeoutInMs = 30_000;
/** An address has its limits. */
const sizesACall = 20;
const mostPages = 100;
const service = "Azure's price list";
const diskProducts = ['Premium SSD Managed Disks', 'Standard SSD Managed Disks', 'Standard HDD Managed Disks'];

/** An item of the price list (Azure Retail Prices API, version 2023-01-01-preview), as far as it is read here. */
interface Item {
  readonly currencyCode?: unknown;
  readonly retailPrice?: unknown;
  readonly tierMinimumUnits?: unknown;
  readonly effectiveStartDate?: unknown;
  readonly armSkuName?: unknown;
  readonly productName?: unknown;
  readonly skuName?: unknown;
  readonly meterName?: unknown;
  readonly unitOfMeasure?: unknown;
}

/** Azure's list prices, which anybody may read without a token. Errors are WorkspaceErrors. */
export class AzurePrices implements PriceClient {
  readonly #rest = new Rest({ timeoutInMs: callTimeoutInMs });
  readonly #endpoint: string;

  /** Another list than Azure's public one is for the sandbox alone. */
  constructor({ endpoint = 'https://prices.azure.com' }: { readonly endpoint?: string } = {}) {
    this.#endpoint = endpoint;
  }

  async machineSizes(region: string, currency: string, sizes: readonly string[]): Promise<readonly Price[]> {
    const wanted = [...new Set(sizes)];
    const found: Item[] = [];
    for (let at = 0; at < wanted.length; at += sizesACall) {
      const anyOf = wanted.slice(at, at + sizesACall).map((size) => `armSkuName eq ${quoted(size)}`);
      const filter = `${inRegion('Virtual Machines', region)} and (${anyOf.join(' or ')})`;
      found.push(...(await this.#items(filter, currency)));
    }
    return newest(
      found.filter(({ unitOfMeasure }) => unitOfMeasure === '1 Hour').filter(isPaidAsItGoes),
      currency,
      ({ armSkuName, productName }) => ({
        what: String(armSkuName),
        os: /\bWindows$/.test(String(productName)) ? 'Windows' : 'Linux',
      }),
    );
  }

  async disks(region: string, currency: string): Promise<readonly Price[]> {
    const products = diskProducts.map((product) => `productName eq ${quoted(product)}`);
    const found = await this.#items(`${inRegion('Storage', region)} and (${products.join(' or ')})`, currency);
    return newest(
      // Snapshots, operations and bursting of the same products have meters of their own.
      found.filter(
        ({ meterName, unitOfMeasure }) =>
          /^[PES]\d+( [LZ]RS)? Disks?$/.test(String(meterName)) && /^1[ /]Month$/.test(String(unitOfMeasure)),
      ),
      currency,
      ({ productName, skuName }) => ({ what: `${productName}/${skuName}` }),
    );
  }

  async #items(filter: string, currency: string): Promise<Item[]> {
    const query = new URLSearchParams({ 'api-version': '2023-01-01-preview', currencyCode: quoted(currency) });
    query.set('meterRegion', quoted('primary'));
    query.set('$filter', filter);
    const items: Item[] = [];
    const seen = new Set<string>();
    let url: string | undefined = `${this.#endpoint}/api/retail/prices?${query}`;
    while (url !== undefined) {
      const elsewhere = !URL.canParse(url) || new URL(url).origin !== new URL(this.#endpoint).origin;
      if (elsewhere || seen.has(url) || seen.size >= mostPages) throw unreadable('The pages do not come to an end.');
      seen.add(url);
      const page = await this.#page(url);
      items.push(...page.items);
      url = page.next;
    }
    return items;
  }

  async #page(url: string): Promise<{ items: readonly Item[]; next: string | undefined }> {
    const answer = await this.#rest.call({ method: 'GET', url }).catch((error: unknown) => {
      throw toWorkspaceError(error, service);
    });
    if (answer.status !== 200) throw toWorkspaceError(new RestFailure(answer), service);
    try {
      const { Items: items, NextPageLink: next } = parseExactly(answer.text) as Record<string, unknown>;
      if (!Array.isArray(items)) throw new SyntaxError('The answer has no items.');
      return { items, next: typeof next === 'string' && next !== '' ? next : undefined };
    } catch (error) {
      throw unreadable('An answer cannot be read.', error);
    }
  }
}

/** OData's text, in which a quote stands twice. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function inRegion(serviceName: string, region: string): string {
  return `serviceName eq ${quoted(serviceName)} and armRegionName eq ${quoted(region)} and priceType eq 'Consumption'`;
}

/** Neither what Azure may take back at any time, nor what is no machine of ours. */
function isPaidAsItGoes({ skuName, meterName, productName }: Item): boolean {
  return (
    !/\b(spot|low priority)\b/i.test(`${skuName} ${meterName}`) &&
    !/cloud ?services|dedicated host/i.test(String(productName))
  );
}

/** Of each thing the price that began last; what is not priced in the currency asked for is left out. */
function newest(items: readonly Item[], currency: string, nameOf: (item: Item) => Omit<Price, 'price'>): Price[] {
  const best = new Map<string, { since: string; price: Price }>();
  for (const item of items) {
    if (String(item.currencyCode).toUpperCase() !== currency.toUpperCase() || Number(item.tierMinimumUnits ?? 0) !== 0)
      continue;
    const name = nameOf(item);
    const since = String(item.effectiveStartDate);
    const key = `${name.what}/${name.os}`;
    const known = best.get(key);
    if (!known || known.since < since) best.set(key, { since, price: { ...name, price: amountOf(item, currency) } });
  }
  return [...best.values()].map(({ price }) => price);
}

function amountOf({ retailPrice }: Item, currency: string) {
  try {
    return money(String(retailPrice), currency);
  } catch (error) {
    throw unreadable('A price is no number.', error);
  }
}

function unreadable(why: string, cause?: unknown): WorkspaceError {
  const words = `${service} does not answer as it should right now. Try again in a few minutes.`;
  return new WorkspaceError('unavailable', words, { cause: new Error(why, { cause }) });
}
