import type { Comment } from '../../services/requests/request.ts';
import { ago } from '../ago.ts';
import { share, shorten } from '../share.ts';
import { requestTexts as words } from '../texts/requests.ts';
import { brief } from '../wording.ts';

const mostShown = 5;
const mostEarlier = 10;
const mostBytes = { shown: 2_400, earlier: 1_800, name: 90 } as const;

export interface CommentRow {
  readonly who: string;
  /** " asked back · 12 minutes ago", " · 12 minutes ago". */
  readonly when: string;
  readonly text: string;
}

export interface Conversation {
  /** Oldest first. */
  readonly shown: readonly CommentRow[];
  readonly earlier: readonly CommentRow[];
  /** That there are others, in a sentence; empty where there are none. */
  readonly older: string;
}

/** What was said under a request: the newest five, others before them to be opened. */
export function conversation(comments: readonly Comment[], youId: string, now: Date): Conversation {
  const split = Math.max(0, comments.length - mostShown);
  const first = Math.max(0, split - mostEarlier);
  return {
    shown: rows(comments.slice(split), youId, now, mostBytes.shown),
    earlier: rows(comments.slice(first, split), youId, now, mostBytes.earlier),
    older: first > 0 ? words.olderOnRecord(first) : '',
  };
}

function rows(comments: readonly Comment[], youId: string, now: Date, bytes: number): CommentRow[] {
  const said = share(
    comments.map(({ text }) => text || words.removed),
    bytes,
  );
  return comments.map(({ by, at, kind }, index) => ({
    who: by.aadObjectId === youId ? words.you : shorten(brief(by.name), mostBytes.name),
    when: `${words.asked[kind] && ` ${words.asked[kind]}`} · ${ago(at, now)}`,
    text: said[index]!,
  }));
}
