import { type Document, type Store, WriteConflict } from '../store/store.ts';
import type { Aggregate, HistoryEntry } from './aggregate.ts';

/** A stretch of an aggregate's history that left its document: `history/<id>/<number of the first entry>`. */
export interface HistoryArchive extends Document {
  readonly entries: readonly HistoryEntry[];
}

/** Keeps entries for good before they leave the document; `first` counts from the aggregate's beginning. May be called again with the same. */
export type Seal = (document: Aggregate, entries: readonly HistoryEntry[], first: number) => Promise<void>;

const newest = 50;
const stretch = 25;
/** Kept however large they are: by their keys a command is known that comes again. */
const fewest = 10;
const comfortableBytes = 48 * 1024;

/**
 * The document with a history short enough to stay small: beyond the newest fifty (fewer where entries are large) entries
 * leave it in stretches of up to 25, each sealed before. A crash in between only means that a stretch is sealed again.
 */
export async function trimHistory<A extends Aggregate>(document: A, seal: Seal): Promise<A> {
  let { history, archived } = document;
  const tooLong = () => history.length > newest + stretch;
  const tooLarge = () => history.length > fewest && bytesOf({ ...document, history }) > comfortableBytes;
  while (tooLong() || tooLarge()) {
    const leaving = Math.min(stretch, history.length - fewest);
    await seal(document, history.slice(0, leaving), archived);
    history = history.slice(leaving);
    archived += leaving;
  }
  return archived === document.archived ? document : { ...document, history, archived };
}

/** UTF-8 bytes of the document as it is stored. */
export function bytesOf(document: Document): number {
  return Buffer.byteLength(JSON.stringify(document));
}

/** Seals into documents of the same partition. */
export function archiveIn(store: Store): Seal {
  return async ({ partition, id, expiresAt }, entries, first) => {
    const archive: HistoryArchive = {
      id: `history/${id}/${first}`,
      partition,
      kind: 'history',
      schema: 1,
      expiresAt,
      entries,
    };
    try {
      await store.create(archive);
    } catch (error) {
      if (!(error instanceof WriteConflict)) throw error;
      // There already: by an earlier try, or by a namesake of this aggregate that has expired.
      const stored = await store.get<HistoryArchive>(partition, archive.id);
      const known = stored?.document.entries ?? [];
      // An earlier try may have kept fewer; more do no harm.
      if (stored && (known[0]?.key !== entries[0]?.key || known.length < entries.length))
        await store.replace(archive, stored.etag);
    }
  };
}
