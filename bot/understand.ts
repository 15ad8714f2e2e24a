import { periodWords } from '../services/time/period.ts';
import type { ActionName, Inputs } from './actions/action.ts';
import { isCancel, isNo, isYes } from './understanding/answers.ts';
import { careful, isVague } from './understanding/careful.ts';
import { findChoices } from './understanding/choices.ts';
import { EntityFinder } from './understanding/entities.ts';
import type { Entity } from './understanding/entity.ts';
import { readFeatures } from './understanding/features.ts';
import { fillInputs, type Near } from './understanding/inputs.ts';
import { Lexicon } from './understanding/lexicon.ts';
import { normaliseMessage } from './understanding/message.ts';
import { NamedCommands } from './understanding/named-commands.ts';
import { PhraseIndex, type Ranked } from './understanding/phrase-index.ts';
import { choicesOf, readPhrase, type Teaching, type TextSlot, wordsOfPhrases } from './understanding/phrases.ts';
import { warmUpRecognizers } from './understanding/recognizers.ts';
import { type Token, tokenise } from './understanding/tokens.ts';

export { isCancel, isNo, isYes } from './understanding/answers.ts';
export { normaliseMessage } from './understanding/message.ts';

/** The names that a sentence may speak of. Tables are kept as long as these arrays live: hand in the same ones again. */
export interface Vocabulary {
  readonly machines: readonly { readonly name: string; readonly workspace: string }[];
  readonly workspaces: readonly { readonly id: string; readonly name: string }[];
  readonly people: readonly { readonly aadObjectId: string; readonly name: string }[];
  /** As people say them: `oncology-42`. Others are understood too where their workspace is known. */
  readonly requests: readonly string[];
  readonly files: readonly string[];
}

export interface Understood {
  /** Null where the sentence asks for nothing that Labdesk does. */
  readonly action: ActionName | null;
  /**
   * By the names of the action's inputs; several people or files are joined with ", ". `workspace` is there for every
   * action where the sentence names one. An unknown name in a clear command stands as it was written.
   */
  readonly inputs: Record<string, string>;
  /** 0 to 1. */
  readonly score: number;
  /** The best three, also where none is good enough. */
  readonly nearest: readonly ActionName[];
  /**
   * A name that is not quite one that exists, where the action changes something: ask back. (An action that only looks
   * takes the name that was meant.)
   */
  readonly near?: Near;
  /** The phrase that came nearest, for whoever asks why. */
  readonly because?: string;
}

/** Longer messages are no commands. */
const longest = 1000;
/** What a score must reach; found by the development corpus. */
const enough = 0.59;
/** A sentence that scores so is not taken apart. */
const clear = 0.8;
/** What a clause is worth of a sentence. */
const clauseAlone = 0.9;
const suggestions: readonly ActionName[] = ['help', 'machine.list', 'workspace.list'];

/**
 * Sentences -> actions with their inputs, by the phrases of the actions and a table of synonyms alone: no model, no
 * network, the same answer every time, and `because` names the phrase that decided.
 */
export class Understanding {
  readonly #inputs = new Map<ActionName, Inputs>();
  readonly #slots = new Map<ActionName, TextSlot[]>();
  readonly #exact = new Map<string, Understood>();
  readonly #lexicon: Lexicon;
  readonly #entities: EntityFinder;
  readonly #index: PhraseIndex;
  readonly #commands: NamedCommands;

