import type { Vocabulary } from '../understand.ts';
import type { Entity, Found, NameTables } from './entity.ts';
import { fileAt } from './file-entities.ts';
import { FileTable } from './file-table.ts';
import type { Lexicon } from './lexicon.ts';
import { type Named, Names, nameKey } from './names.ts';
import { findQuantities } from './quantities.ts';
import { followsRequest, requestAt, requestLike } from './request-entities.ts';
import type { Token } from './tokens.ts';

/** A choice's words -> the value they stand for. */
export interface Choice {
  readonly input: string;
  readonly words: readonly string[];
  readonly value: string;
}

const nameLike = /^[a-z][a-z0-9]*(?:[-_][a-z0-9]+)+$|^[a-z]{2,}\d+$/;
const articles = new Set([
  'the',
  'a',
  'an',
  'all',
  'every',
  'each',
  'our',
  'my',
  'your',
  'any',
  'some',
  'which',
  'no',
  'new',
  'another',
  'as',
]);
const welcomes = new Set(['add', 'invite', 'onboard', 'enrol', 'enroll', 'welcome']);
const farewells = new Set(['remove', 'kick', 'expel', 'exclude', 'offboard', 'demote']);
const leadsOn = new Set(['to', 'into', 'as', 'and']);
const machineNouns = new Set(['machine', 'vm', 'computer', 'server', 'box', 'instance', 'workstation', 'pc', 'node']);

/** Finds what a sentence speaks of. Keeps its tables as long as a vocabulary's arrays live: hand in the same ones again. */
export class EntityFinder {
  readonly #lexicon: Lexicon;
  readonly #choices = new Map<string, Choice[]>();
  readonly #tables = new WeakMap<object, Names>();
  readonly #files = new WeakMap<object, FileTable>();

  constructor(lexicon: Lexicon, choices: readonly Choice[]) {
    this.#lexicon = lexicon;
    for (const choice of choices.toSorted((a, b) => b.words.length - a.words.length)) {
      const first = choice.words[0]!;
      this.#choices.set(first, [...(this.#choices.get(first) ?? []), choice]);
    }
  }

  find(sentence: string, tokens: readonly Token[], vocabulary: Vocabulary): Entity[] {
    const tables = this.#tablesOf(vocabulary);
    const files = this.#filesOf(vocabulary.files);
    const found: Entity[] = [];
    const quantities = new Map(findQuantities(tokens).map((quantity) => [quantity.from, quantity]));
    for (let from = 0; from < tokens.length; ) {
      const entity =
        this.#choiceAt(tokens, from) ??
        namedAt(sentence, tokens, from, tables, this.#lexicon) ??
        fileAt(tokens, from, files) ??
        requestAt(tokens, from, vocabulary, tables, this.#lexicon) ??
        quantities.get(from) ??
        oneselfAt(tokens, from) ??
        nearAt(tokens, from, tables, vocabulary, this.#lexicon) ??
        newcomerAt(sentence, tokens, from, found.at(-1), this.#lexicon) ??
        unknownAt(tokens, from, this.#lexicon);
      if (entity) {
        const said = sentence.slice(tokens[entity.from]!.start, tokens[entity.to - 1]!.end);
        found.push({ value: said, match: 'named', soft: false, ...entity, said });
      }
      from = entity ? entity.to : from + 1;
    }
    return described(sentence, tokens, found, vocabulary);
  }

  #choiceAt(
    tokens: readonly Token[],
    from: number,
  ): (Partial<Entity> & Pick<Entity, 'kind' | 'from' | 'to'>) | undefined {
    const choice = this.#choices
      .get(tokens[from]!.word)
      ?.find(({ words }) => words.every((word, offset) => tokens[from + offset]?.word === word));
    return choice && { kind: 'choice', value: choice.value, input: choice.input, from, to: from + choice.words.length };
  }

  #tablesOf(vocabulary: Vocabulary): NameTables {
    return {
      machine: this.#table(vocabulary.machines, () => vocabulary.machines.map(({ name }) => ({ id: name, name }))),
      workspace: this.#table(vocabulary.workspaces, () =>
        vocabulary.workspaces.flatMap(({ id, name }) => [
          { id, name: id },
          { id, name },
        ]),
      ),
      person: this.#table(vocabulary.people, () => peopleNames(vocabulary.people, this.#lexicon)),
    };
  }

  #filesOf(paths: readonly string[]): FileTable {
    let files = this.#files.get(paths);
    if (!files) {
      files = new FileTable(paths);
      this.#files.set(paths, files);
    }
    return files;
  }

  #table(key: object, names: () => Named[]): Names {
    let table = this.#tables.get(key);
    if (!table) {
      table = new Names(names());
      this.#tables.set(key, table);
    }
    return table;
  }
}

