import type { Candidate } from '../roles/membership.ts';

const longest = 120;

/**
 * What somebody wrote, as the directory can look for it: in one line and of a sensible length, without what it cannot read.
 * (An ampersand in `$search` is a known issue of Graph.) Undefined where nothing is left to look for.
 */
export function searchWords(text: string): string | undefined {
  const line = text.normalize('NFC').replace(/[\p{Cc}\p{Cf}\p{Cs}&]+/gu, ' ');
  const words = [...line.replace(/\s+/g, ' ').trim()].slice(0, longest).join('').trim();
  return /[\p{L}\p{N}]/u.test(words) ? words : undefined;
}

/** Whoever is called exactly so first, then who begins so, then whose any word does, then the others; else as they came. */
export function inOrderOfLikeness(found: readonly Candidate[], words: string): Candidate[] {
  const wanted = words.toLowerCase();
  const distance = ({ name, mail = '', userPrincipalName }: Candidate): number => {
    const names = [name, mail, userPrincipalName].map((each) => each.normalize('NFC').toLowerCase());
    if (names.includes(wanted) || names.some((each) => each.startsWith(`${wanted}@`))) return 0;
    if (names.some((each) => each.startsWith(wanted))) return 1;
    return names[0]!.split(/[\s,.()-]+/).some((word) => word.startsWith(wanted)) ? 2 : 3;
  };
  return found
    .map((candidate) => ({ candidate, distance: distance(candidate) }))
    .sort((one, other) => one.distance - other.distance)
    .map(({ candidate }) => candidate);
}
