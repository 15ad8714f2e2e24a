import type { ActionName } from '../actions/action.ts';
import type { Feature } from './features.ts';
import type { Phrase, Teaching } from './phrases.ts';

/** How near a sentence comes to an action, and through which of its phrases. */
export interface Ranked {
  readonly action: ActionName;
  /** 0 to 1. */
  readonly score: number;
  readonly phrase: string;
}

/** What a word weighs against a phrase that it does not stand in. */
const costs = { unknownNear: 0.3, unknownFar: 1.1, beyond: 1.6, negation: 1.6, greeting: 0.02, aside: 0.2, soft: 0.1 };
/** Share of an entity's weight that is held against an action which has a place for it, and for a workspace, which is context. */
const lenient = { taken: 0.25, workspace: 0.12 };
const slotMissing = 0.55;
/** What a phrase is worth of which only the names are there. */
const namesAlone = 0.5;
const extra = 0.75;
/** The same where the phrase is a name and nothing else. */
const extraToName = 1.2;
const missing = 0.9;
const openEnd = 0.12;
/** The rarity that a word needs to weigh anything, for words that every action uses. */
const floor = 0.12;
const smoothing = 0.004;

/** What shows that somebody speaks of Labdesk's world. */
const grounds = new Set(
  'machine workspace file request dataset catalogue member budget cost audit rdp storage machine~s workspace~s file~s request~s member~s'.split(' '),
);
const entityBits: Readonly<Record<string, number>> = {
  '@machine': 1,
  '@workspace': 2,
  '@person': 4,
  '@request': 8,
  '@files': 16,
  '@time': 32,
  '@duration': 64,
  '@amount': 128,
};
const choiceBit = 256;

interface Weighed {
  readonly phrase: Phrase;
  readonly action: number;
  readonly weight: number;
  readonly bits: number;
}

/**
 * Ranks actions by the phrase that says most of what a sentence says and little else (Tversky's ratio over weighted
 * features). A feature weighs what it tells about the action: 1 less the entropy of the actions whose phrases have it.
 */
export class PhraseIndex {
  readonly #actions: readonly ActionName[];
  readonly #accepts: readonly number[];
  readonly #weights = new Map<string, number>();
  readonly #postings = new Map<string, number[]>();
  readonly #phrases: Weighed[] = [];
  readonly #overlap: Float64Array;