const kinds = ['machine', 'workspace', 'person'] as const;

/** Full names, and first and last names that are not everyday words. */
function peopleNames(people: Vocabulary['people'], lexicon: Lexicon): Named[] {
  return people.flatMap(({ aadObjectId: id, name }) => {
    const parts = name
      .split(/[\s-]+/)
      .filter((part) => /^\p{L}{3,}$/u.test(part) && !lexicon.knows(part.toLowerCase()));
    return [{ id, name }, ...(parts.length > 1 || name.includes(' ') ? parts.map((part) => ({ id, name: part })) : [])];
  });
}

function namedAt(
  sentence: string,
  tokens: readonly Token[],
  from: number,
  tables: NameTables,
  lexicon: Lexicon,
): Found | undefined {
  const longest = Math.max(...kinds.map((kind) => tables[kind].longest));
  for (let to = Math.min(tokens.length, from + longest); to > from; to--) {
    const key = keyOf(tokens, from, to);
    for (const kind of kinds) {
      const value = tables[kind].exact(key);
      if (value === undefined) continue;
      if (
        kind === 'workspace' &&
        to === from + 1 &&
        /^#?\d{1,6}$/.test(tokens[to]?.word ?? '') &&
        followsRequest(tokens, to)
      )
        return undefined;
      const capital = /^\p{Lu}/u.test(sentence.slice(tokens[from]!.start));
      const everyday = to === from + 1 && lexicon.knows(tokens[from]!.word);
      if (everyday && kind !== 'workspace' && articles.has(tokens[from - 1]?.word ?? '')) return undefined;
      return { kind, value, from, to, soft: everyday && kind === 'person' && !capital };
    }
  }
  return undefined;
}

/** As {@link nameKey}, of words that are lower case and NFKC already. */
function keyOf(tokens: readonly Token[], from: number, to: number): string {
  let joined = '';
  for (let index = from; index < to; index++) joined += tokens[index]!.word;
  return /[-_.]/.test(joined) ? joined.replace(/[-_.]+/g, '') : joined;
}

/** "what did I do": elsewhere "I" says who speaks, here whom it is about. */
function oneselfAt(tokens: readonly Token[], from: number): Found | undefined {
  const isI = tokens[from]!.word === 'i' && /^(?:did|have|had)$/.test(tokens[from - 1]?.word ?? '');
  return isI && /^(?:do|done)$/.test(tokens[from + 1]?.word ?? '')
    ? { kind: 'person', value: 'me', from, to: from + 1 }
    : undefined;
}

function nearAt(
  tokens: readonly Token[],
  from: number,
  tables: NameTables,
  vocabulary: Vocabulary,
  lexicon: Lexicon,
): Found | undefined {
  for (const to of [from + 2, from + 1]) {
    if (to > tokens.length) continue;
    if (to === from + 1 ? lexicon.knows(tokens[from]!.word) : lexicon.knows(tokens[from]!.word) || tokens[from]!.pause)
      continue;
    const key = keyOf(tokens, from, to);
    for (const kind of kinds) {
      const near = tables[kind].near(key);
      if (!near) continue;
      const short = near.word.length < 6 && !/[-_]/.test(tokens[from]!.word) && to === from + 1;
      if (short || (to > from + 1 && near.edits > 1)) continue;
      if (kind !== 'machine' && near.word.length < 5) continue;
      return { kind, value: near.id, from, to, match: 'near' };
    }
    if (to === from + 1) {
      const workspace = tables.workspace.beginning(key);
      if (workspace !== undefined && !vocabulary.machines.some(({ name }) => nameKey(name).startsWith(key))) {
        return { kind: 'workspace', value: workspace, from, to, match: 'near' };
      }
    }
  }
  return undefined;
}

