import { announceTexts } from '../texts/admin-announce.ts';
import { brief } from '../wording.ts';

const mostNamed = 5;

/** In which workspaces nobody is told, since their groups are not there any more; empty where there are none. */
export function announceGone(names: readonly string[]): string {
  if (names.length === 0) return '';
  const named = names.slice(0, mostNamed).map(brief);
  return announceTexts.gone(named, names.length - named.length);
}
