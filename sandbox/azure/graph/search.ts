import type { JsonObject } from '../http.ts';
import { FilterError, type Predicate } from './filter.ts';

const tokenised = new Set(['displayName', 'description']);
const partPattern = /\s*("(?:[^"\\]|\\.)*"|[()]|AND(?=[\s(])|OR(?=[\s(]))/y;

/** A run without spaces, taken apart at symbols, at numbers, and where small letters become capital ones. */
function partsOf(run: string): string[] {
  const parts = run.match(/\p{N}+|[\p{Lu}\p{Lt}]*[\p{Ll}\p{Lo}\p{Lm}\p{M}]+|[\p{Lu}\p{Lt}]+/gu) ?? [];
  return parts.map((part) => part.toLowerCase());
}

/** A text's words ("Using $search on directory object collections"); what only symbols part is one word, too. */
function wordsIn(text: string): string[] {
  return text.split(/\s+/).flatMap((run) => {
    const parts = partsOf(run);
    return [...parts, parts.join('')];
  });
}

/** One clause, without its quotes. */
function clause(text: string): Predicate {
  const mark = text.indexOf(':');
  if (mark < 1) throw new FilterError('Syntax error: a search clause is "property:words".');
  const [field, value] = [text.slice(0, mark), text.slice(mark + 1).replace(/\\(.)/g, '$1')];
  if (!tokenised.has(field)) {
    const start = value.toLowerCase();
    return (item) => typeof item[field] === 'string' && item[field].toLowerCase().startsWith(start);
  }
  const wanted = value.split(/\s+/).flatMap(partsOf);
  if (wanted.length === 0) throw new FilterError('Syntax error: there is no word to search for.');
  return (item) => {
    const words = wordsIn(String(item[field] ?? ''));
    return wanted.every((word) => words.some((other) => other.startsWith(word)));
  };
}

class SearchReader {
  readonly #parts: string[] = [];
  #at = 0;

  constructor(text: string) {
    partPattern.lastIndex = 0;
    while (partPattern.lastIndex < text.trimEnd().length) {
      const found = partPattern.exec(text);
      if (!found?.[1]) throw new FilterError(`Syntax error in the search: ${text}`);
      this.#parts.push(found[1]);
    }
  }

  read(): Predicate {
    const predicate = this.#either();
    if (this.#at < this.#parts.length) throw new FilterError('Syntax error: clauses are joined by AND or OR.');
    return predicate;
  }

  #accept(part: string): boolean {
    if (this.#parts[this.#at] !== part) return false;
    this.#at += 1;
    return true;
  }

  #either(): Predicate {
    const predicates = [this.#both()];
    while (this.#accept('OR')) predicates.push(this.#both());
    return (item: JsonObject) => predicates.some((predicate) => predicate(item));
  }

  #both(): Predicate {
    const predicates = [this.#one()];
    while (this.#accept('AND')) predicates.push(this.#one());
    return (item: JsonObject) => predicates.every((predicate) => predicate(item));
  }

  #one(): Predicate {
    if (this.#accept('(')) {
      const inner = this.#either();
      if (!this.#accept(')')) throw new FilterError('Syntax error: a parenthesis is not closed.');
      return inner;
    }
    const part = this.#parts[this.#at];
    if (!part?.startsWith('"')) throw new FilterError('Syntax error: a clause stands in double quotes.');
    this.#at += 1;
    return clause(part.slice(1, -1));
  }
}

/** `$search`, like `"displayName:onc" OR "mail:x"`. @throws {FilterError} for what Graph would answer 400 to. */
export function readSearch(text: string): Predicate {
  return new SearchReader(text).read();
}
