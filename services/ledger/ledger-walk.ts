import { setImmediate } from 'node:timers/promises';
import type { Store } from '../store/store.ts';
import { Chain, type Signed } from './ledger-chain.ts';
import { entryId, type LedgerEntry, ledgerKind, ledgerPartition } from './ledger-entry.ts';
import type { Flaw } from './ledger-flaw.ts';

/** A part of a chain that can be walked while others walk the rest. Plain data: it goes into threads. */
export interface Segment {
  readonly workspace: string;
  /** The numbers of its first entry and of its last. */
  readonly first: number;
  readonly last: number;
  /** What was signed in it, and the last before. */
  readonly signed: Signed;
}

/** What came of a segment. Everything but `seam` holds only where the seam is found to fit. */
export interface Walked {
  /**
   * What stands where the first entry should, unchecked but that the second follows it: whoever knows the entry before it has
   * to check it. Undefined where there is nothing from there on.
   */
  readonly seam?: LedgerEntry;
  /** The number of the last entry that fits, and its hash. Before the last of the segment where there is a flaw, or no more entries. */
  readonly count: number;
  readonly hash: string;
  readonly flaw?: Flaw;
}

/** A way to walk long ledgers. */
export interface LedgerWalker {
  /** Of so many entries a ledger has to be for this to be worth its while; else it is walked in place, as one. */
  readonly worthFrom: number;
  /** How many entries a segment has. */
  readonly segmentSize: number;
  /** How many segments may be given to it at the same time. */
  readonly atOnce: number;
  /** @throws {WorkspaceError} what the store throws where entries cannot be read */
  walk(segment: Segment): Promise<Walked>;
}

const pageSize = 250;

/** Walks over the store that is given, in this thread; more than one segment at once where waiting for the store is what takes time. */
export function walkInPlace(
  store: Pick<Store, 'list'>,
  { worthFrom = 0, segmentSize = Number.POSITIVE_INFINITY, atOnce = 1 } = {},
): LedgerWalker {
  return { worthFrom, segmentSize, atOnce, walk: async (segment) => await walkSegment(store, segment) };
}

/** Everybody else in the thread waits no longer than for a page. @throws {WorkspaceError} what the store throws */
export async function walkSegment(
  store: Pick<Store, 'list'>,
  { workspace, first, last, signed }: Segment,
): Promise<Walked> {
  const query = { partition: ledgerPartition(workspace), kind: ledgerKind };
  // What stands before the first entry of all is foreign, whatever its id.
  let continuation = first === 1 ? undefined : entryId(first - 1);
  let seam: LedgerEntry | undefined;
  let chain: Chain | undefined;
  do {
    const limit = Math.min(pageSize, last - (chain?.count ?? first - 1));
    const page = await store.list<LedgerEntry>({ ...query, limit, continuation });
    for (const { document } of page.items) {
      if (chain) {
        const flaw = chain.add(document);
        if (flaw) return { seam, count: chain.count, hash: chain.hash, flaw };
      } else {
        seam = document;
        chain = new Chain({ count: first, hash: hashIn(document) }, signed);
      }
      if (chain.count === last) return { seam, count: last, hash: chain.hash };
    }
    continuation = page.continuation;
    await setImmediate();
  } while (continuation);
  return { seam, count: chain?.count ?? first - 1, hash: chain?.hash ?? '' };
}

/** Made as they are taken, since how many there are may be a lie. */
export function* segmentsOf(workspace: string, signed: Signed, until: number, size: number): Generator<Segment> {
  const all = [...signed].sort(([one], [other]) => one - other);
  let next = 0;
  for (let first = 1; first <= until; first += size) {
    const last = Math.min(first + size - 1, until);
    const from = Math.max(next - 1, 0);
    while (next < all.length && all[next]![0] <= last) next += 1;
    yield { workspace, first, last, signed: new Map(all.slice(from, next)) };
  }
}

/**
 * Walks segments, some at the same time, and gives what came of them in their order; nothing is under way any more when it is
 * left. @throws {WorkspaceError} what the walker throws of a segment, once all before it are given
 */
export async function* walkAll(
  walker: Pick<LedgerWalker, 'atOnce' | 'walk'>,
  segments: Iterable<Segment>,
): AsyncGenerator<Walked & { readonly segment: Segment }> {
  const underWay: Promise<Walked & { readonly segment: Segment }>[] = [];
  try {
    for (const segment of segments) {
      const walking = walker.walk(segment).then((walked) => ({ ...walked, segment }));
      // It is looked at in its turn, if at all.
      walking.catch(() => undefined);
      underWay.push(walking);
      if (underWay.length >= walker.atOnce) yield await underWay.shift()!;
    }
    for (let walking = underWay.shift(); walking; walking = underWay.shift()) yield await walking;
  } finally {
    await Promise.allSettled(underWay);
  }
}

/** Anything may stand there. */
function hashIn(document: LedgerEntry | null): string {
  return document?.hash ?? '';
}
