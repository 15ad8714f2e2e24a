/** One for all: `localeCompare` with options makes one for every pair, and turns wait for seconds where ten thousand are sorted. */
const collator = new Intl.Collator('en', { numeric: true });

/** The order in which people look for names: `onc-2` before `onc-10`, whatever the case. */
export function byName(one: { readonly name: string }, other: { readonly name: string }): number {
  return collator.compare(one.name, other.name);
}
