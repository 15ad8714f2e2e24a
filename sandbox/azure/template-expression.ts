import { TemplateError } from './template-error.ts';

/** An expression of the template language, read. */
export type Expression =
  | { readonly kind: 'literal'; readonly value: string | number }
  | { readonly kind: 'call'; readonly name: string; readonly values: readonly Expression[] }
  | { readonly kind: 'member'; readonly of: Expression; readonly key: Expression };

const token = /\s*(?:(?<text>'(?:[^']|'')*')|(?<number>-?\d+)|(?<name>[A-Za-z_]\w*)|(?<mark>[()[\],.]))/suy;

interface Token {
  readonly kind: 'text' | 'number' | 'name' | 'mark' | 'end';
  readonly text: string;
}

function tokensOf(source: string): Token[] {
  const found: Token[] = [];
  token.lastIndex = 0;
  const end = source.trimEnd().length;
  while (token.lastIndex < end) {
    const at = token.lastIndex;
    const { text, number, name, mark } = token.exec(source)?.groups ?? {};
    if (text !== undefined) found.push({ kind: 'text', text: text.slice(1, -1).replaceAll("''", "'") });
    else if (number !== undefined) found.push({ kind: 'number', text: number });
    else if (name !== undefined) found.push({ kind: 'name', text: name });
    else if (mark !== undefined) found.push({ kind: 'mark', text: mark });
    else throw unreadable(source, at);
  }
  return found;
}

function unreadable(source: string, at: number): TemplateError {
  return new TemplateError(`Unable to parse template language expression '${source}': at position ${at}.`);
}

/**
 * Reads what stands between the brackets of `[…]` (Azure Resource Manager, "Syntax and expressions in ARM templates").
 * @throws {TemplateError} where it cannot be read
 */
export function parseExpression(source: string): Expression {
  const tokens = tokensOf(source);
  let next = 0;
  const peek = (): Token => tokens[next] ?? { kind: 'end', text: '' };
  const isMark = (mark: string) => peek().kind === 'mark' && peek().text === mark;
  const expect = (mark: string): void => {
    if (!isMark(mark)) throw unreadable(source, next);
    next += 1;
  };
  const name = (): string => {
    const { kind, text } = peek();
    if (kind !== 'name') throw unreadable(source, next);
    next += 1;
    return text;
  };
  const call = (): Expression => {
    const called = name();
    const values: Expression[] = [];
    expect('(');
    while (!isMark(')')) {
      if (values.length > 0) expect(',');
      values.push(expression());
    }
    expect(')');
    return { kind: 'call', name: called, values };
  };
  const first = (): Expression => {
    const { kind, text } = peek();
    if (kind === 'name') return call();
    if (kind !== 'text' && kind !== 'number') throw unreadable(source, next);
    next += 1;
    return { kind: 'literal', value: kind === 'number' ? Number(text) : text };
  };
  const expression = (): Expression => {
    let read = first();
    for (;;) {
      if (isMark('.')) {
        next += 1;
        read = { kind: 'member', of: read, key: { kind: 'literal', value: name() } };
      } else if (isMark('[')) {
        next += 1;
        read = { kind: 'member', of: read, key: expression() };
        expect(']');
      } else return read;
    }
  };
  const read = expression();
  if (peek().kind !== 'end') throw unreadable(source, next);
  return read;
}

/** Expressions that were read before: a template says much the same of every resource. Never more than a few templates' worth. */
const known = new Map<string, Expression>();
const mostKnown = 2000;

/** The expression of a text that is one; undefined for plain text, `[[` among it. @throws {TemplateError} */
export function expressionOf(text: string): Expression | undefined {
  if (!text.startsWith('[') || !text.endsWith(']') || text.startsWith('[[')) return undefined;
  const found = known.get(text) ?? parseExpression(text.slice(1, -1));
  if (known.size >= mostKnown) known.clear();
  known.set(text, found);
  return found;
}