  constructor(teachings: readonly Teaching[], phrases: readonly Phrase[]) {
    this.#actions = teachings.map(({ name }) => name);
    this.#accepts = teachings.map(({ inputs }) =>
      Object.values(inputs).reduce((bits, { kind }) => bits | bitOf(kind === 'people' ? '@person' : kind === 'choice' ? '@choice' : `@${kind}`), 0),
    );
    this.#weigh(phrases);
    const numbers = new Map(this.#actions.map((name, index) => [name, index]));
    for (const phrase of phrases) {
      const names = new Set(phrase.features.map(({ name }) => name));
      let weight = 0;
      let bits = 0;
      for (const name of names) {
        weight += this.#weights.get(name)!;
        bits |= bitOf(name);
        const list = this.#postings.get(name);
        if (list) list.push(this.#phrases.length);
        else this.#postings.set(name, [this.#phrases.length]);
      }
      this.#phrases.push({ phrase, action: numbers.get(phrase.action)!, weight, bits });
    }
    this.#overlap = new Float64Array(this.#phrases.length);
  }

  /** Every action that has something in common with the sentence, the nearest first. */
  rank(features: readonly Feature[]): Ranked[] {
    const overlap = this.#overlap;
    const touched: number[] = [];
    const sentence = this.#measure(features);
    for (const { name, gain } of sentence.known) {
      for (const index of this.#postings.get(name) ?? []) {
        if (overlap[index] === 0) touched.push(index);
        overlap[index] = overlap[index]! + gain;
      }
    }
    const best = new Map<number, { score: number; phrase: Phrase }>();
    for (const index of touched) {
      const weighed = this.#phrases[index]!;
      const score = this.#score(weighed, overlap[index]!, sentence);
      overlap[index] = 0;
      const before = best.get(weighed.action);
      if (!before || score > before.score) best.set(weighed.action, { score, phrase: weighed.phrase });
    }
    return [...best]
      .map(([action, { score, phrase }]) => ({ action: this.#actions[action]!, score, phrase: phrase.text }))
      .sort((a, b) => b.score - a.score || (a.action < b.action ? -1 : 1));
  }

  #score({ phrase, action, weight, bits }: Weighed, overlap: number, sentence: Measured): number {
    let surplus = sentence.cost;
    let lack = weight;
    const names = phrase.features;
    let lastAt = -1;
    let worded = bits !== 0 && names.every(({ name }) => bitOf(name) !== 0);
    for (const { name } of names) {
      const known = sentence.byName.get(name);
      if (!known) continue;
      surplus -= known.cost;
      lack -= known.weight;
      worded ||= known.bit === 0;
      if (known.at > lastAt) lastAt = known.at;
    }
    for (const known of sentence.entities) {
      if (bits & known.bit) continue;
      if (known.bit === 2) surplus -= known.cost * (1 - lenient.workspace);
      else if (this.#accepts[action]! & known.bit) surplus -= known.cost * (1 - lenient.taken);
    }
    const absent = bits & ~sentence.bits;
    if (absent) {
      for (const { name } of names) {
        if (bitOf(name) & absent) lack -= this.#weights.get(name)! * (1 - slotMissing);
      }
    }
    if (phrase.open && !absent) {
      for (const one of sentence.all) {
        if (one.at > lastAt && !phraseHas(phrase, one.name)) surplus -= one.cost * (1 - openEnd);
      }
    }
    const ratio = overlap / (overlap + (worded && names.every(({ name }) => bitOf(name) !== 0) ? extraToName : extra) * Math.max(0, surplus) + missing * Math.max(0, lack) + 1e-9);
    return worded ? ratio : ratio * namesAlone;
  }

  #measure(features: readonly Feature[]): Measured {
    const grounded = features.some(({ name, strength, aside }) => !aside && (grounds.has(name) || (name[0] === '@' && strength >= 0.9 && name !== '@amount' && name !== '@time' && name !== '@duration')));
    const byName = new Map<string, Known>();
    const unknown: Known[] = [];
    for (const { name, strength, at, aside, soft } of features) {
      const weight = this.#weights.get(name);
      let cost = weight ?? (grounded ? costs.unknownNear : costs.unknownFar);
      if (name[0] === '!' ) cost = costs.beyond;
      else if (name === 'not') cost = Math.max(cost, costs.negation);
      else if (name === 'hello' || name === 'labdesk') cost = costs.greeting;
      if (aside) cost *= costs.aside;
      if (soft) cost *= costs.soft;
      if (name.endsWith('~s')) cost *= 0.5;
      const known = { name, gain: (weight ?? 0) * strength, weight: weight ?? 0, cost, at, bit: bitOf(name) };
      if (weight === undefined) unknown.push(known);
      else if (!byName.has(name) || byName.get(name)!.gain < known.gain) byName.set(name, known);
    }
    const known = [...byName.values()];
    const all = [...known, ...unknown];
    return {
      known,
      all,
      byName,
      entities: known.filter(({ bit }) => bit !== 0),
      bits: known.reduce((bits, { bit }) => bits | bit, 0),
      cost: all.reduce((sum, { cost }) => sum + cost, 0),
    };
  }

  #weigh(phrases: readonly Phrase[]): void {
    const counts = new Map<string, Map<ActionName, number>>();
    const sizes = new Map<ActionName, number>();
    for (const { action, features } of phrases) {
      sizes.set(action, (sizes.get(action) ?? 0) + 1);
      for (const name of new Set(features.map((feature) => feature.name))) {
        const byAction = counts.get(name) ?? new Map<ActionName, number>();
        byAction.set(action, (byAction.get(action) ?? 0) + 1);
        counts.set(name, byAction);
      }
    }
    const total = this.#actions.length;
    for (const [name, byAction] of counts) {
      const rates = [...byAction].map(([action, count]) => count / sizes.get(action)! + smoothing);
      const rest = total - rates.length;
      const sum = rates.reduce((a, b) => a + b, 0) + rest * smoothing;
      let entropy = 0;
      for (const rate of rates) entropy -= (rate / sum) * Math.log(rate / sum);
      if (rest > 0) entropy -= rest * (smoothing / sum) * Math.log(smoothing / sum);
      this.#weights.set(name, floor + Math.max(0, 1 - entropy / Math.log(Math.max(2, total))));
    }
  }
}

interface Known {
  readonly name: string;
  readonly gain: number;
  readonly weight: number;
  readonly cost: number;
  readonly at: number;
  readonly bit: number;
}

interface Measured {
  readonly known: readonly Known[];
  readonly all: readonly Known[];
  readonly byName: ReadonlyMap<string, Known>;
  readonly entities: readonly Known[];
  readonly bits: number;
  readonly cost: number;
}

function bitOf(name: string): number {
  return name[0] === '@' ? (entityBits[name] ?? choiceBit) : 0;
}

function phraseHas(phrase: Phrase, name: string): boolean {
  return phrase.features.some((feature) => feature.name === name);
}
