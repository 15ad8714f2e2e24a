import type { SqlQuerySpec } from '@azure/cosmos';
import type { ListingCursor } from './listing-cursor.ts';
import type { Query } from './store.ts';

/** By id. */
export function listById({ partition, kind, continuation = '' }: Query, now: Date): SqlQuerySpec {
  return {
    query: `SELECT * FROM c WHERE c.partition = @partition AND c.kind = @kind AND c.id > @after
      AND (NOT IS_DEFINED(c.expiresAt) OR c.expiresAt > @now) ORDER BY c.id`,
    parameters: [
      { name: '@partition', value: partition },
      { name: '@kind', value: kind },
      { name: '@after', value: continuation },
      { name: '@now', value: now.toISOString() },
    ],
  };
}

/**
 * Newest first, by one of the composite indexes of cosmos-container.ts: every filter stands in the ORDER BY, too, and there is
 * none beside them, so that the cost is that of the page. What has expired and is still there is for the caller to leave out.
 */
export function listByIndex({ partition, kind, by = {} }: Query, cursor: ListingCursor | undefined): SqlQuerySpec {
  const fixed = [
    { path: 'c.partition', name: '@partition', value: partition },
    { path: 'c.kind', name: '@kind', value: kind },
    { path: 'c.listing.person', name: '@person', value: by.person },
    { path: 'c.listing["group"]', name: '@group', value: by.group },
  ].filter(({ value }) => value !== undefined);
  // A comparison with a text leaves out what has no listing.
  const range = cursor ? '<= @order' : '>= @order';
  const filters = [...fixed.map(({ path, name }) => `${path} = ${name}`), `c.listing["order"] ${range}`];
  const order = [...fixed.map(({ path }) => path), 'c.listing["order"]'].map((path) => `${path} DESC`);
  return {
    query: `SELECT * FROM c WHERE ${filters.join(' AND ')} ORDER BY ${order.join(', ')}`,
    parameters: [
      ...fixed.map(({ name, value = '' }) => ({ name, value })),
      { name: '@order', value: cursor?.order ?? '' },
    ],
  };
}
