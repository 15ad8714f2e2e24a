import type { Vocabulary } from '../understand.ts';
import type { Found, NameTables } from './entity.ts';
import type { Lexicon } from './lexicon.ts';
import { nameKey } from './names.ts';
import { followsRequest } from './request-entities.ts';
import type { Token } from './tokens.ts';

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
const kinds = ['machine', 'workspace', 'person'] as const;

/** A name as it is called, the longest first. */
export function namedAt(
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

/** A name but for a slip of the pen, or a workspace by how it begins. */
export function nearAt(
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
