/** Longest word that is looked at; nobody mistypes longer ones into ours. */
const longest = 24;
const rows = [0, 1, 2].map(() => new Uint8Array(longest + 2));

/**
 * Edits between two words (insert, delete, replace, swap neighbours), or `limit + 1` where there are more than `limit`
 * or a word is longer than 24 letters. Optimal string alignment: a letter is edited at most once.
 */
export function editsBetween(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit || a.length > longest || b.length > longest) return limit + 1;
  let [before, last, row] = rows as [Uint8Array, Uint8Array, Uint8Array];
  for (let j = 0; j <= b.length; j++) last[j] = j;
  for (let i = 1; i <= a.length; i++) {
    row[0] = i;
    let best = i;
    const letter = a.charCodeAt(i - 1);
    for (let j = 1; j <= b.length; j++) {
      const other = b.charCodeAt(j - 1);
      let edits = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (letter === other ? 0 : 1));
      if (i > 1 && j > 1 && letter === b.charCodeAt(j - 2) && a.charCodeAt(i - 2) === other)
        edits = Math.min(edits, before[j - 2]! + 1);
      row[j] = edits;
      if (edits < best) best = edits;
    }
    if (best > limit) return limit + 1;
    [before, last, row] = [last, row, before];
  }
  return last[b.length]!;
}

/** The edits a word of this length forgives: none under four letters, one under ten, then two. */
export function forgiven(length: number): number {
  if (length < 4) return 0;
  return length < 10 ? 1 : 2;
}

export interface Correction {
  readonly word: string;
  readonly edits: number;
}

/** Finds the nearest of many words that begin with the same letter or have the same letters. */
export class Spelling {
  readonly #byBeginning = new Map<string, string[]>();
  readonly #byLetters = new Map<string, string[]>();

  constructor(words: Iterable<string>) {
    for (const word of new Set(words)) {
      if (word.length > longest) continue;
      put(this.#byBeginning, beginning(word, word.length), word);
      put(this.#byLetters, letters(word), word);
    }
  }

  /** The nearest word within what the longer one's length forgives; undefined where two are as near. */
  nearest(word: string): Correction | undefined {
    if (word.length > longest || word.length < 3) return undefined;
    const anagrams = (this.#byLetters.get(letters(word)) ?? []).filter(
      (candidate) => editsBetween(word, candidate, 1) === 1,
    );
    if (anagrams.length === 1) return { word: anagrams[0]!, edits: 1 };
    const plain = undoubled(word);
    let best: Correction | undefined;
    let tied = false;
    for (let length = word.length - 2; length <= word.length + 2; length++) {
      const limit = forgiven(Math.max(length, word.length));
      if (Math.abs(length - word.length) > limit) continue;
      for (const candidate of this.#byBeginning.get(beginning(word, length)) ?? []) {
        let edits = editsBetween(word, candidate, limit);
        // A letter too often or not often enough is the likeliest slip.
        if (edits === 1 && undoubled(candidate) === plain) edits = 0.5;
        if (edits > limit || (best && edits > best.edits)) continue;
        tied = best !== undefined && edits === best.edits;
        if (!tied) best = { word: candidate, edits };
      }
    }
    return tied ? undefined : best;
  }
}

function undoubled(word: string): string {
  return word.replace(/(.)\1+/g, '$1');
}

function put(map: Map<string, string[]>, key: string, word: string): void {
  const list = map.get(key);
  if (list) list.push(word);
  else map.set(key, [word]);
}

function beginning(word: string, length: number): string {
  return `${word[0]}${length}`;
}

function letters(word: string): string {
  return [...word].sort().join('');
}
