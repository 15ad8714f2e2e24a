import { type DataRequest, isPending, requestName, requestWords } from '../../services/request.ts';
import type { RequestViewer } from '../../services/request-rules.ts';
import { ago } from '../ago.ts';
import { stateBadge } from '../badge.ts';
import { type Button, button } from '../button.ts';
import type { Card } from '../card.ts';
import { headline } from '../headline.ts';
import { cardTemplate } from '../render.ts';
import { shorten } from '../share.ts';
import { requestTexts as words } from '../texts/requests.ts';
import { brief } from '../texts.ts';
import { filesLine } from './facts.ts';
import template from './list.json' with { type: 'json' };
import { listId, type RequestListing } from './list-id.ts';
import { changedAt } from './title.ts';

const { actions, list } = words;
const render = cardTemplate(template);

/** Rows on one page. */
export const requestsPerPage = 8;

export interface RequestRow {
  readonly request: DataRequest;
  /** As whom the reader of the list sees this request; a bystander reads no words of its author. */
  readonly viewer: RequestViewer;
}

export interface RequestListView {
  readonly title: string;
  /** One page of them. */
  readonly rows: readonly RequestRow[];
  readonly viewerId: string;
  /** What the list shows, and which page of it. */
  readonly listing: RequestListing;
  /** Whether a page follows. */
  readonly more: boolean;
  /** Which other lists the reader has. */
  readonly filters: readonly RequestListing['which'][];
}

/** Requests in rows that can be acted on. */
export function requestListCard({ title, rows, viewerId, listing, more, filters }: RequestListView, now: Date): Card {
  const page = listing.page ?? 0;
  const none = listing.word ? list.noneSo : list.none[listing.which];
  return render({
    fallbackText: `${title}: ${rows.map(({ request }) => `${requestName(request)} ${requestWords[request.state].toLowerCase()}`).join(', ') || none}`,
    ...headline(title),
    subtitle: rows.length === 0 ? none : page > 0 ? list.page(page + 1) : '',
    rows: rows.slice(0, requestsPerPage).map((row) => rowOf(row, viewerId, now)),
    buttons: listButtons(listing, more, filters),
  });
}

function rowOf({ request, viewer }: RequestRow, viewerId: string, now: Date): object {
  const name = requestName(request);
  const { aadObjectId, name: author } = request.author;
  const who = viewer === 'bystander' ? '' : aadObjectId === viewerId ? words.you : brief(author);
  const showsWords = viewer !== 'bystander' && request.purpose !== '';
  return {
    name,
    what: ` · ${filesLine(request, false)}`,
    purpose: showsWords ? shorten(list.forWhat(request.purpose.replace(/\s+/g, ' ')), 120) : '',
    details: [who, ago(changedAt(request), now)].filter(Boolean).join(' · '),
    badge: stateBadge(requestWords[request.state]),
    showTitle: actions.showNamed(name),
    show: { id: name },
    buttons: [rowButton(request, viewer)],
  };
}

function rowButton(request: DataRequest, viewer: RequestViewer): Button {
  const data = { id: requestName(request) };
  if (viewer === 'decider' && isPending(request))
    return button(actions.decide, 'request.show', data, { style: 'positive' });
  if (viewer === 'author' && request.state === 'approved' && request.use !== 'machines')
    return button(actions.linksShort, 'request.link', { ...data, version: request.round });
  if (viewer === 'author' && request.state === 'returned')
    return button(actions.answer, 'request.show', data, { style: 'positive' });
  return button(actions.show, 'request.show', data);
}

function listButtons(listing: RequestListing, more: boolean, filters: RequestListView['filters']): Button[] {
  const { page = 0 } = listing;
  const to = (title: string, id: RequestListing) => button(title, 'request.list', { id: listId(id) });
  return [
    ...(more ? [to(actions.more, { ...listing, page: page + 1 })] : []),
    ...(page > 0 ? [to(actions.first, { ...listing, page: 0 })] : []),
    ...filters
      .filter((which) => which !== listing.which || listing.word)
      .map((which) => to(actions[which], { which, ...(listing.workspace && { workspace: listing.workspace }) })),
    ...(listing.which === 'mine' ? [button(actions.newRequest, 'request.access', { id: listing.workspace })] : []),
  ];
}
