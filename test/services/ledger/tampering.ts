import {
  entryId,
  hashOf,
  type LedgerEntry,
  personHash,
  type SealedEntry,
  seal,
  sealedPart,
} from '../../../services/ledger/ledger-entry.ts';
import type { LedgerHead } from '../../../services/ledger/ledger-head.ts';
import { entry, owner, workspace } from './world.ts';

/** What an attacker with all rights on the store can write. */
export interface Records {
  readonly entries: readonly LedgerEntry[];
  readonly head: LedgerHead;
}

/** Changes what concerns record `k` (counted from 1); `at` picks one of several ways. */
export type Tampering = (records: Records, k: number, at: (ways: number) => number) => Records;

const otherName = 'Somebody else';

function sealedAs(document: LedgerEntry, content: SealedEntry): LedgerEntry {
  const sealed = JSON.stringify(content);
  return { ...document, sealed, hash: hashOf(sealed) };
}

function edited(document: LedgerEntry, way: number): LedgerEntry {
  const { open, listing, sealed, hash } = document;
  const content = sealedPart(document);
  const ways: readonly (() => LedgerEntry)[] = [
    () => ({ ...document, sealed: sealed.replace('ticket.open', 'ticket.shut') }),
    () => sealedAs(document, { ...content, entry: { ...content.entry, what: 'ticket.shut' } }),
    () => ({ ...document, open: { ...open!, name: otherName } }),
    () => ({ ...document, open: { ...open!, why: 'Another reason' } }),
    () => ({ ...document, open: undefined }),
    () => ({ ...document, listing: { ...listing, person: 'somebody' } }),
    () => ({ ...document, listing: { ...listing, group: 'ticket-none' } }),
    () => ({ ...document, hash: `${hash.slice(0, -1)}${hash.endsWith('0') ? '1' : '0'}` }),
    () => {
      const other = { ...open!, name: otherName };
      return { ...sealedAs(document, { ...content, about: { ...content.about, by: personHash(other) } }), open: other };
    },
    () => ({ ...document, sealed: 'nothing', hash: hashOf('nothing') }),
  ];
  return ways[way % ways.length]!();
}

function renumbered(entries: readonly LedgerEntry[]): LedgerEntry[] {
  return entries.map((document, index) => {
    const id = entryId(index + 1);
    return document.id === id ? document : { ...document, id, listing: { ...document.listing, order: id } };
  });
}

function forged(prev: string, n: number): LedgerEntry {
  const sealedAt = '2026-03-02T09:00:00.000Z';
  return seal(
    { subject: 'ticket-1', index: 9, entry: entry(`forged/${n}`, { by: owner }) },
    { workspace, n, prev, sealedAt },
  );
}

/** The head that belongs to the entries. */
function headOf({ head }: Records, entries: readonly LedgerEntry[], hash = entries.at(-1)?.hash ?? head.hash): Records {
  return { entries, head: { ...head, count: entries.length, hash, tail: [], signed: undefined } };
}

function before(entries: readonly LedgerEntry[], k: number): string {
  return sealedPart(entries[k - 1]!).chain.prev;
}

export const tamperings: Readonly<Record<string, Tampering>> = {
  edit: ({ entries, head }, k, at) => ({ head, entries: entries.with(k - 1, edited(entries[k - 1]!, at(10))) }),
  delete: (records, k, at) => {
    const left = records.entries.toSpliced(k - 1, 1);
    return [
      () => ({ ...records, entries: left }),
      () => headOf(records, left),
      () => headOf(records, renumbered(left)),
    ][at(3)]!();
  },
  swap: ({ entries, head }, k, at) => {
    const j = (k - 1 + 1 + at(entries.length - 1)) % entries.length;
    const [one, other] = [entries[k - 1]!, entries[j]!];
    return { head, entries: renumbered(entries.with(k - 1, other).with(j, one)) };
  },
  insert: (records, k) => {
    const { entries } = records;
    return headOf(records, renumbered(entries.toSpliced(k - 1, 0, forged(before(entries, k), k))));
  },
  truncate: (records, k) => headOf(records, records.entries.slice(0, k - 1), before(records.entries, k)),
  fork: (records, k) => {
    const { entries } = records;
    return headOf(records, entries.with(k - 1, forged(before(entries, k), k)));
  },
  replay: (records, k, at) => {
    const { entries } = records;
    const place = at(2) === 0 ? k : entries.length;
    return headOf(records, renumbered(entries.toSpliced(place, 0, entries[k - 1]!)));
  },
  're-hash the suffix': (records, k) => {
    const suffix: LedgerEntry[] = [];
    let prev = before(records.entries, k);
    for (const document of records.entries.slice(k - 1)) {
      const content = sealedPart(document);
      const what = suffix.length === 0 ? 'ticket.shut' : content.entry.what;
      const sealed = sealedAs(document, {
        ...content,
        chain: { ...content.chain, prev },
        entry: { ...content.entry, what },
      });
      suffix.push(sealed);
      prev = sealed.hash;
    }
    return headOf(records, [...records.entries.slice(0, k - 1), ...suffix]);
  },
};
