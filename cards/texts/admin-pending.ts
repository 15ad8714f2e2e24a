import type { PendingItem, PendingKind, PendingTurn } from '../../services/desk/pending-item.ts';
import { listing, plural, span } from '../wording.ts';

const turns: Readonly<Record<PendingTurn, string>> = {
  owner: 'the owners',
  deputy: 'the deputy',
  admin: 'the admins',
  secondAdmin: 'the key of a second admin',
  payer: 'whoever pays',
  reviewer: 'a reviewer',
  author: 'whoever asked',
  labdesk: 'Labdesk itself',
  azure: 'Azure',
};

const counted: Readonly<Record<PendingKind, (count: number) => string>> = {
  request: (count) => plural(count, 'request'),
  topup: (count) => plural(count, 'top-up'),
  machine: (count) => plural(count, 'machine'),
  budget: (count) => plural(count, 'budget'),
  workspace: (count) => plural(count, 'new workspace'),
  archive: (count) => `${plural(count, 'end')} of ${count === 1 ? 'a workspace' : 'workspaces'}`,
  review: (count) => `${plural(count, 'review')} of members`,
};

/** What the admins' list of all that waits says, in English. */
export const pendingTexts = {
  title: (total: number) =>
    total === 0 ? 'Nothing waits' : `${plural(total, 'thing')} ${total === 1 ? 'waits' : 'wait'}`,
  none: {
    all: 'No request, no top-up and no review is open, nobody waits for a workspace or for its end, no machine takes too long, and no budget is stopping.',
    filtered: 'Nothing of this kind waits here. Choose something else, or show everything.',
  },
  summary: (counts: Readonly<Record<PendingKind, number>>, overdue: number) => {
    const parts = (Object.keys(counted) as PendingKind[]).filter((kind) => counts[kind] > 0);
    const all = parts.map((kind) => counted[kind](counts[kind])).join(', ');
    return overdue > 0 ? `${all} · ${overdue} overdue` : all;
  },
  page: (page: number, pages: number) => `Page ${page} of ${pages}, the oldest first`,
  kinds: {
    request: 'Request',
    topup: 'Top-up',
    machine: 'Machine that takes too long',
    budget: 'Budget that stops its machines',
    workspace: 'New workspace',
    archive: 'End of a workspace',
    review: 'Review of members',
  } satisfies Record<PendingKind, string>,
  stages: {
    key: 'One admin wants to close it',
    closing: 'A step of closing it failed',
    restoring: 'A step of bringing it back failed',
    deleting: 'A step of deleting what is left failed',
  } satisfies Record<NonNullable<PendingItem['stage']>, string>,
  count: ({ kind, count }: Pick<PendingItem, 'kind' | 'count'>) => {
    if (count === undefined) return '';
    return kind === 'budget' ? `${plural(count, 'machine')} to go` : plural(count, 'file');
  },
  turn: (turn: readonly PendingTurn[], takenBy: string | undefined) =>
    takenBy === undefined ? `Waits for ${listing(turn.map((each) => turns[each]))}` : `Taken on by ${takenBy}`,
  since: (seconds: number) => `for ${span(seconds)}`,
  overdue: 'Overdue',
  cut: 'Some workspace has more of this than is counted here. Choose that workspace to see them.',
  show: (name: string) => `Show ${name}`,
  filters: {
    workspace: 'Workspace',
    all: 'All workspaces',
    kind: 'What',
    kinds: {
      all: 'Everything',
      request: 'Requests',
      topup: 'Top-ups',
      machine: 'Machines',
      budget: 'Budgets',
      workspace: 'New workspaces',
      archive: 'Ends of workspaces',
      review: 'Reviews of members',
    } satisfies Record<PendingKind | 'all', string>,
  },
  actions: {
    filter: 'Filter',
    more: 'Next page',
    first: 'First page',
    everything: 'Show everything',
    refresh: 'Refresh',
  },
} as const;
