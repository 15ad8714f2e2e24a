import type { Card } from '../../cards/card.ts';
import { digestCard, digestOf } from '../../cards/digest/digest.ts';
import { requestMail } from '../../cards/mail/request.ts';
import type { DataRequest } from '../../services/requests/request.ts';
import { dataRequest } from '../support/data-requests.ts';
import { now } from '../support/machine-samples.ts';

const week = {
  waitingForMe: Array.from({ length: 7 }, (_, index) =>
    dataRequest({ number: 40 + index, openedAt: `2026-02-${20 + index}T09:00:00.000Z`, submittedAt: undefined }),
  ),
  mine: [
    dataRequest({ number: 31, state: 'returned' }),
    dataRequest({ number: 32, state: 'approved', accessUntil: '2026-03-05T09:00:00.000Z' }),
  ],
  decidedLastWeek: { approved: 12, denied: 3, medianHours: 5.4 },
};
const quiet = { waitingForMe: [], mine: [], decidedLastWeek: { approved: 1, denied: 0, medianHours: 60 } };

/** What comes on Mondays, and what Outlook shows. */
export const mailSamples: Readonly<Record<string, Card>> = {
  'a digest': digest(week, 'en'),
  'a digest in German': digest(week, 'de'),
  'a digest of a quiet week': digest(quiet, 'en'),
  'a mail to somebody who decides': mail(dataRequest(), 'approver'),
  'a mail to the author of what was approved': mail(dataRequest({ state: 'approved' }), 'author'),
};

function digest(overview: typeof week | typeof quiet, locale: string): Card {
  return digestCard(digestOf(overview, locale, now)!, now);
}

function mail(request: DataRequest, to: 'author' | 'approver'): Card {
  return requestMail(request, 'Oncology', to).card as Card;
}
