import { type DataRequest, requestName, requestWords } from '../../services/request.ts';
import type { RequestViewer } from '../../services/request-rules.ts';
import { ago } from '../ago.ts';
import { stateBadge } from '../badge.ts';
import type { Card } from '../card.ts';
import { headline } from '../headline.ts';
import { cardTemplate } from '../render.ts';
import { shorten } from '../share.ts';
import { requestTexts as words } from '../texts/requests.ts';
import { brief } from '../texts.ts';
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
  { youId, note = '', refreshIds }: RequestView,
): Card {
  const name = requestName(request);
  const title = titleOf(request, viewer, youId);
  const open = viewer !== 'bystander';
  const { field, aside, buttons } = doingsOf(request, viewer, youId);
  const comments = conversation(open ? request.comments : [], youId, now);
  const card = render({
    fallbackText:
      `${title} (${name}): ${requestWords[request.state].toLowerCase()}. ${shorten(note, mostBytes.note)}`.trim(),
    ...headline(title),
    subtitle: `${name} · ${brief(workspaceName)} · ${ago(changedAt(request), now)}`,
    badge: stateBadge(requestWords[request.state]),
    note: shorten(note, mostBytes.note),
    quotes: open ? quotes(request, youId) : [],
    facts: requestFacts(request, viewer, youId),
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

function quotes({ state, decision, revoked, problem, purpose }: DataRequest, youId: string): object[] {
  const said = state === 'revoked' ? revoked : decision;
  const who = said?.by.aadObjectId === youId ? words.you : brief(said?.by.name ?? '');
  return [
    ...(problem ? [{ lead: '', text: shorten(problem, mostBytes.quote), italic: false }] : []),
    ...(said?.reason ? [{ lead: `${who}: `, text: quoted(said.reason), italic: true }] : []),
    ...(purpose ? [{ lead: '', text: quoted(purpose), italic: true }] : []),
  ];
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
