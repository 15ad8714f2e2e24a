/** An item of the price list, by its fields. */
export type PriceItem = Readonly<Record<string, unknown>>;

type Test = (item: PriceItem) => boolean;

/** Words, quoted texts (a quote stands twice), brackets and commas. */
const token = /\s*('(?:[^']|'')*'|[(),]|[\w.]+)/gy;

/**
 * The part of OData's `$filter` that the Retail Prices API documents: `eq`, `ne`, `and`, `or`, brackets, `contains`, `startswith`,
 * `endswith`. Values are held against fields in their exact case. Undefined for what is no filter.
 */
export function parsePriceFilter(text: string): Test | undefined {
  const matches = [...text.trimEnd().matchAll(token)];
  const read = matches.reduce((length, [match]) => length + match.length, 0);
  if (read !== text.trimEnd().length) return undefined;
  const tokens = matches.map(([, word]) => word!);
  try {
    const parser = new Parser(tokens);
    const test = parser.either();
    return parser.isDone() ? test : undefined;
  } catch {
    return undefined;
  }
}

class Parser {
  readonly #tokens: readonly string[];
  #at = 0;

  constructor(tokens: readonly string[]) {
    this.#tokens = tokens;
  }

  isDone(): boolean {
    return this.#at === this.#tokens.length;
  }

  either(): Test {
    const tests = [this.#all()];
    while (this.#takes('or')) tests.push(this.#all());
    return (item) => tests.some((test) => test(item));
  }

  #all(): Test {
    const tests = [this.#one()];
    while (this.#takes('and')) tests.push(this.#one());
    return (item) => tests.every((test) => test(item));
  }

  #one(): Test {
    if (this.#takes('(')) {
      const test = this.either();
      this.#need(')');
      return test;
    }
    const word = this.#next();
    if (word === 'contains' || word === 'startswith' || word === 'endswith') return this.#call(word);
    const operator = this.#next();
    const value = this.#text();
    if (operator === 'eq') return (item) => fieldOf(item, word) === value;
    if (operator === 'ne') return (item) => fieldOf(item, word) !== value;
    throw new SyntaxError(operator);
  }

  #call(name: 'contains' | 'startswith' | 'endswith'): Test {
    this.#need('(');
    const field = this.#next();
    this.#need(',');
    const value = this.#text();
    this.#need(')');
    const method = ({ contains: 'includes', startswith: 'startsWith', endswith: 'endsWith' } as const)[name];
    return (item) => fieldOf(item, field)[method](value);
  }

  #text(): string {
    const word = this.#next();
    if (!word.startsWith("'")) throw new SyntaxError(word);
    return word.slice(1, -1).replaceAll("''", "'");
  }

  #takes(word: string): boolean {
    if (this.#tokens[this.#at] !== word) return false;
    this.#at += 1;
    return true;
  }

  #need(word: string): void {
    if (!this.#takes(word)) throw new SyntaxError(word);
  }

  #next(): string {
    const word = this.#tokens[this.#at];
    if (word === undefined) throw new SyntaxError('The filter ends too early.');
    this.#at += 1;
    return word;
  }
}

/** What is filtered by as `priceType` is told as `type`. */
function fieldOf(item: PriceItem, name: string): string {
  const value = item[name === 'priceType' ? 'type' : name];
  return value === undefined ? '' : String(value);
}
