import { type Document, type Store, type Stored, WriteConflict } from '../store/store.ts';
import { genesis, type LedgerEntry, ledgerPartition } from './ledger-entry.ts';

/** The end of a workspace's chain. Whoever replaces it has added to the ledger. */
export interface LedgerHead extends Document {
  readonly kind: 'ledger-head';
  readonly count: number;
  /** Of the last entry. */
  readonly hash: string;
  /** When the last entry came into the ledger; empty before the first. */
  readonly sealedAt: string;
  /** The entries of the newest block: until the next one they may not stand as documents of their own. */
  readonly tail: readonly LedgerEntry[];
  /** The newest checkpoint that was put. */
  readonly signed?: { readonly count: number; readonly at: string };
}

const headId = 'head';

export function emptyHead(workspace: string): LedgerHead {
  return {
    id: headId,
    partition: ledgerPartition(workspace),
    kind: 'ledger-head',
    schema: 1,
    count: 0,
    hash: genesis(workspace),
    sealedAt: '',
    tail: [],
  };
}

export async function readHead(store: Store, workspace: string): Promise<Stored<LedgerHead> | undefined> {
  return await store.get<LedgerHead>(ledgerPartition(workspace), headId);
}

/** Makes sure that the entries stand as documents; whoever else does the same at the same time does no harm. */
export async function putEntries(store: Store, entries: readonly LedgerEntry[]): Promise<void> {
  await Promise.all(
    entries.map((entry) =>
      store.create(entry).catch((error: unknown) => {
        if (!(error instanceof WriteConflict)) throw error;
      }),
    ),
  );
}
