import { announceForm, everywhere } from '../../cards/admin/announce-form.ts';
import { announceCancelled, announcePreview } from '../../cards/admin/announce-preview.ts';
import { announceReport } from '../../cards/admin/announce-report.ts';
import { announceView } from '../../cards/admin/announce-view.ts';
import { announcementCard, letterOf } from '../../cards/admin/announcement.ts';
import type { Card } from '../../cards/card.ts';
import { type Announcement, nobodyTold, type Report } from '../../services/announcements/announcement.ts';
import { admin, now, workspace } from '../support/machine-samples.ts';

const text = 'The cluster is down on Friday from 18:00.\nSave your work before, please.';
const place = 'Oncology';

export function announcementSample(more: Partial<Announcement> = {}): Announcement {
  return {
    ...{ partition: 'announcement/abc', id: 'announcement', kind: 'announcement', schema: 1, version: 2 },
    ...{ state: 'draft', history: [], archived: 0, effects: [], deadLetters: [] },
    ...{ by: admin, text, reports: [], startedAt: '2026-03-02T09:29:00.000Z' },
    ...more,
  };
}

const reports = (more: Partial<Report>): Partial<Announcement> => ({
  list: 'list',
  reports: [{ ...nobodyTold, people: 2000, ...more }],
});
const audience = (people: number) => ({
  people,
  places: ['oncology', 'cardiology', 'genomics'].map((id) => ({ workspace: workspace(id), people: people / 2 })),
  gone: [],
});
const waiting = {
  id: 'deliver',
  kind: 'announcement.deliver',
  dueAt: '2026-03-02T09:32:00.000Z',
  deadline: '2026-03-03T09:32:00.000Z',
  attempts: 0,
  data: {},
};

const report = (more: Partial<Announcement>, where: string | undefined = undefined) =>
  announceReport({ announcement: announcementSample(more), place: where, now });

/** What admins see of an announcement, and what everybody sees. */
export const announceSamples: Readonly<Record<string, Card>> = {
  'an announcement': announcementCard({ text, by: admin, place: undefined }),
  'an announcement to one workspace, as long as it may be': announcementCard({
    ...{ text: 'Wort, '.repeat(333).trim(), by: admin, place },
  }),
  'the form of an announcement': announceForm({ message: '', scope: everywhere, places: [] }),
  'the form of a draft that lacks something': announceForm({
    ...{ id: 'abc', message: text, scope: 'oncology', places: [workspace(), workspace('genomics')] },
    note: 'Write what everybody shall know.',
  }),
  'the preview of an announcement': announcePreview({
    ...{ announcement: announcementSample(), audience: audience(40), place: undefined },
  }),
  'the preview of an announcement that changed meanwhile': announcePreview({
    ...{ announcement: announcementSample(), audience: audience(0), place, note: 'This was changed since.' },
  }),
  'the preview of an announcement where the groups of some workspaces are gone': announcePreview({
    ...{ announcement: announcementSample(), place: undefined, note: 'This was changed since.' },
    audience: { ...audience(40), gone: Array.from({ length: 8 }, (_, index) => workspace(`haematology-${index}`)) },
  }),
  'an announcement that was not sent': announceCancelled(),
  'an announcement whose people are being found': report({ state: 'gathering' }),
  'an announcement on its way': report({ state: 'sending', ...reports({ delivered: 700, mailed: 10, unclear: 1 }) }),
  'an announcement that waits for Teams': report({
    ...{ state: 'sending', effects: [waiting], ...reports({ delivered: 700 }) },
  }),
  'an announcement that everybody got': report({ state: 'sent', ...reports({ delivered: 2000 }) }, place),
  'an announcement that not everybody got': report({ state: 'sent', ...reports({ delivered: 1800, blocked: 200 }) }),
  'an announcement without the people of a workspace': report({
    ...{ state: 'sent', gone: ['Oncology'], ...reports({ delivered: 2000 }) },
  }),
  'an announcement that went nowhere': report({ state: 'sent' }),
  'an announcement for nobody': report({ state: 'sent', list: 'list' }),
  'an announcement with words like markup': announceView({
    ...{ title: 'Send this?', text: 'To everybody.' },
    letter: letterOf({ text: '**bold** <at>all</at> [link](https://example.com) $root', by: admin, place }),
  }),
};
