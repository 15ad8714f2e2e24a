import type { Person } from '../../services/people/people.ts';
import { type DataRequest, requestName, requestWords } from '../../services/requests/request.ts';
import type { RequestViewer } from '../../services/requests/request-rules.ts';
import { ago } from '../ago.ts';
import { stateBadge } from '../badge.ts';
import type { Card } from '../card.ts';
import { headline } from '../headline.ts';
import { cardTemplate } from '../render.ts';
import { shorten } from '../share.ts';
import { requestTexts as words } from '../texts/requests.ts';
import { brief } from '../wording.ts';
import { doingsOf } from './buttons.ts';
import { conversation } from './conversation.ts';
import { requestFacts } from './facts.ts';
import { fileRows } from './file-rows.ts';
import template from './request.json' with { type: 'json' };
import { changedAt, titleOf } from './title.ts';

const render = cardTemplate(template);
const mostBytes = { note: 900, quote: 1_500 } as const;
/** Teams refreshes a card for this many people (Universal Actions, "User Specific Views"). */
const mostRefreshed = 60;

export interface RequestView {
  /** Whose eyes it is for. */
  readonly youId: string;
  /** Theirs, BCP 47; English where several read the same, or it is not known. */
  readonly locale?: string | undefined;
  /** One more finished sentence, for example that somebody else decided meanwhile. */
  readonly note?: string;
  /**
   * Whom Teams gives a view of their own at once: their ids in Teams (`29:...`), the first sixty. None: nobody at once,
   * everybody on demand. Undefined where everybody reads the card as it is.
   */
  readonly refreshIds?: readonly string[];
}

/** One request as this viewer may see it, and what they can do about it. */
export function requestCard(
  request: DataRequest,
  workspaceName: string,
  viewer: RequestViewer,
  now: Date,
  { youId, locale = 'en', note = '', refreshIds }: RequestView,
): Card {
  const name = requestName(request);
  const title = titleOf(request, viewer, youId, locale);
  const open = viewer !== 'bystander';
  const { field, aside, buttons } = doingsOf(request, viewer, youId);
  const said = lastWord(request);
  const comments = conversation(open ? request.comments.filter((each) => each !== said) : [], youId, now);
  const card = render({
    fallbackText:
      `${title} (${name}): ${requestWords[request.state].toLowerCase()}. ${shorten(note, mostBytes.note)}`.trim(),
    ...headline(title),
    subtitle: `${name} · ${brief(workspaceName)} · ${ago(changedAt(request), now)}`,
    badge: stateBadge(requestWords[request.state]),
    note: shorten(note, mostBytes.note),
    quotes: open ? quotes(request, said, youId) : [],
    facts: requestFacts(request, viewer, youId, locale),
    files: fileRows(open ? request.files : []),
    showFiles: words.actions.showFiles,
    hideFiles: words.actions.hideFiles,
    comments,
    showEarlier: words.actions.showEarlier(comments.earlier.length),
    fields: field ? [field] : [],
    asides: aside ? [aside] : [],
    buttons,
  });
  return refreshIds ? { ...card, refresh: refresh(name, refreshIds) } : card;
}

interface Quote {
  /** Who says it; empty where that is clear. */
  readonly lead: string;
  readonly text: string;
  readonly italic: boolean;
}

/** What everybody should read first: what went wrong, what was asked back or decided and why, and what the files are for. */
function quotes({ author, purpose, problem }: DataRequest, said: Said | undefined, youId: string): Quote[] {
  const first: Quote[] = [
    ...(problem ? [{ lead: '', text: shorten(problem, mostBytes.quote), italic: false }] : []),
    ...(said?.text ? [quote(said.by, said.text, youId)] : []),
  ];
  if (!purpose) return first;
  return [
    ...first,
    first.length > 0 ? quote(author, purpose, youId) : { lead: '', text: quoted(purpose), italic: true },
  ];
}

interface Said {
  readonly by: Person;
  readonly text?: string;
}

/** The newest word that counts: why it was decided or taken back, or the question that waits for its answer. */
function lastWord({ state, decision, revoked, comments }: DataRequest): Said | undefined {
  if (state === 'returned') return comments.findLast(({ kind }) => kind === 'question');
  const said = state === 'revoked' ? revoked : decision;
  return said && { by: said.by, text: said.reason };
}

function quote({ aadObjectId, name }: Person, text: string, youId: string): Quote {
  const who = aadObjectId === youId ? words.you : brief(name);
  return { lead: `${who}:`, text: ` ${quoted(text)}`, italic: true };
}

function quoted(text: string): string {
  return `“${shorten(text.trim(), mostBytes.quote)}”`;
}

function refresh(name: string, userIds: readonly string[]): NonNullable<Card['refresh']> {
  return {
    action: { type: 'Action.Execute', title: words.actions.refresh, verb: 'request.show', data: { id: name } },
    userIds: userIds.slice(0, mostRefreshed),
  };
}
