import type { Entity } from './entities.ts';
import type { Lexicon } from './lexicon.ts';
import type { TextSlot } from './phrases.ts';
import { fillers } from './plain-words.ts';
import type { Token } from './tokens.ts';

const politeness = /(?:[\s,.;!?-]+(?:please|pls|plz|thanks|thank you|thx|cheers|asap))*[\s.;!?]*$/i;
const lead = /^[\s:,;–—-]+/;

/**
 * The free text that a sentence gives to an input: what follows the words which stand before its slot in a phrase
 * ("because {reason}", "{request}: {text}"), up to the end; or what stands before the word after its slot ("the {dataset} dataset").
 */
export function findText(
  sentence: string,
  tokens: readonly Token[],
  entities: readonly Entity[],
  slots: readonly TextSlot[],
  lexicon: Lexicon,
): string | undefined {
  const from = beginning(tokens, entities, slots, lexicon);
  if (from !== undefined && from < tokens.length) {
    const text = sentence
      .slice(tokens[from]!.start)
      .replace(lead, '')
      .replace(politeness, (end, at: number) => (at === 0 ? end : ''))
      .trim();
    if (text !== '' && (tokens[from - 1]?.colon || !meansNothing(tokens, entities, from))) return text;
  }
  return followed(sentence, tokens, entities, slots, lexicon);
}

function beginning(
  tokens: readonly Token[],
  entities: readonly Entity[],
  slots: readonly TextSlot[],
  lexicon: Lexicon,
): number | undefined {
  const colons = slots.some(({ colon }) => colon);
  const colon = colons
    ? tokens.findIndex((token, index) => token.colon && !(index === 0 && entities[0]?.from === 0))
    : -1;
  if (colon >= 0 && colon < tokens.length - 1) return colon + 1;
  let first: number | undefined;
  for (let index = 0; index < tokens.length && first === undefined; index++) {
    const length = anchorAt(tokens, index, slots, lexicon);
    if (length > 0) first = index + length;
  }
  if (first === undefined) return undefined;
  // "create a workspace for X": the nearer words of another phrase narrow it down.
  for (let moved = true; moved && first < tokens.length; ) {
    const length: number = anchorAt(tokens, first, slots, lexicon);
    moved = length > 0;
    first += length;
  }
  return first;
}

/** How many tokens, from here, are the words before a slot; 0 where none are. */
function anchorAt(tokens: readonly Token[], index: number, slots: readonly TextSlot[], lexicon: Lexicon): number {
  let longest = 0;
  for (const { before } of slots) {
    if (before.length === 0 || before.length <= longest) continue;
    const single = before.length === 1 || !sameWord(tokens[index]!.word, before[0]!, lexicon);
    if (
      !single &&
      before[1] !== undefined &&
      tokens[index + 1] &&
      sameWord(tokens[index + 1]!.word, before[1], lexicon)
    )
      longest = 2;
    else if (
      single &&
      longest === 0 &&
      sameWord(tokens[index]!.word, before.at(-1)!, lexicon) &&
      !articles.has(before.at(-1)!)
    )
      longest = 1;
  }
  return longest;
}

const articles = new Set(['the', 'a', 'an', 'on', 'to']);

function sameWord(said: string, taught: string, lexicon: Lexicon): boolean {
  if (said === taught) return true;
  const meant = lexicon.sense(taught);
  return (
    meant.kind === 'concept' && lexicon.sense(said).kind === 'concept' && lexicon.sense(said).concept === meant.concept
  );
}

/** True where nothing but small words and names is left: "for me", "for oncology". */
function meansNothing(tokens: readonly Token[], entities: readonly Entity[], from: number): boolean {
  return tokens
    .slice(from)
    .every(
      ({ word }, offset) =>
        fillers.has(word) ||
        entities.some(
          (entity) => entity.match === 'named' && from + offset >= entity.from && from + offset < entity.to,
        ),
    );
}

function followed(
  sentence: string,
  tokens: readonly Token[],
  entities: readonly Entity[],
  slots: readonly TextSlot[],
  lexicon: Lexicon,
): string | undefined {
  for (const { after } of slots) {
    if (after === undefined) continue;
    const at = tokens.findIndex(({ word }) => sameWord(word, after, lexicon));
    let from = at;
    while (
      from > 0 &&
      (!lexicon.knows(tokens[from - 1]!.word) ||
        entities.some((entity) => entity.match === 'unknown' && entity.from === from - 1))
    )
      from--;
    if (at > 0 && from < at) return sentence.slice(tokens[from]!.start, tokens[at - 1]!.end);
  }
  return undefined;
}
