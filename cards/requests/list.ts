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
  /** One page of them. */
  readonly rows: readonly RequestRow[];
  /** What the list shows, and which page of it. */
  readonly listing: RequestListing;
  /** Whether a page follows. */
  readonly more: boolean;
  /** Which lists the reader has; who has none of their own cannot ask either. */
  readonly filters: readonly RequestListing['which'][];
}

/** Requests in rows that can be acted on. */
export function requestListCard({ rows, listing, more, filters }: RequestListView, now: Date): Card {
  const { which, word, workspace, page = 0 } = listing;
  const title = list.title(list.titles[which], word, workspace);
  const none = word ? list.noneSo(word) : list.none[which];
  const shown = rows.slice(0, requestsPerPage);
  const states = shown.map(({ request }) => `${requestName(request)} ${requestWords[request.state].toLowerCase()}`);
  return render({
    fallbackText: `${title}: ${states.join(', ') || none}`,
    ...headline(title),
    subtitle: rows.length === 0 ? none : page > 0 ? list.page(page + 1) : '',
    rows: shown.map((row) => rowOf(row, now)),
    buttons: listButtons(listing, more, filters),
  });
}

function rowOf({ request, viewer }: RequestRow, now: Date): object {
  const name = requestName(request);
  const who = { author: '', decider: brief(request.author.name), bystander: '' }[viewer];
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
  const { which, word, workspace, page = 0 } = listing;
  const to = (title: string, to: RequestListing) => button(title, 'request.list', { id: listId(to) });
  const asks = which === 'mine' && filters.includes('mine');
  return [
    ...(asks ? [button(actions.newRequest, 'request.access', { id: workspace }, { style: 'positive' })] : []),
    ...(more ? [to(actions.more, { ...listing, page: page + 1 })] : []),
    ...(page > 0 ? [to(actions.first, { ...listing, page: 0 })] : []),
    ...filters.filter((each) => each !== which || word).map((each) => to(actions[each], { which: each, workspace })),
  ];
}
