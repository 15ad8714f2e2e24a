import type { Store } from '../store/store.ts';
import { type LedgerEntry, type LedgerRecord, ledgerKind, ledgerPartition, recordOf } from './ledger-entry.ts';

export interface LedgerWish {
  /** aadObjectId of whose entries. */
  readonly person?: string;
  /** The id of the document that the entries are of. */
  readonly subject?: string;
  /** Nothing that happened before. */
  readonly from?: Date;
  /** Nothing that happened then or later. */
  readonly to?: Date;
}

const pageSize = 500;

/**
 * Entries of a workspace's ledger, the newest first, by an index where a person or a document is named. What happened before
 * `from` is not even looked at, as nothing comes into the ledger before it happened, and all of it in order.
 */
export async function* readEntries(
  store: Store,
  workspace: string,
  wish: LedgerWish = {},
): AsyncGenerator<{ readonly entry: LedgerEntry; readonly record: LedgerRecord }> {
  const { person, subject: group } = wish;
  const [from, to] = [wish.from?.toISOString() ?? '', wish.to?.toISOString() ?? '\uffff'];
  const query = { partition: ledgerPartition(workspace), kind: ledgerKind, by: { person, group } };
  let continuation: string | undefined;
  let limit = 25;
  do {
    const page = await store.list<LedgerEntry>({ ...query, limit, continuation });
    for (const { document: entry } of page.items) {
      const record = recordOf(entry);
      if (record.sealedAt < from) return;
      if (record.at >= from && record.at < to) yield { entry, record };
    }
    continuation = page.continuation;
    limit = pageSize;
  } while (continuation);
}
