import { periodWords } from '../../services/time/period.ts';
import type { ActionName, Input, Inputs } from '../actions/action.ts';
import { findChoices, type Span } from './choices.ts';
import { findCode } from './codes.ts';
import { currencyIn } from './currency.ts';
import type { Entity } from './entity.ts';
import type { Lexicon } from './lexicon.ts';
import type { TextSlot } from './phrases.ts';
import { recognizeAmount, recognizeDuration, recognizeTime } from './recognizers.ts';
import { findText } from './texts.ts';
import type { Token } from './tokens.ts';

/** A name that was nearly said: to be asked back. */
export interface Near {
  readonly input: string;
  readonly said: string;
  readonly meant: string;
}

export interface Said {
  readonly sentence: string;
  readonly tokens: readonly Token[];
  readonly entities: readonly Entity[];
}

export interface Filled {
  readonly inputs: Record<string, string>;
  readonly near?: Near;
}

/** Verbs that only look: for them a near miss of a name is as good as the name, the answer shows whose it is. */
const looking = /^help$|\.(?:list|show|search|report|health|pending|verify)$/;

/** Where "I" and "me" are whom something is about. */
const oneself =
  /\b(?:(?:did|have|had) i|i (?:did|have done|had done)|by me|to me|myself|(?:add|remove) me|my (?:own )?(?:activity|actions|history|steps))\b/i;

/** What several values of one input are joined with. */
export const separator = ', ';

/** Gives a sentence's names, quantities and free text to the inputs of the action that it asks for. */
export function fillInputs(
  action: ActionName,
  inputs: Inputs,
  slots: readonly TextSlot[],
  said: Said,
  lexicon: Lexicon,
): Filled {
  const filled: Record<string, string> = {};
  let left = [...said.entities];
  // "cost centre 4711" is no sum.
  for (const [name, { after }] of Object.entries(inputs)) {
    const code = after && findCode(said, after);
    if (!code) continue;
    filled[name] = code.text;
    left = left.filter(({ from, to }) => to <= code.from || from >= code.to);
  }
  let near: Near | undefined;
  const texts: Span[] = [];
  const choices = new Map(
    Object.entries(inputs)
      .filter(([, { kind }]) => kind === 'choice')
      .map(([name, input]) => [name, findChoices(input, said.tokens, said.entities)]),
  );
  for (const [name, input] of Object.entries(inputs)) {
    if (input.after) continue;
    if (input.kind === 'text') {
      const own = slots.filter((slot) => slot.input === name);
      const text = findText(said, own, lexicon, [...choices.values()].flat());
      if (text !== undefined) {
        filled[name] = text.text;
        texts.push(text);
      }
      continue;
    }
    if (input.kind === 'currency') {
      const currency = said.entities.some(({ kind }) => kind === 'amount') ? currencyIn(said.sentence) : undefined;
      if (currency !== undefined) filled[name] = currency;
      continue;
    }
    if (input.kind === 'period') {
      const period = periodIn(said);
      if (period !== undefined) filled[name] = period;
      continue;
    }
    const fitting = left.filter((entity) => fits(entity, name, input) && !isSpoken(entity, choices));
    const named = fitting.filter(({ match }) => match === 'named');
    // Who is not in the workspace yet may be anybody.
    const found = named.length > 0 && !input.anybody ? named : fitting;
    // "every monday and every friday" is neither of the two: better to ask.
    if (input.kind === 'choice' && new Set(found.map(({ value }) => value)).size > 1) {
      choices.delete(name);
      continue;
    }
    const taken = input.kind === 'files' || input.kind === 'people' ? found : found.slice(0, 1);
    const values: string[] = [];
    for (const entity of taken) {
      left.splice(left.indexOf(entity), 1);
      // Which files they are is checked on the form; a slip in one of several is not worth a question.
      if (entity.match === 'near' && !looking.test(action) && input.kind !== 'files' && !input.anybody)
        near ??= { input: name, said: entity.said, meant: entity.value };
      else {
        const value = valueFor(entity, input, said.sentence, action);
        if (value !== undefined && !values.includes(value)) values.push(value);
      }
    }
    if (values.length > 0) filled[name] = values.join(separator);
    else if ((input.kind === 'person' || input.kind === 'people') && !near && oneself.test(said.sentence))
      filled[name] = 'me';
  }
  for (const [name, spans] of choices) {
    const span = spans.find(({ from, to }) => !texts.some((text) => from >= text.from && to <= text.to));
    if (span && filled[name] === undefined) filled[name] = span.value;
  }
  const workspace = left.find(({ kind }) => kind === 'workspace');
  if (workspace && !Object.values(inputs).some(({ kind }) => kind === 'workspace')) {
    if (workspace.match !== 'near' || looking.test(action)) filled.workspace = workspace.value;
    else near ??= { input: 'workspace', said: workspace.said, meant: workspace.value };
  }
  return near ? { inputs: filled, near } : { inputs: filled };
}

/** "make Researcher an owner": a word that may be a name, where it belongs to a choice. */
function isSpoken({ soft, from, to }: Entity, choices: ReadonlyMap<string, readonly Span[]>): boolean {
  return soft && [...choices.values()].flat().some((span) => from >= span.from && to <= span.to);
}

/** A period may stand anywhere; what is in names of things is none. */
function periodIn({ sentence, tokens, entities }: Said): string | undefined {
  const named = entities
    .filter(({ soft }) => !soft)
    .map(({ from, to }) => [tokens[from]!.start, tokens[to - 1]!.end] as const);
  const rest = named.toReversed().reduce((text, [from, to]) => `${text.slice(0, from)}…${text.slice(to)}`, sentence);
  return periodWords(rest);
}

function fits(entity: Entity, name: string, { kind }: Input): boolean {
  if (kind === 'choice') return entity.kind === 'choice' && entity.input === name;
  if (kind === 'people') return entity.kind === 'person';
  if (kind === 'request' || kind === 'machine') {
    // "gpu-07" may be either.
    return (
      entity.kind === kind ||
      (entity.match === 'unknown' &&
        (entity.kind === 'request' || (entity.kind === 'machine' && /-\d+$/.test(entity.value))))
    );
  }
  return entity.kind === kind;
}

function valueFor(entity: Entity, { kind }: Input, sentence: string, action: ActionName): string | undefined {
  if (kind === 'time') return recognizeTime(entity.said + after(sentence, entity), leaningOf(sentence, action));
  if (kind === 'duration') return recognizeDuration(entity.said);
  if (kind === 'amount') {
    const amount = recognizeAmount(entity.said);
    return amount === undefined ? undefined : signOf(sentence, entity) + amount;
  }
  return entity.value;
}

/** "to -5", "to minus 5": less than nothing is not to be taken for something. */
function signOf(sentence: string, { said }: Entity): '-' | '' {
  const before = sentence.slice(0, sentence.indexOf(said));
  return /(?:^|\s)[-−–][€$£]?$|\b(?:minus|negative)\s+$/i.test(before) ? '-' : '';
}

/** "at 7 in the evening": the part of the day that follows the hour. */
function after(sentence: string, { said }: Entity): string {
  const rest = sentence.slice(sentence.indexOf(said) + said.length);
  return /^\s+(?:in the (?:morning|evening|afternoon)|at night)/i.exec(rest)?.[0] ?? '';
}

/** Machines are stopped in the evening and started in the morning. */
function leaningOf(sentence: string, action: ActionName): 'morning' | 'evening' {
  return /morning|\bstart\b|\bboot\b/i.test(sentence) && !action.endsWith('.keep') ? 'morning' : 'evening';
}
