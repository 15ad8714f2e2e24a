import { beyond, fillers, plainWords } from './plain-words.ts';
import { Spelling } from './spelling.ts';
import { synonyms } from './synonyms.ts';

/** What one word stands for. */
export interface Sense {
  /** `concept` counts for actions, `filler` for nothing, `unknown` and `beyond` (what Labdesk does not do) against them all. */
  readonly kind: 'concept' | 'filler' | 'unknown' | 'beyond';
  /** The concept, or the word itself. */
  readonly concept: string;
  /** The word as the lexicon spells it: not inflected, not mistyped. */
  readonly lemma: string;
  /** True where the spelling had to be corrected. */
  readonly corrected: boolean;
  /** True for the plural of a noun. */
  readonly plural: boolean;
}

/** Several words with one meaning, for example "spin up". */
export interface Expression {
  readonly words: readonly string[];
  readonly concept: string;
}

const particles = new Set(['on', 'off', 'up', 'down', 'out', 'back', 'over', 'in', 'away']);
const tooCommonToCorrect = 4;
const cacheLimit = 5000;

/** Words and expressions -> concepts. */
export class Lexicon {
  readonly #concepts = new Map<string, string>();
  readonly #expressions = new Map<string, Expression[]>();
  readonly #ownWords = new Set<string>();
  readonly #spelling: Spelling;
  readonly #cache = new Map<string, Sense>();

  /** @param phraseWords every word of the actions' phrases: those without a synonym stand for themselves. */
  constructor(phraseWords: Iterable<string>) {
    for (const [concept, list] of Object.entries(synonyms)) {
      this.#learn(concept, concept);
      for (const spelling of list.split(',')) this.#learn(spelling.trim(), concept);
    }
    for (const expressions of this.#expressions.values()) expressions.sort((a, b) => b.words.length - a.words.length);
    for (const word of phraseWords) {
      if (!fillers.has(word)) this.#ownWords.add(word);
    }
    const correctable = [...this.#concepts.keys(), ...this.#ownWords].filter(
      (word) => word.length >= tooCommonToCorrect,
    );
    this.#spelling = new Spelling(correctable);
  }

  /** True for a word that means something by itself, in any form; never for a mistyped one. */
  knows(word: string): boolean {
    const sense = this.sense(word);
    return sense.kind !== 'unknown' && !sense.corrected;
  }

  sense(word: string): Sense {
    const cached = this.#cache.get(word);
    if (cached) return cached;
    const sense = this.#look(word);
    if (this.#cache.size >= cacheLimit) this.#cache.clear();
    this.#cache.set(word, sense);
    return sense;
  }

  /** Expressions that begin with this lemma, the longest first. */
  expressions(lemma: string): readonly Expression[] {
    return this.#expressions.get(lemma) ?? [];
  }

  #learn(spelling: string, concept: string): void {
    if (!spelling.includes(' ')) {
      this.#concepts.set(spelling, concept);
      return;
    }
    const parts = spelling.split(' ');
    const list = this.#expressions.get(parts[0]!);
    const expression = { words: parts, concept };
    if (list) list.push(expression);
    else this.#expressions.set(parts[0]!, [expression]);
  }

  #look(word: string): Sense {
    const exact = this.#known(word);
    if (exact) return exact;
    for (const [stem, plural] of stems(word)) {
      const known = this.#known(stem) ?? this.#own(stem) ?? this.#head(stem);
      if (known && known.kind !== 'filler') return { ...known, plural };
    }
    const own = this.#own(word) ?? this.#head(word);
    if (own) return own;
    if (plainWords.has(word)) return { kind: 'unknown', concept: word, lemma: word, corrected: false, plural: false };
    if (/^\p{L}[\p{L}-]{2,}$/u.test(word)) {
      const correction = this.#spelling.nearest(word);
      const meant = correction && this.sense(correction.word);
      if (meant) return { ...meant, corrected: true };
    }
    return { kind: 'unknown', concept: word, lemma: word, corrected: false, plural: false };
  }

  #known(word: string): Sense | undefined {
    const concept = this.#concepts.get(word);
    if (concept !== undefined) return { kind: 'concept', concept, lemma: word, corrected: false, plural: false };
    if (particles.has(word) || fillers.has(word))
      return { kind: 'filler', concept: word, lemma: word, corrected: false, plural: false };
    if (beyond.has(word)) return { kind: 'beyond', concept: word, lemma: word, corrected: false, plural: false };
    return undefined;
  }

  #own(word: string): Sense | undefined {
    return this.#ownWords.has(word)
      ? { kind: 'concept', concept: word, lemma: word, corrected: false, plural: false }
      : undefined;
  }

  #head(word: string): Sense | undefined {
    return this.#expressions.has(word)
      ? { kind: 'unknown', concept: word, lemma: word, corrected: false, plural: false }
      : undefined;
  }
}

/** What an inflected English word may come from, and whether it is then a plural. */
function* stems(word: string): Generator<readonly [stem: string, plural: boolean]> {
  const length = word.length;
  if (word.endsWith('ies') && length > 4) yield [`${word.slice(0, -3)}y`, true];
  if (word.endsWith('es') && length > 4) yield [word.slice(0, -2), true];
  if (word.endsWith('s') && !word.endsWith('ss') && length > 2) yield [word.slice(0, -1), true];
  for (const ending of ['ed', 'ing']) {
    if (!word.endsWith(ending) || length < ending.length + 3) continue;
    const stem = word.slice(0, -ending.length);
    yield [stem, false];
    yield [`${stem}e`, false];
    if (stem.at(-1) === stem.at(-2)) yield [stem.slice(0, -1), false];
    if (stem.endsWith('i')) yield [`${stem.slice(0, -1)}y`, false];
  }
}
