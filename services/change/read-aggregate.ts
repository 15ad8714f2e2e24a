import type { Store, Stored } from '../store/store.ts';
import type { Address, Aggregate, AggregateType } from './aggregate.ts';

/** The document as the code knows it: an older schema is brought up to date; a newer one stays as it is, to be read only. */
export async function readAggregate<A extends Aggregate>(
  store: Store,
  type: AggregateType<A>,
  { partition, id }: Address,
): Promise<Stored<A> | undefined> {
  const stored = await store.get<A>(partition, id);
  if (!stored || stored.document.schema >= type.schema || !type.upgrade) return stored;
  return { ...stored, document: type.upgrade(stored.document) };
}
