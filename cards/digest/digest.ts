import { type DataRequest, requestName } from '../../services/requests/request.ts';
import type { RequestOverview } from '../../services/requests/request-lists.ts';
import { type Button, button } from '../button.ts';
import type { Card } from '../card.ts';
import { headline } from '../headline.ts';
import { cardTemplate } from '../render.ts';
import { listId } from '../requests/list-id.ts';
import { changedAt, countOf } from '../requests/title.ts';
import { type DigestTexts, digestTexts } from '../texts/digest.ts';
import { brief } from '../wording.ts';
import template from './digest.json' with { type: 'json' };

/** What is worth saying on a Monday, in somebody's language. */
export interface DigestView {
  readonly waiting: readonly DataRequest[];
  readonly mine: readonly DataRequest[];
  readonly lastWeek: string;
  readonly words: DigestTexts;
  /** Of the reader, BCP 47. */
  readonly locale: string;
}

const render = cardTemplate(template);
const mostRows = 5;
const weekInMs = 7 * 86_400_000;
const hourInMs = 3_600_000;

/** Undefined where there is nothing to say. Access is worth a word in the week in which it ends. */
export function digestOf(overview: RequestOverview, locale: string | undefined, now: Date): DigestView | undefined {
  const { waitingForMe, mine, decidedLastWeek } = overview;
  const words = digestTexts(locale);
  const open = mine.filter((request) => request.state !== 'approved' || endsSoon(request, now));
  // What waits for its author's answer is both; it is said once.
  const named = new Set(open.map(requestName));
  const waiting = waitingForMe.filter((request) => !named.has(requestName(request)));
  const { approved, denied, medianHours } = decidedLastWeek;
  const lastWeek =
    approved + denied === 0
      ? ''
      : `${words.lastWeek(approved, denied)}${medianHours === undefined ? '' : words.usually(medianHours)}.`;
  if (waiting.length + open.length === 0 && !lastWeek) return undefined;
  return { waiting, mine: open, lastWeek, words, locale: locale ?? 'en' };
}

/** Somebody's Monday: what waits for them, what they wait for, and how last week went. */
export function digestCard({ waiting, mine, lastWeek, words, locale }: DigestView, now: Date): Card {
  const summary = words.summary(waiting.length, mine.length);
  const byAuthor = (request: DataRequest) => `${brief(request.author.name)} · ${age(request, words, now)}`;
  const byState = (request: DataRequest) =>
    [words.states[stateOf(request)], ...(request.state === 'approved' ? [] : [age(request, words, now)])].join(' · ');
  return render({
    fallbackText: `${words.title}. ${summary}.`,
    ...headline(words.title),
    subtitle: summary,
    sections: [
      ...section(words.waiting, waiting, words, locale, byAuthor),
      ...section(words.mine, mine, words, locale, byState),
    ],
    lastWeek,
    buttons: buttons(waiting.length > 0, words),
  });
}

function section(
  heading: string,
  requests: readonly DataRequest[],
  words: DigestTexts,
  locale: string,
  details: (request: DataRequest) => string,
): object[] {
  if (requests.length === 0) return [];
  const rows = requests.slice(0, mostRows).map((request) => ({
    name: requestName(request),
    what: ` · ${request.topUp ? countOf(request, locale) : words.files(request.files.length)}`,
    details: details(request),
    showTitle: words.show(requestName(request)),
    show: { id: requestName(request) },
  }));
  const left = requests.length - rows.length;
  return [{ heading, rows, more: left > 0 ? words.more(left) : '' }];
}

function stateOf({ state }: DataRequest): keyof DigestTexts['states'] {
  if (state === 'approved') return 'ending';
  return state === 'draft' || state === 'returned' ? state : 'pending';
}

function age(request: DataRequest, words: DigestTexts, now: Date): string {
  return words.since((now.getTime() - Date.parse(changedAt(request))) / hourInMs);
}

function endsSoon({ accessUntil }: DataRequest, now: Date): boolean {
  return accessUntil !== undefined && Date.parse(accessUntil) - now.getTime() < weekInMs;
}

function buttons(waits: boolean, words: DigestTexts): Button[] {
  const waiting = button(
    words.showWaiting,
    'request.list',
    { id: listId({ which: 'waiting' }) },
    { style: 'positive' },
  );
  return [...(waits ? [waiting] : []), button(words.showMine, 'request.list', { id: listId({ which: 'mine' }) })];
}
