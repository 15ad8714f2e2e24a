import type { Document, Page, Stored } from './store.ts';

/**
 * Where an indexed list goes on: at this `order`, without the documents of it that were given already. So it is right where
 * several share an order, and nothing is lost or given twice while documents are added and removed.
 */
export interface ListingCursor {
  readonly order: string;
  readonly seen: readonly string[];
}

/** @throws {RangeError} where the text is no continuation of an indexed list. */
export function parseListingCursor(continuation: string | undefined): ListingCursor | undefined {
  if (continuation === undefined) return undefined;
  const [order, ...seen] = textsOf(continuation);
  if (order === undefined) throw new RangeError('This is not how an indexed list goes on.');
  return { order, seen };
}

/** How many documents to look at from the cursor on, to fill a page and to know whether another follows. */
export function neededFor(limit: number, cursor: ListingCursor | undefined): number {
  return limit + 1 + (cursor?.seen.length ?? 0);
}

/** True where the document was on an earlier page. */
function wasGiven({ id, listing }: Document, cursor: ListingCursor | undefined): boolean {
  return cursor !== undefined && listing?.order === cursor.order && cursor.seen.includes(id);
}

/** The page out of what was found from the cursor on, newest first. */
export function listingPage<D extends Document>(
  found: readonly Stored<D>[],
  limit: number,
  cursor: ListingCursor | undefined,
): Page<D> {
  const fresh = found.filter(({ document }) => !wasGiven(document, cursor));
  const items = fresh.slice(0, limit);
  const order = items.at(-1)?.document.listing?.order;
  if (fresh.length <= limit || order === undefined) return { items };
  const here = items.filter(({ document }) => document.listing?.order === order).map(({ document }) => document.id);
  const earlier = cursor?.order === order ? cursor.seen : [];
  return { items, continuation: JSON.stringify([order, ...earlier, ...here]) };
}

function textsOf(continuation: string): string[] {
  try {
    const parsed: unknown = JSON.parse(continuation);
    return Array.isArray(parsed) && parsed.every((part) => typeof part === 'string') ? parsed : [];
  } catch {
    return [];
  }
}