/** "add Anna Smith and Ben to oncology": whoever is to come, or came just now, is in no table of names yet. */
function newcomerAt(
  sentence: string,
  tokens: readonly Token[],
  from: number,
  before: Entity | undefined,
  lexicon: Lexicon,
): Found | undefined {
  if (['me', 'myself'].includes(tokens[from]!.word) && /^(?:add|remove)$/.test(tokens[from - 1]?.word ?? ''))
    return { kind: 'person', value: 'me', from, to: from + 1 };
  const isName = (at: number) => /^\p{L}{3,}$/u.test(tokens[at]?.word ?? '') && !lexicon.knows(tokens[at]!.word);
  const previous = tokens[from - 1]?.word ?? '';
  const isNext = before?.kind === 'person' && (before.to === from || (previous === 'and' && before.to === from - 1));
  if (!isName(from) || !(isNext || welcomes.has(previous) || farewells.has(previous))) return undefined;
  let to = from + 1;
  while (!tokens[to - 1]!.pause && isName(to)) to += 1;
  // "add salt": a word alone in lower case is hardly a name.
  const isLed = welcomes.has(previous) && leadsOn.has(tokens[to]?.word ?? '');
  const isClear = isNext || isLed || /^\p{Lu}/u.test(sentence.slice(tokens[from]!.start));
  if (!isClear) return undefined;
  return { kind: 'person', from, to, match: 'unknown' };
}

function unknownAt(tokens: readonly Token[], from: number, lexicon: Lexicon): Found | undefined {
  const { word } = tokens[from]!;
  if (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(word)) return { kind: 'person', from, to: from + 1, match: 'unknown' };
  if (!nameLike.test(word) || lexicon.knows(word)) return undefined;
  // "gpu-07" is no request: their numbers are counted, not padded.
  const isRequest = requestLike.test(word) && !/-0\d*$/.test(word);
  return { kind: isRequest ? 'request' : 'machine', from, to: from + 1, match: 'unknown' };
}

/** "the r machine in oncology": a machine by a part of its name, where there is only one; sure only where the workspace was said. */
function described(sentence: string, tokens: readonly Token[], found: Entity[], vocabulary: Vocabulary): Entity[] {
  if (found.some(({ kind }) => kind === 'machine')) return found;
  const workspace = found.find(({ kind }) => kind === 'workspace');
  for (const [index, { word }] of tokens.entries()) {
    if (!machineNouns.has(word)) continue;
    for (const at of [index - 1, index + 1]) {
      const part = tokens[at]?.word;
      if (part === undefined || found.some((entity) => at >= entity.from && at < entity.to)) continue;
      const named = vocabulary.machines.filter(
        (machine) =>
          (!workspace || machine.workspace === workspace.value) &&
          machine.name
            .toLowerCase()
            .split(/[-_.]+/)
            .slice(1)
            .includes(part),
      );
      if (named.length !== 1) continue;
      const from = Math.min(at, index);
      const said = sentence.slice(tokens[from]!.start, tokens[from + 1]!.end);
      const match = workspace?.match === 'named' ? 'named' : 'near';
      return [
        ...found,
        {
          kind: 'machine' as const,
          value: named[0]!.name,
          said,
          from: at,
          to: at + 1,
          match,
          soft: false,
        } satisfies Entity,
      ].sort((a, b) => a.from - b.from);
    }
  }
  return found;
}
