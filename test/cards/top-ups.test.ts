import assert from 'node:assert/strict';
import { requestMail } from '../../cards/mail/request.ts';
import { requestLine } from '../../cards/requests/line.ts';
import { requestListCard } from '../../cards/requests/list.ts';
import { requestCard } from '../../cards/requests/request.ts';
import { requestChoice } from '../../cards/requests/request-choice.ts';
import { money } from '../../services/money/money.ts';
import { buttons, cardText } from '../support/card-content.ts';
import { admin, now, owner } from '../support/machine-samples.ts';
import { dataRequest } from '../support/request-samples.ts';
import { requestViewers, shownTo } from './request-samples.ts';
import { topUpRequest, topUpSamples, topUpStates } from './top-up-samples.ts';

describe('a request for money', () => {
  it('says on its card how much more is asked for, and nothing of files', () => {
    for (const [name, card] of Object.entries(topUpSamples)) {
      const text = cardText(card);
      assert.match(text, /500/, name);
      assert.doesNotMatch(text, /\bfiles?\b|machines|access|download|malware/i, name);
    }
  });

  it('offers nobody to take it back, to get links or to choose files', () => {
    for (const state of topUpStates)
      for (const viewer of requestViewers) {
        const verbs = buttons(shownTo(owner.aadObjectId, topUpRequest(state), viewer)).map(({ verb }) => verb);
        for (const verb of ['request.revoke', 'request.link', 'request.access'])
          assert.ok(!verbs.includes(verb), `${state} ${viewer} ${verb}`);
      }
  });

  it('leads to the budget when it was given, and to another try when it was not', () => {
    const verbsOf = (state: 'approved' | 'denied') =>
      buttons(shownTo(owner.aadObjectId, topUpRequest(state), 'author')).map(({ verb }) => verb);
    assert.ok(verbsOf('approved').includes('budget.show'));
    assert.ok(verbsOf('denied').includes('budget.topup'));
  });

  it('tells its author in a line and in a mail that the budget has risen', () => {
    const approved = topUpRequest('approved');
    assert.equal(
      requestLine(approved, 'approved', 'en-GB'),
      'Admin approved oncology-42: 500 EUR more. The budget has risen already.',
    );
    const { text } = requestMail(approved, 'Oncology', 'author');
    assert.match(text, /More: 500 EUR/);
    assert.match(text, /The budget has risen/);
    assert.doesNotMatch(text, /machines|download|sensitivity/i);
  });

  it('has the sum as its reader writes numbers, in every place', () => {
    const request = topUpRequest('approved', { topUp: money('1234.5', 'EUR') });
    const locale = 'de-DE';
    const rows = [{ request, viewer: 'author' as const }];
    const listing = { which: 'mine' as const };
    const mail = requestMail(request, 'Oncology', 'author', 'news', locale);

    for (const text of [
      cardText(requestCard(request, 'Oncology', 'decider', now, { youId: admin.aadObjectId, locale })),
      cardText(requestListCard({ rows, listing, more: false, filters: [], locale }, now)),
      requestLine(request, 'approved', locale),
      requestChoice(request, locale),
      mail.subject,
      mail.text,
    ])
      assert.match(text, /1\.234,50 EUR/);
  });

  it('leaves the words of requests for files as they are', () => {
    assert.match(requestLine(dataRequest('approved'), 'approved', 'en-GB'), /2 files/);
    assert.match(requestMail(dataRequest('approved'), 'Oncology', 'author').text, /To: download/);
  });
});
