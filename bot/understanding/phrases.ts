import type { ActionName, Inputs } from '../actions/action.ts';
import type { Choice } from './entities.ts';
import type { EntityKind } from './entity.ts';
import { type Feature, type Mark, readFeatures } from './features.ts';
import type { Lexicon } from './lexicon.ts';
import { type Token, tokenise } from './tokens.ts';

/** What an action teaches. */
export interface Teaching {
  readonly name: ActionName;
  readonly phrases: readonly string[];
  readonly inputs: Inputs;
}

/** A free text's place in a phrase: after these words, and before that one. */
export interface TextSlot {
  readonly input: string;
  readonly before: readonly string[];
  /** True where a colon stands before it. */
  readonly colon: boolean;
  readonly after: string | undefined;
}

/** A phrase, read. */
export interface Phrase {
  readonly action: ActionName;
  readonly text: string;
  readonly features: readonly Feature[];
  readonly slots: readonly TextSlot[];
  /** True where a free text ends it: then anything may follow. */
  readonly open: boolean;
}

/** Slots that a phrase may have although the action has no such input. */
const contextKinds = new Map<string, EntityKind>([
  ['workspace', 'workspace'],
  ['person', 'person'],
  ['people', 'person'],
  ['files', 'files'],
  ['machine', 'machine'],
  ['request', 'request'],
]);

const asideWords = new Set(['because', 'since', 'reason']);
const slot = /^\{(\w+)\}$/;

/** Words that the phrases are made of. */
export function wordsOfPhrases(teachings: readonly Teaching[]): Set<string> {
  return new Set(
    teachings
      .flatMap(({ phrases }) => phrases)
      .join(' ')
      .toLowerCase()
      .match(/(?<![{\p{L}'-])[\p{L}][\p{L}-]*(?![\p{L}}'])/gu),
  );
}

/** Every choice that some phrase has a place for. */
export function choicesOf(teachings: readonly Teaching[]): Choice[] {
  return teachings.flatMap(({ inputs, phrases }) =>
    Object.entries(inputs).flatMap(([input, { choices }]) =>
      Object.entries((phrases.some((phrase) => phrase.includes(`{${input}}`)) && choices) || {}).flatMap(
        ([value, spellings]) =>
          spellings.map((spelling) => ({ input, value, words: spelling.toLowerCase().split(' ') })),
      ),
    ),
  );
}

export function readPhrase(teaching: Teaching, text: string, lexicon: Lexicon): Phrase {
  const tokens = tokenise(text);
  const marks: Mark[] = [];
  const slots: TextSlot[] = [];
  const kept: Token[] = [];
  let open = false;
  for (const [index, token] of tokens.entries()) {
    const name = slot.exec(token.word)?.[1];
    if (name === undefined) {
      kept.push(token);
      open = false;
      continue;
    }
    const kind = kindOf(teaching, name);
    if (kind === 'text') {
      const place = textSlot(tokens, index, name);
      slots.push(place);
      // What follows "because" or a colon hardly counts anyway; without them nothing follows.
      open = !place.colon && !asideWords.has(place.before.at(-1) ?? '');
      continue;
    }
    open = false;
    marks.push({ kind, from: kept.length, to: kept.length + 1, match: 'named', soft: false, input: name });
    kept.push(token);
  }
  const features = readFeatures(kept, marks, lexicon);
  return {
    action: teaching.name,
    text,
    features: features.filter(({ name }, index) => features.findIndex((other) => other.name === name) === index),
    slots,
    open,
  };
}

function kindOf(teaching: Teaching, name: string): EntityKind | 'text' {
  const kind = teaching.inputs[name]?.kind ?? contextKinds.get(name) ?? 'text';
  return kind === 'people' ? 'person' : kind === 'date' ? 'time' : kind;
}

function textSlot(tokens: readonly Token[], index: number, input: string): TextSlot {
  const previous = tokens[index - 1];
  const before: string[] = [];
  for (let at = index - 1; at >= 0 && before.length < 2; at--) {
    if (slot.test(tokens[at]!.word)) break;
    before.unshift(tokens[at]!.word);
  }
  const after = tokens[index + 1]?.word;
  return {
    input,
    before: previous?.colon ? [] : before,
    colon: previous?.colon ?? false,
    after: after && slot.test(after) ? undefined : after,
  };
}
