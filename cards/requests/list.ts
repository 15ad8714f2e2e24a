import { type DataRequest, requestName, requestWords } from '../../services/requests/request.ts';
import type { RequestViewer } from '../../services/requests/request-rules.ts';
import { ago } from '../ago.ts';
import { stateBadge } from '../badge.ts';
import { type Button, button } from '../button.ts';
import type { Card } from '../card.ts';
import { headline } from '../headline.ts';
import { cardTemplate } from '../render.ts';
import { shorten } from '../share.ts';
import { requestTexts as words } from '../texts/requests.ts';
import { brief } from '../wording.ts';
import template from './list.json' with { type: 'json' };
import { listId, type RequestListing } from './list-id.ts';
import { changedAt, countOf } from './title.ts';

const { actions, list } = words;
const render = cardTemplate(template);

/** Rows on one page. */
export const requestsPerPage = 8;

/** About a line. */
const mostPurposeBytes = 56;

export interface RequestRow {
  readonly request: DataRequest;
  /** As whom the reader of the list sees this request; a bystander reads no words of its author. */
  readonly viewer: RequestViewer;
}

export interface RequestListView {
  /** One page of them. */
  readonly rows: readonly RequestRow[];
  /** Of the reader, BCP 47. Default English. */
  readonly locale?: string;
  /** What the list shows, and which page of it. */
  readonly listing: RequestListing;
  /** Whether a page follows. */
  readonly more: boolean;
  /** Which lists the reader has; who has none of their own cannot ask either. */
  readonly filters: readonly RequestListing['which'][];
}

/** Requests in rows that can be acted on. */
export function requestListCard({ rows, locale = 'en', listing, more, filters }: RequestListView, now: Date): Card {
  const { which, word, workspace, page = 0 } = listing;
  const title = list.title(list.titles[which], word, workspace);
  const none = word ? list.noneSo(word) : list.none[which];
  const shown = rows.slice(0, requestsPerPage);
  const states = shown.map(({ request }) => `${requestName(request)} ${requestWords[request.state].toLowerCase()}`);
  return render({
    fallbackText: `${title}: ${states.join(', ') || none}`,
    ...headline(title),
    subtitle: rows.length === 0 ? none : page > 0 ? list.page(page + 1) : '',
    rows: shown.map((row) => rowOf(row, locale, now)),
    buttons: listButtons(listing, more, filters),
  });
}

function rowOf({ request, viewer }: RequestRow, locale: string, now: Date): object {
  const name = requestName(request);
  const who = { author: '', decider: brief(request.author.name), bystander: '' }[viewer];
  const showsWords = viewer !== 'bystander' && request.purpose !== '';
  return {
    name,
    purpose: showsWords ? `“${beginning(request.purpose)}”` : '',
    details: [who, countOf(request, locale), ago(changedAt(request), now)].filter(Boolean).join(' · '),
    badge: stateBadge(requestWords[request.state]),
    showTitle: actions.showNamed(name),
    show: { id: name },
    buttons: rowButtons(request, viewer),
  };
}

/** As many words as fit in a line. */
function beginning(text: string): string {
  return shorten(text.replace(/\s+/g, ' ').trim(), mostPurposeBytes).replace(/[\s,;]+\S{0,12}…$/, '…');
}

/** The one thing that the reader should do about it; anything else begins with a press on the row. */
function rowButtons(request: DataRequest, viewer: RequestViewer): Button[] {
  const { state, use, round: version } = request;
  const id = requestName(request);
  const positive = { style: 'positive' } as const;
  if (viewer === 'decider' && state === 'in_review') return [button(actions.decide, 'request.show', { id }, positive)];
  if (viewer === 'author' && state === 'returned') return [button(actions.answer, 'request.show', { id }, positive)];
  if (viewer === 'author' && state === 'approved' && use !== 'machines')
    return [button(actions.linksShort, 'request.link', { id, version })];
  return [];
}

function listButtons(listing: RequestListing, more: boolean, filters: RequestListView['filters']): Button[] {
  const { which, word, workspace, page = 0 } = listing;
  const to = (title: string, to: RequestListing, mode: Button['mode'] = 'primary') =>
    button(title, 'request.list', { id: listId(to) }, { mode });
  const others = filters.filter((each) => each !== which || word);
  const asks = which === 'mine' && filters.includes('mine');
  return [
    ...(asks ? [button(actions.newRequest, 'request.access', { id: workspace }, { style: 'positive' })] : []),
    ...(more ? [to(actions.more, { ...listing, page: page + 1 })] : []),
    ...(page > 0 ? [to(actions.first, { ...listing, page: 0 })] : []),
    ...others.map((each, index) => to(actions[each], { which: each, workspace }, index > 0 ? 'secondary' : 'primary')),
  ];
}
