import type { Lexicon, Sense } from './lexicon.ts';
import type { Token } from './tokens.ts';

/** An expression of several words, where they stand. */
export interface FoundExpression {
  readonly concept: string;
  readonly positions: readonly number[];
}

const anywhere = new Set(['off', 'up', 'down', 'out', 'back', 'away']);
/** What a verb may be parted from besides its particle: "bring onc-r online". */
const complements = new Set(['online', 'offline', 'going', 'alive', 'public']);
const atTheEnd = new Set(['on', 'in', 'over']);
const afterTheEnd = new Set([
  'please',
  'pls',
  'plz',
  'now',
  'again',
  'for',
  'until',
  'till',
  'and',
  'tonight',
  'today',
  'right',
  'then',
  'first',
  'thanks',
  'overnight',
  'at',
  'longer',
  'every',
  'each',
  'automatically',
  'from',
]);
const inseparable = new Set(['log in', 'see', 'details', 'switch', 'archive']);
const farthestParticle = 5;

/** Finds the expressions of a sentence; each word belongs to one at most. */
export class Expressions {
  readonly #tokens: readonly Token[];
  readonly #senses: readonly (Sense | undefined)[];
  readonly #lexicon: Lexicon;
  readonly #taken: Uint8Array;

  /** @param senses of the words by token; undefined where one is a part of a name */
  constructor(tokens: readonly Token[], senses: readonly (Sense | undefined)[], lexicon: Lexicon) {
    this.#tokens = tokens;
    this.#senses = senses;
    this.#lexicon = lexicon;
    this.#taken = new Uint8Array(tokens.length);
  }

  /** True for a word that belongs to an expression that was taken. */
  isTaken(index: number): boolean {
    return this.#taken[index] === 1;
  }

  /** The expression that begins there; its words are taken then. */
  take(index: number): FoundExpression | undefined {
    const { word } = this.#tokens[index]!;
    const { lemma } = this.#senses[index]!;
    const candidates = this.#lexicon.expressions(word);
    const byLemma = lemma === word ? [] : this.#lexicon.expressions(lemma);
    for (const { words, concept } of byLemma.length > 0 ? [...candidates, ...byLemma] : candidates) {
      const positions = this.#match(words, index, !inseparable.has(concept));
      if (!positions) continue;
      for (const position of positions) this.#taken[position] = 1;
      return { concept, positions };
    }
    return undefined;
  }

  /** True for a particle that says something alone: "off" anywhere, "on" where the sentence or its command ends. */
  isParticle(index: number): boolean {
    const { word } = this.#tokens[index]!;
    return anywhere.has(word) || (atTheEnd.has(word) && index > 0 && this.#endsHere(index));
  }

  /** Where an expression's words stand: together, or a verb and its particle with a few words between ("turn onc-r off"). */
  #match(words: readonly string[], index: number, separable: boolean): readonly number[] | undefined {
    const together = this.#follow(words, 1, index + 1);
    if (together) return [index, ...together];
    const particle = words[1]!;
    if (!separable || !(anywhere.has(particle) || atTheEnd.has(particle) || complements.has(particle)))
      return undefined;
    for (let gap = index + 1; gap <= index + farthestParticle && gap < this.#tokens.length; gap++) {
      if (
        this.#tokens[gap]!.word === particle &&
        this.#senses[gap] &&
        (!atTheEnd.has(particle) || this.#endsHere(gap + words.length - 2))
      ) {
        const rest = this.#follow(words, 1, gap);
        if (rest) return [index, ...rest];
      }
      if (this.#tokens[gap]!.pause) return undefined;
    }
    return undefined;
  }

  #endsHere(index: number): boolean {
    const next = this.#tokens[index + 1]?.word;
    return next === undefined || this.#tokens[index]!.pause || afterTheEnd.has(next);
  }

  #follow(words: readonly string[], from: number, index: number): number[] | undefined {
    const positions: number[] = [];
    let at = index;
    for (let part = from; part < words.length; part++, at++) {
      const sense = this.#senses[at];
      if (!sense || this.#taken[at]) return undefined;
      if (this.#tokens[at]!.word !== words[part] && sense.lemma !== words[part]) return undefined;
      positions.push(at);
    }
    return positions;
  }
}
