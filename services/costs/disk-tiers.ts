import type { AzureDisk } from './cost.ts';

/** The sizes up to which a disk is billed, in GiB, with the number of their tier (Azure, "Managed disk types"). */
const tiers: readonly (readonly [number, number])[] = [
  [4, 1],
  [8, 2],
  [16, 3],
  [32, 4],
  [64, 6],
  [128, 10],
  [256, 15],
  [512, 20],
  [1024, 30],
  [2048, 40],
  [4096, 50],
  [8192, 60],
  [16_384, 70],
  [32_767, 80],
];
/** Magnetic disks have no tier below 32 GiB. */
const smallestMagnetic = 4;

const products: Readonly<Record<string, { readonly letter: string; readonly name: string }>> = {
  Premium: { letter: 'P', name: 'Premium SSD Managed Disks' },
  StandardSSD: { letter: 'E', name: 'Standard SSD Managed Disks' },
  Standard: { letter: 'S', name: 'Standard HDD Managed Disks' },
};

/** By what a disk is billed, as prices name it: `Premium SSD Managed Disks/P10 LRS`; undefined for kinds without tiers (Ultra, Premium v2). */
export function diskProduct({ sku, sizeGiB }: Pick<AzureDisk, 'sku' | 'sizeGiB'>): string | undefined {
  const [kind = '', redundancy = ''] = sku.split('_');
  const product = products[kind];
  const tier = tiers.find(([size]) => sizeGiB <= size)?.[1];
  if (!product || tier === undefined || redundancy === '') return undefined;
  const number = product.letter === 'S' ? Math.max(tier, smallestMagnetic) : tier;
  return `${product.name}/${product.letter}${number} ${redundancy}`;
}
