import { entryId, type LedgerEntry } from '../../../services/ledger/ledger-entry.ts';
import type { LedgerHead } from '../../../services/ledger/ledger-head.ts';
import type { Tampering } from './tampering.ts';

/** What stands nowhere but in a ledger that somebody has put their hands on. */
export const oddities: Readonly<Record<string, Tampering>> = {
  'something between': (records, k, at) => {
    const n = entryId(k);
    const id = ['!', 'zzz', `${n}x`, `${n}0`, entryId(0), `0${n}`][at(6)]!;
    const place = records.entries.at(k - 1);
    return place ? { ...records, entries: [...records.entries, { ...place, id }] } : records;
  },
  'no entry at all': (records, k, at) => {
    const id = entryId(k);
    const shapes = [{ id }, { id, sealed: 7, hash: {} }, { id, sealed: '{}', hash: null, listing: null }];
    const entry = shapes[at(3)] as unknown as LedgerEntry;
    return { ...records, entries: records.entries.map((each) => (each.id === id ? entry : each)) };
  },
  'a gap': (records, k, at) => {
    const gap = 1 + at(9);
    return { ...records, entries: records.entries.toSpliced(k - 1, gap) };
  },
  'more than the head knows': (records, k, at) => ({
    ...records,
    head: shortened(records.head, records.entries, k - at(2)),
  }),
  'less than the head knows': ({ entries, head }, k) => ({ entries, head: { ...head, count: head.count + k ** 5 } }),
};

function shortened(head: LedgerHead, entries: readonly LedgerEntry[], count: number): LedgerHead {
  return { ...head, count, hash: entries.at(count - 1)?.hash ?? head.hash, tail: [] };
}
