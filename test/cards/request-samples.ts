import type { Card } from '../../cards/card.ts';
import { requestForm } from '../../cards/requests/form.ts';
import { linksCard } from '../../cards/requests/links.ts';
import { requestListCard } from '../../cards/requests/list.ts';
import { requestCard } from '../../cards/requests/request.ts';
import { requestSentences } from '../../cards/texts/request-sentences.ts';
import { type DataRequest, requestWords } from '../../services/requests/request.ts';
import type { RequestViewer } from '../../services/requests/request-rules.ts';
import { admin, now, owner, researcher } from '../support/machine-samples.ts';
import {
  comment,
  dataRequest,
  decision,
  minutesAgo,
  requestedFile,
  requestStates,
} from '../support/request-samples.ts';

export const requestViewers: readonly RequestViewer[] = ['author', 'decider', 'bystander'];
const readers = { author: researcher, decider: owner, bystander: admin } as const;

/** Cards of requests, by a name that says what they show. */
export const requestSamples: Readonly<Record<string, Card>> = {
  ...everyState(),
  ...particularRequests(),
  ...formCards(),
  ...listCards(),
  ...linkCards(),
};

/** The request as this viewer sees it. */
export function shown(request: DataRequest, viewer: RequestViewer, note = ''): Card {
  return shownTo(readers[viewer].aadObjectId, request, viewer, note);
}

export function shownTo(youId: string, request: DataRequest, viewer: RequestViewer, note = ''): Card {
  return requestCard(request, 'Oncology', viewer, now, { youId, note });
}

function everyState(): Record<string, Card> {
  return Object.fromEntries(
    requestStates.flatMap((state) =>
      requestViewers
        .filter((viewer) => state !== 'draft' || viewer === 'author')
        .map((viewer) => [`a request (${state}) for its ${viewer}`, shown(dataRequest(state), viewer)]),
    ),
  );
}

function particularRequests(): Record<string, Card> {
  const talk = Array.from({ length: 30 }, (_, index) =>
    comment(`Remark ${index + 1}: the counts of table 2 are rounded to five, as the protocol says.`, {
      by: index % 2 ? researcher : owner,
      at: minutesAgo(300 - index * 9),
      kind: index === 26 ? 'question' : index === 27 ? 'answer' : 'comment',
    }),
  );
  const pending = dataRequest('in_review');
  const many = Array.from({ length: 100 }, (_, index) =>
    requestedFile(`figures/figure${index + 1}.png`, 240_000 + index * 7_000),
  );
  return {
    'a request for a hundred files': shown({ ...pending, files: many, use: 'both' }, 'decider'),
    'a request that was talked about': shown({ ...pending, comments: talk }, 'decider'),
    'a request with a short talk': shown({ ...pending, comments: talk.slice(26, 28) }, 'author'),
    'a request that somebody took': shown({ ...pending, claimedBy: { ...admin, name: 'Owner 2' } }, 'author'),
    'a request that you took': shown({ ...pending, claimedBy: owner }, 'decider'),
    'a request that an admin decides': shown(
      { ...pending, standIn: 'author-is-only-owner', approvers: [{ ...admin, as: 'admin' }], scan: 'not-scanned' },
      'author',
    ),
    'a request that somebody else approved': shown(
      dataRequest('approved', { decision: decision({ by: admin, as: 'admin' }) }),
      'decider',
      requestSentences.unchanged(dataRequest('approved', { decision: decision({ by: admin }) }), false),
    ),
    'a denial without a reason': shown(pending, 'decider', requestSentences.missing.deny),
    'a request approved for the machines': shown(dataRequest('approved', { use: 'machines' }), 'author'),
    'a request that nobody sent': shown(dataRequest('expired', { decision: undefined }), 'author'),
    'an empty draft': shown(dataRequest('draft', { files: [], purpose: '' }), 'author'),
    'a card that each sees in their way': requestCard(pending, 'Oncology', 'bystander', now, {
      youId: '',
      refreshIds: [researcher.aadObjectId, owner.aadObjectId],
    }),
  };
}

function formCards(): Record<string, Card> {
  const oncology = { id: 'oncology', name: 'Oncology' };
  const files = ['results.csv', 'cohort.csv', 'figures/figure1.png', 'export/table1.csv', 'export/figure3.png'];
  const choices = files.map((path, index) => ({ path, bytes: 1_204_000 / (index + 1) }));
  const empty = { workspace: oncology, choices, chosen: [], more: false, purpose: '', use: 'machines' } as const;
  const twenty = Array.from({ length: 20 }, (_, index) => ({ path: `figures/figure${index + 1}.png`, bytes: 240_000 }));
  return {
    'a form for files': requestForm({ ...empty, usual: '3 hours' }),
    'a form that is filled in': requestForm({
      ...empty,
      chosen: ['results.csv', 'cohort.csv'],
      purpose: 'For the interim analysis',
      use: 'download',
    }),
    'a form of a draft that lacks a reason': requestForm({
      ...empty,
      number: 42,
      chosen: ['results.csv'],
      note: 'Say what you need them for.',
    }),
    'a form with more files than it shows': requestForm({
      ...empty,
      choices: twenty,
      chosen: ['figures/figure1.png', 'resultss.csv'],
      more: true,
      note: 'I found no file “resultss.csv”.',
      purpose: 'For the figures of the paper',
    }),
    'a form where there are no files': requestForm({ ...empty, choices: [] }),
  };
}

function listCards(): Record<string, Card> {
  const rows = requestStates.map((state, index) => ({
    request: dataRequest(state, { number: 42 - index }),
    viewer: 'author' as const,
  }));
  const pending = (viewer: RequestViewer) =>
    [42, 41, 39].map((number) => ({ request: dataRequest('in_review', { number }), viewer }));
  const filters = ['mine', 'waiting', 'all'] as const;
  return {
    'my requests': requestListCard({ rows, listing: { which: 'mine' }, more: true, filters }, now),
    'my requests, the last page': requestListCard(
      { rows: rows.slice(8), listing: { which: 'mine', page: 1 }, more: false, filters },
      now,
    ),
    'requests that wait for me': requestListCard(
      { rows: pending('decider'), listing: { which: 'waiting' }, more: false, filters },
      now,
    ),
    'requests of others': requestListCard(
      { rows: pending('bystander'), listing: { which: 'all', workspace: 'oncology' }, more: false, filters: ['all'] },
      now,
    ),
    'approved requests': requestListCard(
      {
        rows: [{ request: dataRequest('approved'), viewer: 'author' }],
        listing: { which: 'mine', word: requestWords.approved },
        more: false,
        filters,
      },
      now,
    ),
    ...Object.fromEntries(
      filters.map((which) => [
        `no requests (${which})`,
        requestListCard({ rows: [], listing: { which }, more: false, filters }, now),
      ]),
    ),
  };
}

function linkCards(): Record<string, Card> {
  const links = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      path: count < 10 ? ['results.csv', 'cohort.csv'][index]! : `figures/figure${index + 1}.png`,
      bytes: 1_204_000 / (index + 1),
      url: `https://labdesk.example/files/${'a'.repeat(43)}`,
    }));
  const until = new Date('2026-03-02T10:30:00Z');
  const approved = dataRequest('approved');
  return {
    'links to one file': linksCard(approved, links(1), until),
    'links to two files': linksCard(approved, links(2), until),
    'links to a hundred files': linksCard(approved, links(100), until),
  };
}
