/** Longest word that is looked at; nobody mistypes longer ones into ours. */
const longest = 24;

/**
 * Edits between two words (insert, delete, replace, swap neighbours), or `limit + 1` where there are more than `limit`.
 * Optimal string alignment: a letter is edited at most once.
 */
export function editsBetween(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let best = i;
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let edits = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) edits = Math.min(edits, before[j - 2]! + 1);
      row.push(edits);
      if (edits < best) best = edits;
    }
    if (best > limit) return limit + 1;
    before = last;
    last = row;
  }
  return last[b.length]!;
}

/** The edits a word of this length forgives: none under four letters, one under eight, then two. */
export function forgiven(length: number): number {
  if (length < 4) return 0;
  return length < 8 ? 1 : 2;
}

export interface Correction {
  readonly word: string;
  readonly edits: number;
}

/** Finds the nearest of many words by the strings that remain when letters are left out of both. */
export class Spelling {
  readonly #byRemainder = new Map<string, string[]>();

  constructor(words: Iterable<string>) {
    for (const word of new Set(words)) {
      if (word.length > longest) continue;
      for (const remainder of remainders(word, forgiven(word.length))) {
        const list = this.#byRemainder.get(remainder);
        if (list) list.push(word);
        else this.#byRemainder.set(remainder, [word]);
      }
    }
  }

  /** The nearest word within what its length forgives, the one with the same first letter first; undefined where two are as near. */
  nearest(word: string): Correction | undefined {
    if (word.length > longest || word.length < 3) return undefined;
    let best: Correction | undefined;
    let bestRank = Number.POSITIVE_INFINITY;
    let tied = false;
    const seen = new Set<string>();
    for (const remainder of remainders(word, forgiven(word.length + 1))) {
      for (const candidate of this.#byRemainder.get(remainder) ?? []) {
        if (seen.has(candidate)) continue;
        seen.add(candidate);
        const limit = forgiven(Math.max(candidate.length, word.length));
        const edits = editsBetween(word, candidate, limit);
        if (edits > limit) continue;
        const rank = edits + (candidate[0] === word[0] ? 0 : 0.6) + (sorted(candidate) === sorted(word) ? -0.3 : 0);
        if (rank < bestRank) {
          best = { word: candidate, edits };
          bestRank = rank;
          tied = false;
        } else if (rank === bestRank) tied = true;
      }
    }
    return tied ? undefined : best;
  }
}

function sorted(word: string): string {
  return [...word].sort().join('');
}

function remainders(word: string, depth: number): Set<string> {
  const all = new Set([word]);
  let level = [word];
  for (let step = 0; step < depth; step++) {
    const next: string[] = [];
    for (const from of level) {
      for (let index = 0; index < from.length; index++) {
        const shorter = from.slice(0, index) + from.slice(index + 1);
        if (all.has(shorter)) continue;
        all.add(shorter);
        next.push(shorter);
      }
    }
    level = next;
  }
  return all;
}
