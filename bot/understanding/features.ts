import type { Entity, EntityKind } from './entity.ts';
import { Expressions } from './expressions.ts';
import type { Lexicon, Sense } from './lexicon.ts';
import { beyond } from './plain-words.ts';
import type { Token } from './tokens.ts';

/** One thing a sentence or a phrase says. Names: a concept, `@kind` for an entity, `x~s` for a plural, `?x` unknown, `!x` beyond us. */
export interface Feature {
  readonly name: string;
  /** 1 for sure; less where a word was mistyped or stands in an aside. */
  readonly strength: number;
  /** The token it stands at. */
  readonly at: number;
  /** True after "because" or a colon: said about what came before, so it hardly counts. */
  readonly aside: boolean;
  readonly soft: boolean;
}

/** An entity as reading needs it; phrases have slots in their place. */
export type Mark = Pick<Entity, 'from' | 'to' | 'match' | 'soft' | 'more' | 'input'> & { readonly kind: EntityKind };

const reasons = new Set(['because', 'since', 'cause', 'cuz', 'reason', 'so', 'otherwise']);
const whether = new Set(['whether', 'if']);
/** Quantities count wherever they stand: "budget for oncology: 2000". */
const stated = new Set(['@amount', '@time', '@duration']);
/** At the beginning these ask, elsewhere they hardly say anything. */
const questions = new Set(['is', 'are', 'was', 'were', 'has', 'have', 'did', 'does', 'any']);
/** The same before a name: "will oncology-42 be approved". */
const modals = new Set(['can', 'could', 'will', 'would', 'may', 'should', 'must']);
const tells = new Set(['was', 'were', 'been', 'got', 'had']);
const openers = new Set(['hi', 'hey', 'hello', 'so', 'and', 'but', 'please', 'pls', 'plz', 'ok']);

/** The features of words, entities standing for what they are. */
export function readFeatures(tokens: readonly Token[], marks: readonly Mark[], lexicon: Lexicon): Feature[] {
  const features: Feature[] = [];
  const markAt = new Map<number, Mark>();
  for (const mark of marks) markAt.set(mark.from, mark);
  const senses: (Sense | undefined)[] = tokens.map(({ word }) => lexicon.sense(word));
  for (const mark of marks) {
    for (let index = mark.from; index < mark.to; index++) {
      if (!mark.soft) senses[index] = undefined;
    }
  }
  const expressions = new Expressions(tokens, senses, lexicon);
  const first = tokens.findIndex(({ word }) => !openers.has(word));
  // Reasons and comments are full of numbers.
  const ofRequest = marks.some(({ kind }) => kind === 'request');
  let aside = false;
  let said = 0;
  let worded = false;
  const add = (name: string, strength: number, at: number, soft = false) => {
    // What is not to be done: "not" belongs to the next word that says something.
    const previous = features.at(-1);
    if (previous?.name === 'not' && at > previous.at && name[0] !== '@' && name[0] !== '^') {
      features[features.length - 1] = { ...previous, name: `not ${name.replace(/^[?!]/, '')}` };
    }
    const off = aside && (ofRequest || !stated.has(name));
    features.push({ name, strength: off ? strength * 0.3 : strength, at, aside: off, soft });
    said++;
    if (name[0] !== '@') worded = true;
  };
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index]!;
    const mark = markAt.get(index);
    if (mark) {
      const before = tokens[index - 1]?.word;
      if (mark.kind === 'amount' && (before === 'by' || before === 'to')) add(`${before} amount`, 1, index);
      add(
        `@${mark.kind === 'choice' ? mark.input : mark.kind}`,
        mark.kind === 'request' && mark.match === 'unknown' ? 0.9 : { named: 1, near: 0.9, unknown: 0.8 }[mark.match],
        index,
        mark.soft,
      );
      if (mark.more) add('more', 1, index);
      // "gpu-7" may be a machine as well as a request.
      if (mark.kind === 'request' && mark.match === 'unknown') add('@machine', 0.5, index, true);
    }
    const sense = senses[index];
    if (sense && !expressions.isTaken(index)) readWord(index, sense, mark?.soft ?? false);
    const close = (mark ? tokens[mark.to - 1] : token) ?? token;
    if (worded && close.colon && index < tokens.length - 1) aside = true;
    if (mark && !mark.soft) index = mark.to - 1;
  }
  return features;

  function readWord(index: number, sense: Sense, soft: boolean): void {
    const { word } = tokens[index]!;
    if (index === first && asks(index)) add('^asks', 1, index);
    if (whether.has(word)) {
      add('^asks', 1, index);
      return;
    }
    if (said > 0 && reasons.has(word)) {
      aside = true;
      return;
    }
    const taken = expressions.take(index);
    if (taken) {
      add(beyond.has(taken.concept) ? `!${taken.concept}` : taken.concept, 1, index, soft);
      if (word.length > 4 && word.endsWith('ed')) add(pastAt(index), 1, index, soft);
      const last = senses[taken.positions.at(-1)!];
      if (last?.plural && taken.positions.length > 1) add(`${taken.concept}~s`, 1, index, soft);
      return;
    }
    if (expressions.isParticle(index)) add(word, 1, index);
    else if (sense.kind === 'concept') readConcept(index, sense, soft);
    else if (sense.kind === 'beyond') add(`!${sense.concept}`, 1, index);
    else if (sense.kind === 'unknown' && /[\p{L}\p{N}]/u.test(word)) {
      // "the price of gold": then it is not our price.
      add(tokens[index - 1]?.word === 'of' && index === tokens.length - 1 ? '?of' : `?${word}`, 1, index);
    }
  }

  function asks(index: number): boolean {
    const { word } = tokens[index]!;
    const next = tokens[index + 1]?.word ?? '';
    if (questions.has(word) || (modals.has(word) && markAt.has(index + 1))) return true;
    return (word === 'do' || word === 'should') && /^(?:i|we)$/.test(next);
  }

  /** "what was approved" tells, "oncology-42 approved" asks. */
  function pastAt(index: number): string {
    return tokens.slice(Math.max(0, index - 2), index).some(({ word }) => tells.has(word)) ? '^told' : '^past';
  }

  function readConcept(index: number, sense: Sense, soft: boolean): void {
    const { word } = tokens[index]!;
    add(sense.concept, sense.corrected ? 0.85 : 1, index, soft);
    if (word.length > 4 && word.endsWith('ed')) add(pastAt(index), 1, index, soft);
    if (sense.plural) add(`${sense.concept}~s`, 1, index, soft);
  }
}
