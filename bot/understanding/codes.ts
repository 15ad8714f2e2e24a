import type { Entity } from './entity.ts';
import type { Token } from './tokens.ts';

/** What may stand between the words for a code and the code: "cost centre of oncology is no. 4711". */
const between = new Set([
  'of',
  'for',
  'to',
  'is',
  'be',
  'as',
  'with',
  'in',
  'no',
  'number',
  'nr',
  'the',
  'will',
  'should',
  'now',
]);
const code = /^[\p{L}\p{N}][\p{L}\p{N}._/-]*/u;
const mostBetween = 6;

/** A code of one word, and the tokens that it is made of. */
export interface Code {
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

/**
 * The code that is said after its words ("cost centre 4711", "cost centre of oncology to CC-9"); undefined where none is. It has a digit,
 * since "by cost centre last month" names none.
 */
export function findCode(
  {
    sentence,
    tokens,
    entities,
  }: { readonly sentence: string; readonly tokens: readonly Token[]; readonly entities: readonly Entity[] },
  words: readonly string[],
): Code | undefined {
  for (const spelling of words.map((each) => each.split(' ')))
    for (let at = 0; at + spelling.length < tokens.length; at += 1) {
      if (!spelling.every((word, offset) => tokens[at + offset]!.word === word)) continue;
      const found = codeFrom(sentence, tokens, entities, at + spelling.length);
      if (found) return found;
    }
  return undefined;
}

function codeFrom(
  sentence: string,
  tokens: readonly Token[],
  entities: readonly Entity[],
  start: number,
): Code | undefined {
  for (let from = start; from < Math.min(tokens.length, start + mostBetween); from += 1) {
    const [text = ''] = code.exec(sentence.slice(tokens[from]!.start)) ?? [];
    const isPlace = entities.some((one) => one.kind === 'workspace' && from >= one.from && from < one.to);
    if (isPlace || between.has(tokens[from]!.word)) continue;
    if (!/\p{N}/u.test(text)) return undefined;
    const end = tokens[from]!.start + text.length;
    const after = tokens.findIndex((token) => token.start >= end);
    return { text: text.replace(/[._/-]+$/, ''), from, to: after < 0 ? tokens.length : after };
  }
  return undefined;
}
