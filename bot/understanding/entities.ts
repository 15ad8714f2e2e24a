import type { InputKind } from '../actions/action.ts';
import type { Vocabulary } from '../understand.ts';
import { FileTable } from './file-table.ts';
import type { Lexicon } from './lexicon.ts';
import { type Named, Names, nameKey } from './names.ts';
import { findQuantities } from './quantities.ts';
import type { Token } from './tokens.ts';

export type EntityKind = Exclude<InputKind, 'people' | 'text' | 'date'>;

/** Something of a kind that an input can hold, where it stands in the sentence. */
export interface Entity {
  readonly kind: EntityKind;
  /** What the input holds then; for times, durations and amounts still the words. */
  readonly value: string;
  /** As it was written. */
  readonly said: string;
  /** Tokens from..to (exclusive). */
  readonly from: number;
  readonly to: number;
  /** `named` as it is called; `near` but for a slip of the pen; `unknown` looks like a name and is nobody's. */
  readonly match: 'named' | 'near' | 'unknown';
  /** True where the words may mean just themselves ("the owner"). */
  readonly soft: boolean;
  /** Only for a choice: the input whose choice it is. */
  readonly input?: string;
  readonly more?: boolean;
}

/** A choice's words -> the value they stand for. */
export interface Choice {
  readonly input: string;
  readonly words: readonly string[];
  readonly value: string;
}

const fileEnding =
  /\.(?:csv|tsv|txt|xlsx?|ods|parquet|feather|rds|rda|rdata|sav|dta|sas7bdat|h5|hdf5|png|jpe?g|tiff?|svg|gif|pdf|docx?|pptx?|md|html?|tex|zip|gz|tar|7z|json|xml|ya?ml|py|r|rmd|ipynb|sql|do|m|nii|dcm|edf|vcf|bam|bed|fastq|fasta|mat|npy|log|bib)$/i;
const nameLike = /^[a-z][a-z0-9]*(?:[-_][a-z0-9]+)+$|^[a-z]{2,}\d+$/;
const requestLike = /^([a-z][a-z0-9]*(?:-[a-z][a-z0-9]*)*)-(\d{1,6})$/;
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

  #tablesOf(vocabulary: Vocabulary): Tables {
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

type Tables = Readonly<Record<'machine' | 'workspace' | 'person', Names>>;
type Found = Partial<Entity> & Pick<Entity, 'kind' | 'from' | 'to'>;
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
  tables: Tables,
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

/** "oncology 42" is a request unless money is spoken of. */
function followsRequest(tokens: readonly Token[], at: number): boolean {
  const money = /^(?:€|\$|£|eur|euros?|usd|gbp|chf|dollars?|budget|limit|top|topup|cap|k|a|per|more)$/;
  return !tokens.some(({ word }, index) => index !== at && money.test(word) && (word !== 'a' || index === at + 1));
}

/** What is done with a request that may be called by its number alone: "approve 42". */
const requestVerbs = new Set('approve deny return revoke claim withdraw submit review'.split(' '));
const afterNumber = new Set('because since as in for please pls now again'.split(' '));

function requestAt(
  tokens: readonly Token[],
  from: number,
  vocabulary: Vocabulary,
  tables: Tables,
  lexicon: Lexicon,
): Found | undefined {
  const { word } = tokens[from]!;
  const parts = requestLike.exec(word);
  if (parts) {
    const place = nameKey(parts[1]!);
    const known =
      tables.workspace.exact(place) ??
      (vocabulary.requests.includes(word) ? parts[1] : undefined) ??
      begunBy(place, tables, vocabulary);
    if (known !== undefined) return { kind: 'request', value: `${known}-${Number(parts[2])}`, from, to: from + 1 };
    const near = tables.workspace.near(place);
    if (near) return { kind: 'request', value: `${near.id}-${Number(parts[2])}`, from, to: from + 1, match: 'near' };
    return undefined;
  }
  if (/^#?\d{1,6}$/.test(tokens[from + 1]?.word ?? '')) {
    const workspace = tables.workspace.exact(nameKey(word));
    if (workspace !== undefined && followsRequest(tokens, from + 1)) {
      const number = Number(tokens[from + 1]!.word.replace('#', ''));
      return { kind: 'request', value: `${workspace}-${number}`, from, to: from + 2 };
    }
  }
  const number = numberOf(tokens, from, lexicon);
  if (number === undefined) return undefined;
  // Which workspace's it is, whoever carries it out may know.
  const matching = vocabulary.requests.filter((request) => request.endsWith(`-${number}`));
  return { kind: 'request', value: matching.length === 1 ? matching[0]! : `#${number}`, from, to: from + 1 };
}

/** "onc-42" is oncology's, where no other workspace and no machine's name begins so. */
function begunBy(place: string, tables: Tables, { machines }: Vocabulary): string | undefined {
  const isMachine = machines.some(
    ({ name }) => /^\d+$/.test(nameKey(name).slice(place.length)) && nameKey(name).startsWith(place),
  );
  return isMachine ? undefined : tables.workspace.beginning(place, 3);
}

/** A request's number where it stands alone: "#42", "request 42", "approve 42". */
function numberOf(tokens: readonly Token[], from: number, lexicon: Lexicon): number | undefined {
  const { word, pause, colon } = tokens[from]!;
  const [, mark, digits] = /^(#?)(\d{1,6})$/.exec(word) ?? [];
  if (digits === undefined || Number(digits) === 0) return undefined;
  if (mark) return Number(digits);
  if (!followsRequest(tokens, from)) return undefined;
  const before = tokens[from - 1]?.word ?? '';
  if (/^(?:request|no|number|nr)$/.test(before)) return Number(digits);
  const after = tokens[from + 1]?.word;
  const isLast = after === undefined || pause || colon || afterNumber.has(after);
  return isLast && before !== '' && requestVerbs.has(lexicon.sense(before).concept) ? Number(digits) : undefined;
}

function fileAt(tokens: readonly Token[], from: number, files: FileTable): Found | undefined {
  const { word } = tokens[from]!;
  const shaped =
    fileEnding.test(word) || (word.includes('/') && /^[\w.*-]+\/[\w./*-]*$/.test(word)) || /^\*\.\w+$/.test(word);
  if (!shaped && !word.includes('.')) return undefined;
  const exact = files.exact(word);
  if (exact !== undefined) return { kind: 'files', value: exact, from, to: from + 1 };
  if (!shaped) return undefined;
  const isFolder = files.isFolder(word);
  const near = isFolder ? undefined : files.near(word);
  if (near !== undefined) return { kind: 'files', value: near, from, to: from + 1, match: 'near' };
  return { kind: 'files', from, to: from + 1, match: isFolder ? 'named' : 'unknown' };
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
  tables: Tables,
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
