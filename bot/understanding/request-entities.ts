import type { Vocabulary } from '../understand.ts';
import type { Found, NameTables } from './entity.ts';
import type { Lexicon } from './lexicon.ts';
import { nameKey } from './names.ts';
import type { Token } from './tokens.ts';

export const requestLike = /^([a-z][a-z0-9]*(?:-[a-z][a-z0-9]*)*)-(\d{1,6})$/;

/** What is done with a request that may be called by its number alone: "approve 42". */
const requestVerbs = new Set('approve deny return revoke claim withdraw submit review'.split(' '));

const afterNumber = new Set('because since as in for please pls now again'.split(' '));

/** "oncology 42" is a request unless money is spoken of. */
export function followsRequest(tokens: readonly Token[], at: number): boolean {
  const money = /^(?:€|\$|£|eur|euros?|usd|gbp|chf|dollars?|budget|limit|top|topup|cap|k|a|per|more)$/;
  return !tokens.some(({ word }, index) => index !== at && money.test(word) && (word !== 'a' || index === at + 1));
}

export function requestAt(
  tokens: readonly Token[],
  from: number,
  vocabulary: Vocabulary,
  tables: NameTables,
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
function begunBy(place: string, tables: NameTables, { machines }: Vocabulary): string | undefined {
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
