import type { Vocabulary } from '../understand.ts';
import type { Entity, Found, NameTables } from './entity.ts';
import { fileAt } from './file-entities.ts';
import { FileTable } from './file-table.ts';
import type { Lexicon } from './lexicon.ts';
import { machineByPart } from './machine-by-part.ts';
import { namedAt, nearAt } from './name-entities.ts';
import { type Named, Names } from './names.ts';
import { newcomerAt, oneselfAt, peopleNames } from './person-entities.ts';
import { findQuantities } from './quantities.ts';
import { requestAt, requestLike } from './request-entities.ts';
import type { Token } from './tokens.ts';

/** A choice's words -> the value they stand for. */
export interface Choice {
  readonly input: string;
  readonly words: readonly string[];
  readonly value: string;
}

const nameLike = /^[a-z][a-z0-9]*(?:[-_][a-z0-9]+)+$|^[a-z]{2,}\d+$/;

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
    return machineByPart(sentence, tokens, found, vocabulary);
  }

  #choiceAt(tokens: readonly Token[], from: number): Found | undefined {
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

function unknownAt(tokens: readonly Token[], from: number, lexicon: Lexicon): Found | undefined {
  const { word } = tokens[from]!;
  if (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(word)) return { kind: 'person', from, to: from + 1, match: 'unknown' };
  if (!nameLike.test(word) || lexicon.knows(word)) return undefined;
  // "gpu-07" is no request: their numbers are counted, not padded.
  const isRequest = requestLike.test(word) && !/-0\d*$/.test(word);
  return { kind: isRequest ? 'request' : 'machine', from, to: from + 1, match: 'unknown' };
}
