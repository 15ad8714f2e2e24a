import type { LedgerEntry } from './ledger-entry.ts';
import { type Flaw, flawOf, say } from './ledger-flaw.ts';

/** What was signed, by count. */
export type Signed = ReadonlyMap<number, { readonly hash: string; readonly at: string }>;

/** A chain as far as it was walked: from its beginning, or from an entry that somebody else has to check. */
export class Chain {
  count: number;
  hash: string;
  readonly #signed: Signed;

  /** @param signed all that was signed where the chain goes, and the last before */
  constructor(from: Pick<Chain, 'count' | 'hash'>, signed: Signed) {
    this.count = from.count;
    this.hash = from.hash;
    this.#signed = signed;
  }

  /** The next entry; where something is wrong with it, the chain stays as it is. */
  add(entry: LedgerEntry): Flaw | undefined {
    const n = this.count + 1;
    const flaw = flawOf(entry, n, this.hash) ?? this.#signedFlaw(entry, n);
    if (flaw) return flaw;
    this.count = n;
    this.hash = entry.hash;
    return undefined;
  }

  #signedFlaw({ hash }: LedgerEntry, n: number): Flaw | undefined {
    const signed = this.#signed.get(n);
    if (!signed || signed.hash === hash) return undefined;
    // All that was signed before fits, else the flaw would have been there.
    const trusted = [...this.#signed.keys()].reduce((last, count) => (count < n && count > last ? count : last), 0);
    const since = trusted === 0 ? 'from the beginning' : `after entry ${trusted}`;
    const sentence = `Entry ${n} is not the one that was signed on ${signed.at.slice(0, 10)}: the records were rewritten ${since}.`;
    return say('signed', n, sentence);
  }
}
