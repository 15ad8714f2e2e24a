import list from './prices.json' with { type: 'json' };

export type PriceCurrency = 'EUR' | 'USD';

export const { region, location, since, machines, disks } = list;

/** What each size of a disk is sold as, in GiB (Azure, "Azure managed disk types"). */
const tiers: readonly (readonly [number: number, upTo: number])[] = [
  [4, 32],
  [6, 64],
  [10, 128],
  [15, 256],
  [20, 512],
  [30, 1024],
];

/** What a machine costs an hour, as decimal text; undefined for a size without a price. */
export function machineHour(size: string, os: 'linux' | 'windows', currency: PriceCurrency): string | undefined {
  return machines.find(({ armSkuName }) => armSkuName === size)?.[os][currency];
}

/** What a disk costs a month, as decimal text; undefined for one without a price. */
export function diskMonth(sku: string, sizeGiB: number, currency: PriceCurrency): string | undefined {
  const letter = { Premium_LRS: 'P', StandardSSD_LRS: 'E', Standard_LRS: 'S' }[sku];
  const tier = tiers.find(([, upTo]) => sizeGiB <= upTo)?.[0];
  return disks.find(({ skuName }) => skuName === `${letter}${tier} LRS`)?.[currency];
}
