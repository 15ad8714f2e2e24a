import type { JsonObject } from '../http.ts';

export type Predicate = (item: JsonObject) => boolean;

/** The filter cannot be read. */
export class FilterError extends Error {
  override readonly name = 'FilterError';
}

const tokenPattern = /\s*('(?:[^']|'')*'|[()]|,|[A-Za-z_][\w./@]*:|[\w.@/$-]+)/y;

function tokenise(text: string): string[] {
  const tokens: string[] = [];
  tokenPattern.lastIndex = 0;
  while (tokenPattern.lastIndex < text.trimEnd().length) {
    const found = tokenPattern.exec(text);
    if (!found?.[1]) throw new FilterError(`Invalid filter clause: ${text}`);
    tokens.push(found[1]);
  }
  return tokens;
}

function literal(token: string): unknown {
  if (token.startsWith("'")) return token.slice(1, -1).replaceAll("''", "'");
  if (token === 'true' || token === 'false') return token === 'true';
  if (token === 'null') return null;
  return /^-?\d+(\.\d+)?$/.test(token) ? Number(token) : token;
}

function same(one: unknown, other: unknown): boolean {
  if (typeof one === 'string' && typeof other === 'string') return one.toLowerCase() === other.toLowerCase();
  return (one ?? null) === other;
}

const comparisons: Readonly<Record<string, (one: unknown, other: unknown) => boolean>> = {
  eq: same,
  ne: (one, other) => !same(one, other),
  ge: (one, other) => String(one) >= String(other),
  le: (one, other) => String(one) <= String(other),
};

const functions: Readonly<Record<string, (one: string, other: string) => boolean>> = {
  startswith: (one, other) => one.startsWith(other),
  endswith: (one, other) => one.endsWith(other),
  contains: (one, other) => one.includes(other),
};

/** The subset of OData's `$filter` (Protocol 4.01, 11.2.6.1) that Graph's directory takes: comparisons, `in`, functions, `any`. */
class FilterReader {
  readonly #tokens: string[];
  #at = 0;

  constructor(text: string) {
    this.#tokens = tokenise(text);
  }

  read(): Predicate {
    const predicate = this.#or();
    if (this.#at < this.#tokens.length) throw new FilterError(`Unexpected '${this.#tokens[this.#at]}' in the filter.`);
    return predicate;
  }

  #next(expected?: string): string {
    const token = this.#tokens[this.#at];
    if (token === undefined || (expected !== undefined && token !== expected)) {
      throw new FilterError(`Expected ${expected ?? 'more'} in the filter.`);
    }
    this.#at += 1;
    return token;
  }

  #accept(token: string): boolean {
    if (this.#tokens[this.#at] !== token) return false;
    this.#at += 1;
    return true;
  }

  #or(): Predicate {
    const parts = [this.#and()];
    while (this.#accept('or')) parts.push(this.#and());
    return (item) => parts.some((part) => part(item));
  }

  #and(): Predicate {
    const parts = [this.#term()];
    while (this.#accept('and')) parts.push(this.#term());
    return (item) => parts.every((part) => part(item));
  }

  #term(): Predicate {
    if (this.#accept('not')) {
      const inner = this.#term();
      return (item) => !inner(item);
    }
    if (this.#accept('(')) {
      const inner = this.#or();
      this.#next(')');
      return inner;
    }
    const name = this.#next();
    const test = functions[name.toLowerCase()];
    if (test && this.#accept('(')) return this.#function(test);
    if (name.endsWith('/any')) return this.#any(name.slice(0, -4));
    return this.#comparison(name);
  }

  #function(test: (one: string, other: string) => boolean): Predicate {
    const field = this.#next();
    this.#next(',');
    const value = String(literal(this.#next())).toLowerCase();
    this.#next(')');
    return (item) => test(String(item[field] ?? '').toLowerCase(), value);
  }

  #any(field: string): Predicate {
    this.#next('(');
    const variable = this.#next().replace(/:$/, '');
    const inner = this.#or();
    this.#next(')');
    return (item) => {
      const values = item[field];
      return Array.isArray(values) && values.some((value) => inner({ [variable]: value }));
    };
  }

  #comparison(field: string): Predicate {
    const operator = this.#next();
    if (operator === 'in') {
      this.#next('(');
      const values = [literal(this.#next())];
      while (this.#accept(',')) values.push(literal(this.#next()));
      this.#next(')');
      return (item) => values.some((value) => same(item[field], value));
    }
    const compare = comparisons[operator];
    if (!compare) throw new FilterError(`Unsupported operator '${operator}' in the filter.`);
    const value = literal(this.#next());
    return (item) => compare(item[field], value);
  }
}

/** @throws {FilterError} for what Graph would answer 400 to. */
export function readFilter(text: string): Predicate {
  return new FilterReader(text).read();
}