  constructor(actions: readonly Teaching[]) {
    this.#lexicon = new Lexicon(wordsOfPhrases(actions));
    this.#entities = new EntityFinder(this.#lexicon, choicesOf(actions));
    const phrases = actions.flatMap((action) =>
      action.phrases.map((phrase) => readPhrase(action, phrase, this.#lexicon)),
    );
    this.#index = new PhraseIndex(actions, phrases);
    this.#commands = new NamedCommands(actions, this.#lexicon);
    for (const { name, inputs } of actions) this.#inputs.set(name, inputs);
    for (const { name } of actions)
      this.#slots.set(
        name,
        phrases.filter(({ action }) => action === name).flatMap(({ slots }) => slots),
      );
    for (const { action, text } of phrases) {
      const key = bare(text);
      if (text.includes('{') || this.#exact.has(key)) continue;
      const inputs = chosen(this.#inputs.get(action)!, text);
      this.#exact.set(key, { action, inputs, score: 1, nearest: [action], because: text });
    }
  }

  /** Where the sentence is a phrase to the letter; a microsecond. */
  exact(sentence: string): Understood | undefined {
    return sentence.length > 60 ? undefined : this.#exact.get(bare(sentence));
  }

  understand(sentence: string, vocabulary: Vocabulary): Understood {
    const exact = this.exact(sentence);
    if (exact) return exact;
    const text = normaliseMessage(sentence.slice(0, longest * 2));
    if (text.length > longest || isCancel(text) || isYes(text) || isNo(text)) return nothing(0, []);
    const tokens = tokenise(text);
    const entities = this.#entities.find(text, tokens, vocabulary);
    const ranked = this.#rank(tokens, entities);
    const nearest = ranked.slice(0, 3).map(({ action }) => action);
    const best = ranked[0];
    if (!best || best.score < enough || isVague(best.action, best.score, entities)) {
      const named = this.#commands.find(tokens);
      if (!named) return nothing(best?.score ?? 0, nearest, best?.phrase);
      return { action: named.action, inputs: { ...named.inputs }, score: enough, nearest, because: named.phrase };
    }
    const action = careful(best.action, text, entities);
    const { inputs, near } = fillInputs(
      action,
      this.#inputs.get(action) ?? {},
      this.#slots.get(action) ?? [],
      { sentence: text, tokens, entities },
      this.#lexicon,
    );
    const understood = { action, inputs, score: rounded(best.score), nearest, because: best.phrase };
    return near ? { ...understood, near } : understood;
  }

  /** Where a sentence as a whole is not clear, a clause of it may be: "my model still trains, please keep onc-r on". */
  #rank(tokens: readonly Token[], entities: readonly Entity[]): Ranked[] {
    const features = readFeatures(tokens, entities, this.#lexicon);
    const whole = this.#index.rank(features);
    if ((whole[0]?.score ?? 0) >= clear) return whole;
    let best = whole;
    for (const [from, to] of clauses(tokens)) {
      const clause = features.filter(
        ({ at, name }) => (at >= from && at < to) || (name[0] === '@' && name !== '@amount'),
      );
      if (!clause.some(({ name }) => name[0] !== '@')) continue;
      const ranked = this.#index.rank(clause).map((one) => ({ ...one, score: one.score * clauseAlone }));
      if ((ranked[0]?.score ?? 0) > (best[0]?.score ?? 0)) best = ranked;
    }
    return best;
  }

  /** Loads the recognizers of times and amounts ahead of the first sentence that has one; about a second, once a process. */
  warmUp(): void {
    warmUpRecognizers();
  }
}

/** What a phrase says of an action's choices: "my denied requests". */
function chosen(inputs: Inputs, text: string): Record<string, string> {
  const tokens = tokenise(text);
  return Object.fromEntries(
    Object.entries(inputs).flatMap(([name, input]) => {
      const value = input.kind === 'period' ? periodWords(text) : findChoices(input, tokens, [])[0]?.value;
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** The stretches between commas and full stops, where there are several. */
function clauses(tokens: readonly Token[]): [from: number, to: number][] {
  const found: [number, number][] = [];
  let from = 0;
  for (const [index, { pause }] of tokens.entries()) {
    if (!pause && index < tokens.length - 1) continue;
    found.push([from, index + 1]);
    from = index + 1;
  }
  return found.length > 1 ? found : [];
}

function nothing(score: number, nearest: readonly ActionName[], because?: string): Understood {
  const three = [...nearest, ...suggestions.filter((name) => !nearest.includes(name))].slice(0, 3);
  return {
    action: null,
    inputs: {},
    score: rounded(score),
    nearest: three,
    ...(because === undefined ? {} : { because }),
  };
}

function rounded(score: number): number {
  return Math.round(score * 100) / 100;
}

/** Lower case, without what stands before or after the words. */
function bare(text: string): string {
  return text
    .trim()
    .replace(/[.!?\s]+$/, '')
    .toLowerCase();
}
