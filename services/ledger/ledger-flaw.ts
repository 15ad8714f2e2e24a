import { entryId, hashOf, type LedgerEntry, personHash, sealedPart, sealedStart, whyHash } from './ledger-entry.ts';

/**
 * What is wrong: `missing`, the entry is gone; `foreign`, something stands there that was never sealed; `altered`, it is not
 * what its hash says; `moved`, another entry stands in its place; `detached`, it does not follow the one before; `person`,
 * `reason`: what stands open beside it is not what was sealed; `lists`: lists would show it in a wrong place; `end`: the
 * chain does not end as its head says; `signed`: the chain is not the one that was signed; `signature`: a checkpoint is not
 * Labdesk's.
 */
export type FlawKind =
  | 'missing'
  | 'foreign'
  | 'altered'
  | 'moved'
  | 'detached'
  | 'person'
  | 'reason'
  | 'lists'
  | 'end'
  | 'signed'
  | 'signature';

export interface Flaw {
  readonly kind: FlawKind;
  /** The first entry that does not fit. */
  readonly n: number;
  /** A finished sentence. */
  readonly sentence: string;
}

export function say(kind: FlawKind, n: number, sentence: string): Flaw {
  return { kind, n, sentence };
}

/** What is wrong with the nth entry, where the one before it has the hash `before`. */
export function flawOf(entry: LedgerEntry, n: number, before: string): Flaw | undefined {
  try {
    return placeFlaw(entry, n) ?? contentFlaw(entry, n, before);
  } catch {
    // Not even of the shape of an entry.
    return say('altered', n, `Entry ${n} was altered after it was recorded.`);
  }
}

/** Entries n to last are not there. */
export function cutOff(n: number, last: number): Flaw {
  return say(
    'missing',
    n,
    n === last ? `Entry ${n} is missing.` : `Entries ${n} to ${last} are missing: the end was cut off.`,
  );
}

function placeFlaw({ id }: LedgerEntry, n: number): Flaw | undefined {
  const expected = entryId(n);
  if (id === expected) return undefined;
  const isLater = /^\d+$/.test(id) && id.length === expected.length && id > expected;
  if (isLater) return say('missing', n, `Entry ${n} is missing.`);
  return say('foreign', n, `Before entry ${n} stands something that was never recorded.`);
}

function contentFlaw(entry: LedgerEntry, n: number, before: string): Flaw | undefined {
  const { id, sealed, hash, open, listing, erasedAt } = entry;
  if (hashOf(sealed) !== hash) return say('altered', n, `Entry ${n} was altered after it was recorded.`);
  const isListed = listing.order === id && listing.person === open?.aadObjectId;
  if (isListed && open && begins(sealed, sealedStart(open, listing.group ?? '', n, before))) return undefined;
  // Something was removed from it, or is wrong: only then it is worth taking apart.
  const { about, chain } = sealedPart(entry);
  if (chain.n !== n) return say('moved', n, `In the place of entry ${n} stands another one.`);
  if (chain.prev !== before)
    return say('detached', n, n === 1 ? 'Entry 1 is not the first of this workspace.' : follows(n));
  if (open ? personHash(open) !== about.by : erasedAt === undefined)
    return say('person', n, `The person named beside entry ${n} is not the one that was recorded.`);
  if (open && whyHash(open) !== about.why)
    return say('reason', n, `The reason given beside entry ${n} is not the one that was recorded.`);
  if (isListed && listing.group === about.subject) return undefined;
  return say('lists', n, `Entry ${n} is kept where lists do not find it as it was recorded.`);
}

/** As startsWith, which takes longer than all the rest: two strings are compared as memory, this way. */
function begins(text: string, start: string): boolean {
  return text.slice(0, start.length) === start;
}

function follows(n: number): string {
  return `Entry ${n} does not follow entry ${n - 1}: one of the two was rewritten.`;
}
