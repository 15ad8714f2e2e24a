import { healthCard } from '../../cards/admin/health.ts';
import { type PendingListView, pendingCard } from '../../cards/admin/pending.ts';
import type { Card } from '../../cards/card.ts';
import { dependencies, type Probed, type Trouble } from '../../services/desk/dependency-watch.ts';
import { type HealthReport, sweeps } from '../../services/desk/health.ts';
import type { PendingItem } from '../../services/desk/pending-item.ts';
import { now } from '../support/machine-samples.ts';

const oncology = { id: 'oncology', name: 'Oncology' };
const at = (minutes: number) => new Date(now.getTime() + minutes * 60_000).toISOString();
const troubles: readonly Trouble[] = ['late', 'refused', 'throttled', 'failed'];

export const pendingItems: readonly PendingItem[] = [
  {
    kind: 'request',
    name: 'oncology-42',
    word: 'Pending',
    since: at(-9000),
    turn: ['owner', 'admin'],
    count: 3,
    overdue: true,
  },
  {
    kind: 'request',
    name: 'oncology-43',
    word: 'Pending',
    since: at(-900),
    turn: ['reviewer'],
    takenBy: 'Owner',
    overdue: false,
  },
  {
    kind: 'request',
    name: 'oncology-44',
    word: 'Returned',
    since: at(-600),
    turn: ['author'],
    count: 1,
    overdue: false,
  },
  { kind: 'topup', name: 'oncology-45', word: 'Approving', since: at(-90), turn: ['labdesk'], overdue: true },
  { kind: 'machine', name: 'onc-r', word: 'Starting', since: at(-20), turn: ['azure'], overdue: true },
  { kind: 'budget', name: 'Oncology', word: 'Stopping', since: at(-40), turn: ['admin'], count: 2, overdue: true },
  { kind: 'workspace', name: 'Oncology', word: 'Pending', since: at(-3000), turn: ['admin'], overdue: true },
  {
    kind: 'archive',
    name: 'Oncology',
    word: 'Pending',
    since: at(-600),
    turn: ['secondAdmin'],
    stage: 'key',
    overdue: false,
  },
  {
    kind: 'archive',
    name: 'Oncology',
    word: 'Failed',
    since: at(-60),
    turn: ['admin'],
    stage: 'deleting',
    overdue: true,
  },
  { kind: 'review', name: 'Oncology', word: 'Pending', since: at(-30_000), turn: ['owner', 'admin'], overdue: true },
].map((item) => ({ ...item, workspace: oncology }) as PendingItem);

export function pendingView(more: Partial<PendingListView> = {}): PendingListView {
  const counts = { request: 3, topup: 1, machine: 1, budget: 1, workspace: 1, archive: 2, review: 1 };
  const workspaces = [oncology, { id: 'genomics', name: 'Genomics' }];
  const shown = { page: 0 };
  return { items: pendingItems, total: 10, overdue: 7, counts, pages: 1, shown, workspaces, isCut: false, ...more };
}

const works = (): Probed[] => dependencies.map((dependency) => ({ dependency, tookMs: 43, answeredAt: at(0) }));
const exact = { lacks: [], excess: [] };

export function healthReport(more: Partial<HealthReport> = {}): HealthReport {
  return {
    probes: works(),
    queued: 3,
    letters: { letters: [], hasMore: false },
    sweeps: sweeps.map((sweep) => ({ sweep, doneAt: at(-40), dueAt: at(20), isLate: false })),
    costs: { askedAt: at(-40), failures: 0, isOld: false },
    azureRights: { ...exact, asked: 3, open: 3 },
    graphRights: exact,
    version: '1.2.3',
    uptimeSeconds: 90_000,
    ...more,
  };
}

export function letters(count: number) {
  return Array.from({ length: count }, (_, index) => ({
    id: `effect-${index}`,
    kind: index % 2 ? 'card.show' : 'request.copy',
    dueAt: at(-100),
    deadline: at(-50),
    attempts: 8,
    data: {},
    diedAt: at(-30 - index),
    reason: 'The storage does not answer as it should right now. Try again in a few minutes.',
    name: `${'0123456789abcdef'.repeat(2)}/effect-${index}`,
    workspace: 'oncology',
    document: ['request/42', 'machine/onc-r', 'budget', 'digest/1'][index % 4]!,
    retriable: index !== 2,
  }));
}

const longName = 'A workspace whose name goes on for as long as a name may well go on, and then some more';
const many = Array.from({ length: 200 }, (_, index) => ({
  id: `workspace-number-${index}`,
  name: `${index} ${longName}`,
}));
const fullPage = Array.from({ length: 10 }, (_, index) => ({
  ...pendingItems[index % 6]!,
  workspace: { id: 'x', name: longName },
}));
const failing = works().map((probed, index) => ({ ...probed, trouble: troubles[index % 4]!, failingSince: at(-25) }));
const tooMuch = Array.from({ length: 30 }, (_, index) => `Microsoft.Compute/virtualMachines/extensions/${index}/*`);

export const adminSamples: Readonly<Record<string, Card>> = {
  'admin: what waits': pendingCard(pendingView(), now),
  'admin: nothing waits': pendingCard(pendingView({ items: [], total: 0, overdue: 0 }), now),
  'admin: nothing of a kind waits': pendingCard(
    pendingView({ items: [], total: 0, shown: { workspace: 'oncology', kind: 'topup', page: 0 } }),
    now,
  ),
  'admin: a full page of what waits in 200 workspaces': pendingCard(
    pendingView({
      items: fullPage,
      total: 400,
      pages: 40,
      shown: { kind: 'request', page: 7 },
      workspaces: many,
      isCut: true,
    }),
    now,
  ),
  'admin: everything works': healthCard(healthReport(), now),
  'admin: nothing works': healthCard(
    healthReport({
      probes: failing,
      letters: { letters: letters(30), hasMore: true },
      sweeps: sweeps.map((sweep) => ({ sweep, dueAt: at(-300), isLate: true })),
      costs: { askedAt: at(-400), failures: 5, isOld: true },
      azureRights: { lacks: tooMuch, excess: tooMuch, asked: 8, open: 200 },
      graphRights: { lacks: ['User.Read.All'], excess: [] },
    }),
    now,
    'It is being tried again.',
  ),
  'admin: no workspace is there': healthCard(healthReport({ azureRights: { ...exact, asked: 0, open: 0 } }), now),
  'admin: nothing is known': healthCard(
    healthReport({
      ...{ queued: undefined, letters: undefined, sweeps: undefined, costs: undefined },
      ...{ azureRights: undefined, graphRights: undefined },
    }),
    now,
  ),
};
