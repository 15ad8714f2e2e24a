import type { Address } from '../change/aggregate.ts';

/** A document that has effects to be carried out, and its kind. */
export interface Pending extends Address {
  readonly kind: string;
}

/** One text for one address, to find it by. */
export function nameOf({ partition, id }: Address): string {
  return JSON.stringify([partition, id]);
}
