import type { ActionName } from '../actions/action.ts';
import { costOf, costOfUnknown } from './feature-cost.ts';
import { bitOf, nameBits, nounBits, weak, workspaceBit } from './feature-kinds.ts';
import type { Feature } from './features.ts';
import type { Phrase, Teaching } from './phrases.ts';
import { scales } from './scales.ts';
import { weigh } from './weights.ts';

/** How near a sentence comes to an action, and through which of its phrases. */
export interface Ranked {
  readonly action: ActionName;
  /** 0 to 1. */
  readonly score: number;
  readonly phrase: string;
}

/** A phrase as it is compared: its features by number. */
interface Weighed {
  readonly action: number;
  readonly text: string;
  readonly open: boolean;
  readonly ids: Int32Array;
  /** The kinds of its slots. */
  readonly bits: number;
  readonly weight: number;
  /** True where all its words but the names only ask or lead: "show {machine}". */
  readonly leads: boolean;
  /** True where it says a name and nothing else. */
  readonly onlyNames: boolean;
}

/** A phrase below this, were nothing else said, is not looked at. */
const hopeless = 0.25;

/**
 * Ranks actions by the phrase that says most of what a sentence says and little else (Tversky's ratio over weighted
 * features). A feature weighs what it tells about the action: 1 less the entropy of the actions whose phrases have it.
 */
export class PhraseIndex {
  readonly #actions: readonly ActionName[];
  readonly #accepts: Int32Array;
  readonly #ids = new Map<string, number>();
  readonly #bits: Int32Array;
  readonly #weak: Uint8Array;
  readonly #nounOf: Int32Array;
  readonly #weights: Float64Array;
  readonly #postings: readonly Int32Array[];
  readonly #phrases: readonly Weighed[];
  // What the sentence at hand says, by feature; cleared after each.
  readonly #gain: Float64Array;
  readonly #cost: Float64Array;
  readonly #at: Int32Array;
  readonly #overlap: Float64Array;

