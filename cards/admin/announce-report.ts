import { type Announcement, leftOf, type Report, reportOf } from '../../services/announcements/announcement.ts';
import type { Card } from '../card.ts';
import { fact } from '../fact.ts';
import { announceTexts } from '../texts/admin-announce.ts';
import { brief } from '../wording.ts';
import { announceGone } from './announce-gone.ts';
import { announceView } from './announce-view.ts';
import { letterOf } from './announcement.ts';

const { report: words } = announceTexts;
/** What Teams takes of one app in one organisation. */
const usualPerSecond = 50;
/** A delivery that goes on no sooner than this waits for something. */
const waitsForMs = 10_000;

export interface ReportView {
  readonly announcement: Announcement;
  /** The name of the workspace; undefined where it is for all. */
  readonly place: string | undefined;
  readonly now: Date;
}

/** How far an announcement is, and in the end what came of it: the numbers always add up to those who get it. */
export function announceReport({ announcement, place, now }: ReportView): Card {
  const { state, list, gone = [] } = announcement;
  const report = reportOf(announcement);
  const left = leftOf(report);
  const hasFailed = state === 'sent' && list === undefined;
  const isOnItsWay = state === 'sending' && left > 0;
  const delivery = announcement.effects.find(({ kind }) => kind === 'announcement.deliver');
  const waits = delivery !== undefined && Date.parse(delivery.dueAt) - now.getTime() > waitsForMs;
  const { facts: names } = words;
  return announceView({
    title: titleOf(state, report, hasFailed),
    note: announceGone(gone),
    text: hasFailed ? words.failedText : state === 'sent' && report.people === 0 ? words.nobody : '',
    facts:
      list === undefined
        ? []
        : [
            ...fact(names.people, `${report.people}`),
            ...fact(names.delivered, `${report.delivered}`),
            ...fact(names.mailed, `${report.mailed}`),
            ...fact(names.blocked, `${report.blocked}`),
            ...fact(names.unreached, `${report.unreached}`),
            ...(report.unclear > 0 ? fact(names.unclear, `${report.unclear}`) : []),
            ...fact(names.left, `${left}`),
            ...(isOnItsWay && !waits ? fact(names.time, words.time(secondsLeft(announcement, report, now))) : []),
          ],
    letter: letterOf({ ...announcement, place }),
    remark: [
      report.unclear > 0 ? words.unclear : '',
      isOnItsWay && waits ? words.waits : '',
      state === 'sent' ? '' : words.updates,
    ]
      .filter(Boolean)
      .join(' '),
  });
}

/** What came of it, in a line. */
export function announceLine({ announcement, place }: Pick<ReportView, 'announcement' | 'place'>): string {
  const { state, list } = announcement;
  const title = titleOf(state, reportOf(announcement), list === undefined);
  return list === undefined ? `${title}. ${words.failedText}` : words.line(title, place && brief(place));
}

function titleOf(state: Announcement['state'], { blocked, unreached, unclear }: Report, hasFailed: boolean): string {
  if (hasFailed) return words.failed;
  if (state === 'gathering') return words.gathering;
  if (state !== 'sent') return words.sending;
  if (blocked + unreached > 0) return words.partly(blocked + unreached);
  return unclear > 0 ? words.perhaps(unclear) : words.sent;
}

/** As fast as until now; at first as fast as Teams allows. */
function secondsLeft({ startedAt }: Announcement, report: Report, now: Date): number {
  const left = leftOf(report);
  const done = report.people - left;
  const seconds = startedAt ? (now.getTime() - Date.parse(startedAt)) / 1000 : 0;
  return done > 0 && seconds > 1 ? (left * seconds) / done : left / usualPerSecond;
}
