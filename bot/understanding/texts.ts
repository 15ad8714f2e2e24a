import type { Span } from './choices.ts';
import type { Entity } from './entity.ts';
import type { Said } from './inputs.ts';
import type { Lexicon } from './lexicon.ts';
import type { TextSlot } from './phrases.ts';
import { fillers } from './plain-words.ts';
import type { Token } from './tokens.ts';

const politeness = /(?:[\s,.;!?-]+(?:please|pls|plz|thanks|thank you|thx|cheers|asap))*[\s.;!?]*$/i;
const polite = new Set(['please', 'pls', 'plz', 'thanks', 'thank', 'you', 'thx', 'cheers', 'asap']);
/** What is asked keeps its question mark. */
const asks =
  /^(?:which|what|who|whose|how|why|when|where|is|are|was|were|do|does|did|can|could|will|would|should|has|have)\b/i;
const lead = /^[\s:,;–—-]+/;

/** What a sentence gives to an input, and the tokens that it is made of. */
export interface Text extends Span {
  readonly text: string;
}

/** What the words before its end may belong to instead: "because I want to download". */
const wishes = new Set(['want', 'wants', 'need', 'needs', 'like', 'have', 'has', 'wish', 'able', 'going', 'allowed']);

/**
 * The free text that a sentence gives to an input: what follows the words which stand before its slot in a phrase
 * ("because {reason}", "{request}: {text}"), up to the end; or what stands before the word after its slot ("the {dataset} dataset").
 * Words that stand for a choice at its beginning or end ("for my thesis, to download") are no part of it.
 */
export function findText(
  said: Said,
  slots: readonly TextSlot[],
  lexicon: Lexicon,
  choices: readonly Span[],
): Text | undefined {
  const { sentence, tokens, entities } = said;
  const several = choices.filter(({ from, to }) => to - from > 1);
  const from = beginning(said, slots, lexicon, several);
  if (from !== undefined && from < tokens.length) {
    const { to, isCut } = ending(tokens, from, several);
    const text = sentence
      .slice(tokens[from]!.start, isCut ? tokens[to - 1]!.end : undefined)
      .replace(lead, '')
      .replace(politeness, (end, at: number, all: string) =>
        at === 0 ? end : end === '?' && asks.test(all) ? '?' : '',
      )
      .trim();
    if (text !== '' && (tokens[from - 1]?.colon || !meansNothing(tokens, entities, from))) return { text, from, to };
  }
  return followed(said, slots, lexicon);
}

function beginning(
  { tokens, entities }: Said,
  slots: readonly TextSlot[],
  lexicon: Lexicon,
  choices: readonly Span[],
): number | undefined {
  const colons = slots.some(({ colon }) => colon);
  const colon = colons
    ? tokens.findIndex((token, index) => token.colon && !(index === 0 && entities[0]?.from === 0))
    : -1;
  if (colon >= 0 && colon < tokens.length - 1) return colon + 1;
  let named: number | undefined;
  for (let index = 0; index < tokens.length; ) {
    const choice = choices.find(({ from, to }) => index >= from && index < to);
    if (choice) {
      index = choice.to;
      continue;
    }
    const before = index;
    // "create a workspace for X": the nearer words of another phrase narrow it down.
    while (index < tokens.length) {
      const length = anchorAt(tokens, index, slots, lexicon);
      if (length === 0) break;
      index += length;
    }
    if (index === before) index += 1;
    else if (!choices.some(({ from }) => from === index)) {
      // "a request for results.csv because ...": the name says what, and the reason is still to come.
      if (tokens[index - 1]?.word !== 'for' || !entities.some(({ from }) => from === index)) return index;
      named ??= index;
    }
  }
  return named;
}

/** Where a text ends: before the words for a choice at its end. They stay in it where they say something of the text too. */
function ending(tokens: readonly Token[], from: number, choices: readonly Span[]): { to: number; isCut: boolean } {
  let end = tokens.length;
  while (end > from && polite.has(tokens[end - 1]!.word)) end--;
  const last = choices.find((choice) => choice.from > from && choice.to === end);
  if (!last) return { to: tokens.length, isCut: false };
  const before = tokens[last.from - 1]!;
  const isCut = before.pause || (/^(?:to|for|as|both)$/.test(tokens[last.from]!.word) && !wishes.has(before.word));
  return { to: last.from, isCut };
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
  { sentence, tokens, entities }: Said,
  slots: readonly TextSlot[],
  lexicon: Lexicon,
): Text | undefined {
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
    if (at > 0 && from < at) return { text: sentence.slice(tokens[from]!.start, tokens[at - 1]!.end), from, to: at };
  }
  return undefined;
}
