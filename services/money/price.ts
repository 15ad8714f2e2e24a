import type { Money } from './money.ts';

/** What is paid as it goes: no reservations, no savings plans, no spot. */
export interface Price {
  /** A VM size (`Standard_D8s_v5`) or a disk's product and tier (`Premium SSD Managed Disks/P10 LRS`). */
  readonly what: string;
  /** Only of sizes: Windows has a price of its own. */
  readonly os?: 'Windows' | 'Linux';
  /** Of a size an hour, of a disk a month. */
  readonly price: Money;
}

/** What the rules need of the Azure Retail Prices API; `azure/prices.ts` provides it. Every method throws WorkspaceErrors only. */
export interface PriceClient {
  /** Prices an hour of all VM sizes named, in a region and currency; a size without a price is missing. */
  machineSizes(region: string, currency: string, sizes: readonly string[]): Promise<readonly Price[]>;
  /** Prices a month of managed disks by product and tier. */
  disks(region: string, currency: string): Promise<readonly Price[]>;
}
