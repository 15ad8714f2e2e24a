import type { Document, Store, Stored } from '../../services/store/store.ts';

/**
 * Has the nth write from now on be made and nobody hear of it: as if the process had died right after it.
 * @returns how many writes there were since
 */
export function dieAfterWrite(store: Store, nth: number): () => number {
  let writes = 0;
  const dying =
    <D extends Document>(write: (document: D, etag: string) => Promise<Stored<D>>) =>
    async (document: D, etag: string) => {
      const written = await write(document, etag);
      writes += 1;
      if (writes === nth) throw new Error('The process has died.');
      return written;
    };
  store.replace = dying(store.replace.bind(store)) as typeof store.replace;
  store.create = dying(store.create.bind(store) as never) as typeof store.create;
  return () => writes;
}
