import { type Store, type Stored, WriteConflict } from '../store/store.ts';
import type { Address, Aggregate, AggregateType } from './aggregate.ts';
import { newerSchema } from './newer-schema.ts';
import { readAggregate } from './read-aggregate.ts';

/**
 * Writes what `rewrite` makes of the document beside its history: no entry, no new version. Anew where somebody else wrote
 * first. Undefined from `rewrite`, or the same again, writes nothing. True where something was written. `known` spares a read.
 * @throws {WorkspaceError} unavailable, also where a newer version of Labdesk wrote the document
 */
export async function rewriteDocument<A extends Aggregate>(
  store: Store,
  type: AggregateType<A>,
  address: Address,
  rewrite: (document: A) => A | undefined,
  known?: Stored<A>,
): Promise<boolean> {
  for (let first = known; ; first = undefined) {
    const stored = first ?? (await readAggregate(store, type, address));
    const next = stored && rewrite(stored.document);
    if (!next || isSame(stored.document, next)) return false;
    if (stored.document.schema > type.schema) throw newerSchema();
    try {
      await store.replace(next, stored.etag);
      return true;
    } catch (error) {
      if (!(error instanceof WriteConflict)) throw error;
    }
  }
}

/** Whatever the order of their fields. */
function isSame(a: unknown, b: unknown): boolean {
  return canonical(a) === canonical(b);
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
