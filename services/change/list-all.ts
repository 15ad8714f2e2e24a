import type { Document, Query, Store } from '../store/store.ts';

/**
 * Every document that the query finds, all known before the first is given: a change may move it to another page.
 * @throws {WorkspaceError} unavailable
 */
export async function listAll<D extends Document>(
  store: Pick<Store, 'list'>,
  query: Omit<Query, 'continuation'>,
): Promise<readonly D[]> {
  const found: D[] = [];
  let continuation: string | undefined;
  do {
    const page = await store.list<D>({ ...query, continuation });
    found.push(...page.items.map(({ document }) => document));
    continuation = page.continuation;
  } while (continuation);
  return found;
}
