import type { Input } from '../actions/action.ts';
import type { Entity } from './entity.ts';
import { type Token, tokenise } from './tokens.ts';

/** Tokens from..to (exclusive). */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Words that stand for one of an input's choices. */
export interface ChoiceSpan extends Span {
  readonly value: string;
}

interface Spelling {
  readonly value: string;
  readonly words: readonly string[];
}

const spellings = new WeakMap<Input, readonly Spelling[]>();

/**
 * Where a sentence speaks of an input's choices, the most telling words first: those that are more. For choices that no phrase
 * has a place for, since their words say elsewhere what is asked for ("denied", "my", "download").
 */
export function findChoices(input: Input, tokens: readonly Token[], entities: readonly Entity[]): ChoiceSpan[] {
  const taken = (at: number) => entities.some(({ from, to, soft }) => !soft && at >= from && at < to);
  const found: ChoiceSpan[] = [];
  for (const { value, words } of spellingsOf(input)) {
    for (let from = 0; from + words.length <= tokens.length; from++) {
      const to = from + words.length;
      if (!words.every((word, offset) => tokens[from + offset]!.word === word && !taken(from + offset))) continue;
      if (!found.some((other) => from < other.to && other.from < to)) found.push({ value, from, to });
    }
  }
  return found;
}

/** The longest first; among equals, those of the choice that was named first. */
function spellingsOf(input: Input): readonly Spelling[] {
  let known = spellings.get(input);
  if (!known) {
    known = Object.entries(input.choices ?? {})
      .flatMap(([value, all]) => all.map((one) => ({ value, words: tokenise(one).map(({ word }) => word) })))
      .sort((a, b) => b.words.length - a.words.length);
    spellings.set(input, known);
  }
  return known;
}
