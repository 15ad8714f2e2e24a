import assert from 'node:assert/strict';
import { digestCard, digestOf } from '../../cards/digest/digest.ts';
import { digestMail } from '../../cards/mail/digest.ts';
import { requestMail } from '../../cards/mail/request.ts';
import { type RequestState, requestMoves } from '../../services/requests/request.ts';
import { buttons } from '../support/card-content.ts';
import { dataRequest } from '../support/data-requests.ts';
import { owner, researcher } from '../support/machine-samples.ts';

const states = Object.keys(requestMoves) as RequestState[];
const now = new Date('2026-03-02T09:00:00Z');
const secret = /results|figure1|\.csv|secret|cohort|canary/;
const open = { state: 'returned', problem: 'results.csv has changed.' } as const;
const comments = [{ by: owner, at: '2026-03-01T10:00:00.000Z', text: 'canary?', kind: 'question' }] as const;
const decision = { by: owner, at: '2026-03-01T10:00:00.000Z', reason: 'canary', as: 'owner' } as const;

describe('mails', () => {
  it('say what, who and how much, what to do and how to get no more, to those who decide', () => {
    const { subject, text } = requestMail(dataRequest(), 'Oncology', 'approver');

    assert.equal(subject, 'oncology-42: Researcher asks for 2 files');
    assert.match(text, /Researcher asks for 2 files in Oncology\. The request is oncology-42\./);
    assert.match(text, /Files: 2 files, 1\.4 MB/);
    assert.match(text, /because you decide about requests in Oncology/);
    assert.match(text, /"stop the mails"/);
  });

  it('let those decide in Outlook who are asked, while it waits, by the same buttons as in Teams', () => {
    for (const state of states)
      for (const to of ['author', 'approver'] as const) {
        const { card } = requestMail(dataRequest({ state }), 'Oncology', to);
        const verbs = buttons(card).map(({ verb }) => verb);
        const decides = to === 'approver' && (state === 'in_review' || state === 'submitted');
        assert.deepEqual(verbs, decides ? ['request.approve', 'request.deny', 'request.return'] : [], `${state} ${to}`);
        if (decides) assert.deepEqual(buttons(card)[0]?.data, { id: 'oncology-42', version: 1 });
      }
  });

  it('name no file, no reason and no comment, in any state, to anybody', () => {
    for (const state of states)
      for (const to of ['author', 'approver'] as const)
        for (const occasion of ['news', 'reminder'] as const) {
          const request = dataRequest({ ...open, state, comments, decision, revoked: decision });
          const mail = requestMail(request, 'Oncology', to, occasion);
          assert.doesNotMatch(JSON.stringify(mail), secret, `${state} ${to}`);
        }
  });

  it('are one a state and submission, and a reminder is another', () => {
    const key = (...of: Parameters<typeof requestMail>) => requestMail(...of).key;
    const asked = key(dataRequest({ state: 'submitted' }), 'Oncology', 'approver');

    assert.equal(asked, key(dataRequest({ state: 'in_review', version: 9 }), 'Oncology', 'approver'));
    assert.notEqual(asked, key(dataRequest({ round: 2 }), 'Oncology', 'approver'));
    assert.notEqual(asked, key(dataRequest({ state: 'denied' }), 'Oncology', 'approver'));
    assert.notEqual(asked, key(dataRequest(), 'Oncology', 'approver', 'reminder'));
  });

  it('take a name that is markup for text', () => {
    const author = { ...researcher, name: '[Free](https://evil.example) <b>\r\nBcc: all@x.example' };
    const { subject, text, card } = requestMail(dataRequest({ author }), 'Oncology', 'approver');

    for (const said of [subject, text, JSON.stringify(card)]) assert.doesNotMatch(said, /\]\(https|<b>|https:\/\//);
    assert.doesNotMatch(subject, /[\r\n]/);
  });

  it('tell of a Monday how many, and no names of anything', () => {
    const overview = {
      waitingForMe: [dataRequest()],
      mine: [dataRequest({ number: 43, state: 'returned' })],
      decidedLastWeek: { approved: 3, denied: 1, medianHours: 5.2 },
    };
    const mail = digestMail(digestOf(overview, 'en-GB', now)!, 'digest/1');

    assert.match(mail.text, /1 request waits for you, 1 request of yours is open\./);
    assert.match(mail.text, /Last week 3 approved and 1 denied, usually within 5 hours\./);
    assert.doesNotMatch(mail.text, /oncology|Researcher|results/);
  });
});

describe('the digest', () => {
  const none = { waitingForMe: [], mine: [], decidedLastWeek: { approved: 0, denied: 0 } };

  it('is nothing where nothing is open and nothing was decided', () => {
    const far = dataRequest({ state: 'approved', accessUntil: '2026-04-01T00:00:00.000Z' });

    assert.equal(digestOf(none, 'en', now), undefined);
    assert.equal(digestOf({ ...none, mine: [far] }, 'en', now), undefined);
    assert.ok(digestOf({ ...none, mine: [{ ...far, accessUntil: '2026-03-05T00:00:00.000Z' }] }, 'en', now));
    assert.ok(digestOf({ ...none, decidedLastWeek: { approved: 1, denied: 0 } }, 'en', now));
  });

  it('shows five of each and how many more, in English, German, and English for all others', () => {
    const waitingForMe = Array.from({ length: 7 }, (_, index) => dataRequest({ number: index + 1 }));
    const shown = (locale: string) =>
      JSON.stringify(digestCard(digestOf({ ...none, waitingForMe }, locale, now)!, now));

    assert.match(shown('en-GB'), /7 requests wait for you.*oncology-5.*and 2 more/);
    assert.match(shown('de-AT'), /7 Anträge warten auf Sie.*Dateien.*und 2 weitere/);
    assert.match(shown('fr'), /7 requests wait for you/);
    assert.doesNotMatch(shown('en-GB'), /oncology-6/);
  });

  it('says once what both waits for somebody and is theirs', () => {
    const returned = dataRequest({ state: 'returned' });
    const view = digestOf({ ...none, waitingForMe: [returned], mine: [returned] }, 'en', now);

    assert.deepEqual([view?.waiting.length, view?.mine.length], [0, 1]);
  });
});
