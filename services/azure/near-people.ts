import type { Candidate } from '../roles/membership.ts';

/** Words of a name beyond these narrow nothing down. */
const mostStems = 3;
/** Shorter words are another's name after one error. */
const shortestUnsure = 4;
/** From here on two errors are likelier than another name. */
const longWord = 7;

/**
 * Clauses of `$search` for whoever may be meant where nobody is called so: the beginnings of the words, cut short before most errors; with
 * two letters changed places, one too many (the first one too), or a whole word wrong beside others. What has another first letter, or
 * lacks it, is not looked for where it is the only word: that takes a clause for each letter of the alphabet. Empty where every word is too short to hold an error.
 */
export function nearbyClauses(words: string): readonly string[] {
  const address = addressIn(words);
  const wanted = address === undefined ? wordsIn(words) : [plain(address)];
  if (!wanted.some((word) => errorsIn(word) > 0)) return [];
  const cut = wanted.slice(0, mostStems).map((word) => [...word]);
  const beginnings = cut.map((letters) => letters.slice(0, 2).join(''));
  const others = (index: number, instead: readonly string[]) => cut.toSpliced(index, 1, [...instead]);
  const names = [
    beginnings,
    ...cut.flatMap(([first = '', second = '', third = ''], index) =>
      second === '' ? [] : [beginnings.with(index, second + first), beginnings.with(index, first + third)],
    ),
    ...(cut.length === 1 ? cut.map((letters) => [letters.slice(1, 3).join('')]) : []),
    ...(cut.length > 1 ? cut.map((_, index) => others(index, []).map((letters) => letters.slice(0, 3).join(''))) : []),
  ].map((stems) => stems.filter(Boolean).join(' '));
  const fields = address === undefined ? ['displayName'] : [];
  const only = cut.length === 1 ? ['mail', 'userPrincipalName'] : [];
  return [...new Set(names)].flatMap((stems) => [...fields, ...only].map((field) => `"${field}:${stems}"`));
}

/**
 * Those of whom every word that was written is nearly a word or its beginning, the nearest first: one error from four letters on, two from
 * seven, where two letters that changed places are one error.
 */
export function nearest(found: readonly Candidate[], words: string): Candidate[] {
  const address = addressIn(words);
  return found
    .map((candidate) => {
      const { name, mail = '', userPrincipalName } = candidate;
      const addresses = [mail, userPrincipalName].map(plain);
      const errors =
        address === undefined
          ? inAll(wordsIn(words), [...wordsIn(name), ...addresses])
          : inAll([plain(address)], addresses);
      return { candidate, errors };
    })
    .filter(({ errors }) => errors < Number.POSITIVE_INFINITY)
    .sort((one, other) => one.errors - other.errors)
    .map(({ candidate }) => candidate);
}

function addressIn(words: string): string | undefined {
  return /^\S+@\S*$/.exec(words)?.[0];
}

function wordsIn(text: string): string[] {
  return plain(text).match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** Without capitals and accents. */
function plain(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase();
}

/** Of an address what stands before the @ counts: the rest is the same for most. */
function errorsIn(word: string): number {
  const { length } = [...word.split('@')[0]!];
  if (length < shortestUnsure || /^\p{N}+$/u.test(word)) return 0;
  return length < longWord ? 1 : 2;
}

function inAll(wanted: readonly string[], words: readonly string[]): number {
  let all = 0;
  for (const word of wanted) {
    const most = errorsIn(word);
    const likely = words.filter(({ length }) => length >= word.length - most);
    const errors = Math.min(...likely.map((other) => errorsBetween(word, other)));
    if (errors > most) return Number.POSITIVE_INFINITY;
    all += errors;
  }
  return all;
}

/** How many errors lie between what was written and the beginning of a word that is nearest to it ("optimal string alignment"). */
function errorsBetween(written: string, word: string): number {
  const [from, to] = [[...written], [...word].slice(0, written.length + 2)];
  let before: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [row, letter] of from.entries()) {
    const next = [row + 1];
    for (const [column, other] of to.entries()) {
      const changed = last[column]! + (letter === other ? 0 : 1);
      const swapped =
        row > 0 && column > 0 && letter === to[column - 1] && from[row - 1] === other
          ? before[column - 1]! + 1
          : Number.POSITIVE_INFINITY;
      next.push(Math.min(changed, swapped, last[column + 1]! + 1, next[column]! + 1));
    }
    [before, last] = [last, next];
  }
  return Math.min(...last);
}
