import { createHash } from 'node:crypto';
import { Exact, jsonNumber, textOf } from './exact.ts';
import type { Call, JsonObject, Reply } from './http.ts';
import { type PriceItem, parsePriceFilter } from './price-filter.ts';
import { disks, location, machines, type PriceCurrency, region, since } from './price-list.ts';

/** How many items a page holds. */
const most = 1000;

interface Meter {
  readonly product: string;
  readonly sku: string;
  readonly meter?: string;
  readonly arm?: string;
  readonly price: string;
  readonly type?: string;
}

/** The Azure Retail Prices API over a snapshot of one region. It asks for no token. */
export class Prices {
  readonly #origin: string;
  readonly #pageSize: number;

  constructor(origin: string, pageSize = most) {
    this.#origin = origin;
    this.#pageSize = pageSize;
  }

  handle(call: Call): Reply {
    if (call.method !== 'GET' || call.path !== '/api/retail/prices') return refusal(404, 'NotFound', 'Not found.');
    const filter = call.query.get('$filter');
    const test = filter ? parsePriceFilter(filter) : () => true;
    if (!test) return refusal(400, 'BadRequest', 'Invalid OData parameters supplied');
    // A currency that it does not have is answered in dollars.
    const currency = call.query.get('currencyCode')?.replaceAll("'", '') === 'EUR' ? 'EUR' : 'USD';
    const found = itemsIn(currency).filter(test);
    const skip = Math.max(0, Number(call.query.get('$skip')) || 0);
    const page = found.slice(skip, skip + this.#pageSize);
    return {
      status: 200,
      body: {
        BillingCurrency: currency,
        CustomerEntityId: 'Default',
        CustomerEntityType: 'Retail',
        Items: page.map(written),
        NextPageLink: skip + page.length < found.length ? this.#next(call, skip + page.length) : null,
        Count: page.length,
      },
    };
  }

  #next(call: Call, skip: number): string {
    const query = new URLSearchParams(call.query);
    query.set('$skip', String(skip));
    return `${this.#origin}${call.path}?${query}`;
  }
}

function refusal(status: number, Code: string, Message: string): Reply {
  return { status, body: { Error: { Code, Message } } };
}

function itemsIn(currency: PriceCurrency): PriceItem[] {
  const ofMachines = machines.flatMap(({ armSkuName: arm, productName, skuName, linux, windows }) => {
    const onLinux = { product: productName, sku: skuName, arm, price: linux[currency] };
    const onWindows = { ...onLinux, product: `${productName} Windows`, price: windows[currency] };
    const cheap = (word: string, of: typeof onLinux) => ({ ...of, sku: `${skuName} ${word}`, price: fifth(of.price) });
    const cloud = { ...onLinux, product: `${productName.replace('Virtual Machines ', '')} Cloud Services` };
    return [
      onLinux,
      onWindows,
      // What the real list has beside them, and nobody means who asks what a machine costs.
      ...['Spot', 'Low Priority'].flatMap((word) => [cheap(word, onLinux), cheap(word, onWindows)]),
      { ...onWindows, price: linux[currency], type: 'DevTestConsumption' },
      cloud,
    ].map((meter) => item({ ...meter, currency, service: 'Virtual Machines', unit: '1 Hour' }));
  });
  const ofDisks = disks.flatMap(({ productName: product, skuName: sku, ...prices }) =>
    [
      { product, sku, meter: `${sku} Disk`, price: prices[currency] },
      { product, sku, meter: `${sku} Disk Mount`, price: fifth(prices[currency]) },
    ].map((meter) => item({ ...meter, currency, service: 'Storage', unit: '1/Month' })),
  );
  return [...ofMachines, ...ofDisks];
}

function fifth(price: string): string {
  return textOf(new Exact(price).dividedBy(5).toDecimalPlaces(6));
}

/** As the API documents it; ids are made from what they name. */
function item(of: Meter & { currency: string; service: string; unit: string }): PriceItem {
  const { product, sku, meter = sku, arm = '', price, type = 'Consumption', currency, service, unit } = of;
  const productId = `DZH318Z0${digest(product).slice(0, 4).toUpperCase()}`;
  return {
    currencyCode: currency,
    tierMinimumUnits: '0.0',
    retailPrice: price,
    unitPrice: price,
    armRegionName: region,
    location,
    effectiveStartDate: since,
    meterId: digest(`${product}/${meter}`).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5'),
    meterName: meter,
    productId,
    skuId: `${productId}/${digest(sku).slice(0, 4).toUpperCase()}`,
    productName: product,
    skuName: sku,
    serviceName: service,
    serviceId: service === 'Storage' ? 'DZH317F1HKN0' : 'DZH313Z7MMC8',
    serviceFamily: service === 'Storage' ? 'Storage' : 'Compute',
    unitOfMeasure: unit,
    type,
    isPrimaryMeterRegion: true,
    armSkuName: arm,
  };
}

function written(of: PriceItem): JsonObject {
  const numbers = ['tierMinimumUnits', 'retailPrice', 'unitPrice'].map((name) => [name, jsonNumber(String(of[name]))]);
  return { ...of, ...Object.fromEntries(numbers) };
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