  constructor(teachings: readonly Teaching[], phrases: readonly Phrase[]) {
    this.#actions = teachings.map(({ name }) => name);
    this.#accepts = Int32Array.from(teachings, ({ inputs }) =>
      Object.values(inputs).reduce((bits, { kind }) => bits | bitOf(kind === 'people' ? '@person' : `@${kind}`), 0),
    );
    for (const { features } of phrases)
      for (const { name } of features) if (!this.#ids.has(name)) this.#ids.set(name, this.#ids.size);
    const size = this.#ids.size;
    const names = [...this.#ids.keys()];
    const numbers = new Map(this.#actions.map((name, index) => [name, index]));
    this.#bits = Int32Array.from(names, bitOf);
    this.#weak = Uint8Array.from(names, (name) => (weak.has(name) ? 1 : 0));
    this.#nounOf = Int32Array.from(names, (name) => nounBits.get(name) ?? 0);
    const actionOf = Int32Array.from(phrases, ({ action }) => numbers.get(action)!);
    const idsOf = phrases.map(({ features }) => Int32Array.from(features, ({ name }) => this.#ids.get(name)!));
    this.#weights = weigh(size, this.#actions.length, actionOf, idsOf);
    this.#phrases = phrases.map(({ text, open }, index) => {
      const ids = idsOf[index]!;
      const bits = ids.reduce((all, id) => all | this.#bits[id]!, 0);
      const weight = ids.reduce((sum, id) => sum + this.#weights[id]!, 0);
      return {
        action: actionOf[index]!,
        text,
        open,
        ids,
        bits,
        weight,
        leads: ids.every((id) => this.#bits[id] !== 0 || this.#weak[id] === 1 || (this.#nounOf[id]! & bits) !== 0),
        onlyNames: ids.every((id) => this.#bits[id] !== 0 || (this.#nounOf[id]! & bits) !== 0),
      };
    });
    const postings: number[][] = Array.from({ length: size }, () => []);
    for (const [index, ids] of idsOf.entries()) for (const id of ids) postings[id]!.push(index);
    this.#postings = postings.map((list) => Int32Array.from(list));
    this.#gain = new Float64Array(size);
    this.#cost = new Float64Array(size);
    this.#at = new Int32Array(size);
    this.#overlap = new Float64Array(phrases.length);
  }

  /** Every action that has something in common with the sentence, the nearest first. */
  rank(features: readonly Feature[]): Ranked[] {
    const said = this.#hear(features);
    const overlap = this.#overlap;
    const touched: number[] = [];
    for (const id of said.ids) {
      const gain = this.#gain[id]!;
      for (const index of this.#postings[id]!) {
        if (overlap[index] === 0) touched.push(index);
        overlap[index] = overlap[index]! + gain;
      }
    }
    const best = new Map<number, { score: number; phrase: Weighed }>();
    for (const index of touched) {
      const phrase = this.#phrases[index]!;
      const common = overlap[index]!;
      overlap[index] = 0;
      if (common < hopeless * (common + scales.missing * (phrase.weight - common))) continue;
      const score = this.#score(phrase, common, said);
      const before = best.get(phrase.action);
      if (!before || score > before.score) best.set(phrase.action, { score, phrase });
    }
    for (const id of said.ids) this.#gain[id] = 0;
    return [...best]
      .map(([action, { score, phrase }]) => ({ action: this.#actions[action]!, score, phrase: phrase.text }))
      .sort((a, b) => b.score - a.score || (a.action < b.action ? -1 : 1));
  }

  #score(phrase: Weighed, overlap: number, said: Heard): number {
    const { ids, bits } = phrase;
    let surplus = said.cost;
    let unknown = said.unknown;
    let lack = phrase.weight;
    let lastAt = -1;
    let worded = phrase.onlyNames;
    let named = false;
    let quantified = false;
    let led = false;
    let complete = true;
    const absent = bits & ~said.bits;
    for (const id of ids) {
      const gain = this.#gain[id]!;
      if (gain > 0) {
        surplus -= this.#cost[id]!;
        lack -= gain;
        if (this.#at[id]! > lastAt) lastAt = this.#at[id]!;
        if (this.#bits[id]! & nameBits) named = true;
        else if (this.#bits[id] !== 0) quantified = true;
        else led = true;
        if (this.#bits[id] !== 0) continue;
        if (!this.#weak[id] && !(this.#nounOf[id]! & bits)) worded = true;
      } else {
        if (this.#bits[id] === 0 && !this.#weak[id]) complete = false;
        if (this.#nounOf[id]! & bits & said.bits) lack -= this.#weights[id]! * (1 - scales.impliedNoun);
        else if (this.#bits[id]! & absent) lack -= this.#weights[id]! * (1 - scales.slotMissing);
      }
    }
    for (const id of said.names) {
      const bit = this.#bits[id]!;
      if (bits & bit) continue;
      if (bit === workspaceBit) surplus -= this.#cost[id]! * (1 - scales.workspace);
      else if (this.#accepts[phrase.action]! & bit) surplus -= this.#cost[id]! * (1 - scales.takenName);
    }
    for (const id of said.nouns) {
      if (this.#nounOf[id]! & bits && !ids.includes(id)) surplus -= this.#cost[id]! * (1 - scales.impliedNoun);
    }
    if (phrase.open && absent === 0 && complete) {
      for (const id of said.ids) {
        if (this.#at[id]! > lastAt && !ids.includes(id))
          surplus -= this.#cost[id]! - Math.min(this.#cost[id]!, 0.5) * scales.openEnd;
      }
      for (const { at, cost } of said.unknowns) if (at > lastAt) unknown -= cost - Math.min(cost, 1) * scales.openEnd;
    }
    const most = scales.unknownMost;
    const more =
      Math.max(0, surplus) * (phrase.leads ? scales.extraToName : scales.extra) +
      most * (1 - Math.exp(-Math.max(0, unknown) / most)) * (phrase.onlyNames ? scales.extraToName : scales.extra);
    const ratio = overlap / (overlap + more + scales.missing * Math.max(0, lack));
    return (
      ratio *
      Math.min(1, overlap / scales.evidence) *
      (worded || ((named || (quantified && led)) && phrase.leads) ? 1 : scales.namesAlone)
    );
  }

  #hear(features: readonly Feature[]): Heard {
    const unknownCost = costOfUnknown(features);
    const ids: number[] = [];
    const unknowns: { at: number; cost: number }[] = [];
    let bits = 0;
    for (const feature of features) {
      const id = this.#ids.get(feature.name);
      if (id === undefined) {
        unknowns.push({ at: feature.at, cost: costOf(feature, unknownCost, false) });
        continue;
      }
      const gain = this.#weights[id]! * feature.strength;
      if (gain <= this.#gain[id]!) continue;
      if (this.#gain[id] === 0) ids.push(id);
      this.#gain[id] = gain;
      this.#cost[id] = costOf(feature, this.#weights[id]!, true);
      this.#at[id] = feature.at;
      bits |= this.#bits[id]!;
    }
    return {
      ids,
      unknowns,
      names: ids.filter((id) => this.#bits[id] !== 0),
      nouns: ids.filter((id) => (this.#nounOf[id]! & bits) !== 0),
      bits,
      cost: ids.reduce((sum, id) => sum + this.#cost[id]!, 0),
      unknown: unknowns.reduce((sum, { cost }) => sum + cost, 0),
    };
  }
}

interface Heard {
  /** Features that some phrase has. */
  readonly ids: readonly number[];
  readonly unknowns: readonly { readonly at: number; readonly cost: number }[];
  /** Those of `ids` that are names or quantities. */
  readonly names: readonly number[];
  /** Those that say of what kind one of the names is: "the machine onc-r". */
  readonly nouns: readonly number[];
  readonly bits: number;
  readonly cost: number;
  readonly unknown: number;
}
