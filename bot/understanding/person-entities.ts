import type { Vocabulary } from '../understand.ts';
import type { Entity, Found } from './entity.ts';
import type { Lexicon } from './lexicon.ts';
import type { Named } from './names.ts';
import type { Token } from './tokens.ts';

const welcomes = new Set(['add', 'invite', 'onboard', 'enrol', 'enroll', 'welcome']);
const farewells = new Set(['remove', 'kick', 'expel', 'exclude', 'offboard', 'demote']);
/** In words. */
const longestName = 6;
const leadsOn = new Set(['to', 'into', 'as', 'and']);

/** Full names, and first and last names that are not everyday words. */
export function peopleNames(people: Vocabulary['people'], lexicon: Lexicon): Named[] {
  return people.flatMap(({ aadObjectId: id, name }) => {
    const parts = name
      .split(/[\s-]+/)
      .filter((part) => /^\p{L}{3,}$/u.test(part) && !lexicon.knows(part.toLowerCase()));
    return [{ id, name }, ...(parts.length > 1 || name.includes(' ') ? parts.map((part) => ({ id, name: part })) : [])];
  });
}

/** "what did I do": elsewhere "I" says who speaks, here whom it is about. */
export function oneselfAt(tokens: readonly Token[], from: number): Found | undefined {
  const isI = tokens[from]!.word === 'i' && /^(?:did|have|had)$/.test(tokens[from - 1]?.word ?? '');
  return isI && /^(?:do|done)$/.test(tokens[from + 1]?.word ?? '')
    ? { kind: 'person', value: 'me', from, to: from + 1 }
    : undefined;
}

/** "add Anna Smith and Ben to oncology": whoever is to come, or came just now, is in no table of names yet. */
export function newcomerAt(
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
  const parted = farewells.has(previous) ? partedAt(sentence, tokens, from) : undefined;
  if (parted) return parted;
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

/** "remove Li from oncology", "remove Dean Price from oncology": names may be short, or everyday words, where capitals and "from" say that they are. */
function partedAt(sentence: string, tokens: readonly Token[], from: number): Found | undefined {
  const furthest = Math.min(tokens.length, from + longestName);
  let to = from;
  while (to < furthest && /^\p{Lu}\p{L}/u.test(sentence.slice(tokens[to]!.start))) to += 1;
  return to > from && tokens[to]?.word === 'from' ? { kind: 'person', from, to, match: 'unknown' } : undefined;
}
