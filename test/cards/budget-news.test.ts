import assert from 'node:assert/strict';
import { escalationCard, stopCard } from '../../cards/budgets/stop.ts';
import { forecastCard, warningCard } from '../../cards/budgets/warning.ts';
import type { Card } from '../../cards/card.ts';
import { escalationMail, forecastMail, stopMail, warningMail } from '../../cards/mail/budget.ts';
import { budget, eur, budgetNow as now, spending } from '../support/budget-card-samples.ts';
import { badges, buttons, cardText, type Json } from '../support/card-content.ts';
import { refusedSample, stopOf } from './budget-samples.ts';

const workspace = { id: 'oncology', name: 'Oncology' };
const view = { workspace, budget: budget(), spending: spending(), locale: 'en-GB', now };

function verbs(card: Card): unknown[] {
  return ((card.actions ?? []) as Json[]).map(({ verb }) => verb);
}

describe('what people are told of money', () => {
  it('names the threshold, and no other percentage on the warning of a forecast', () => {
    assert.match(cardText(warningCard({ ...view, threshold: 50 })), /^Oncology has used 50 % of its budget\n/);
    assert.doesNotMatch(JSON.stringify(forecastCard({ ...view, threshold: 100 })), /\d %/);
  });

  it('names every threshold that is reached at once, on the card, without it and in the mail', () => {
    const jumped = { ...view, threshold: 90, reached: [50, 75, 90] };
    const card = warningCard(jumped);
    const mail = warningMail(jumped, 'a');

    for (const text of [cardText(card), String(card.fallbackText), `${mail.subject}.\n${mail.text}`]) {
      assert.match(text, /^Oncology has used 90 % of its budget/);
      assert.match(text, /50 %, 75 % and 90 % of the budget are reached at once\./);
    }
    assert.doesNotMatch(cardText(warningCard({ ...view, threshold: 90, reached: [90] })), /at once/);
  });

  it('lets machines be stopped one by one while there is money', () => {
    const stops = buttons(warningCard({ ...view, threshold: 75 })).filter(({ verb }) => verb === 'machine.stop');

    assert.deepEqual(
      stops.map(({ data }) => data),
      [{ id: 'oncology/onc-gpu' }, { id: 'oncology/onc-r' }],
    );
  });

  it('ends the card of a stop with the way to more money', () => {
    const card = stopCard({ ...view, budget: budget({ state: 'depleted', stop: stopOf('stopped', 'stopped') }) });

    assert.match(cardText(card), /^Everything in Oncology is stopped\n/);
    assert.deepEqual(badges(card), ['Stopped', 'Stopped']);
    assert.deepEqual(verbs(card), ['budget.topup', 'budget.show']);
  });

  it('tells members whom to ask for more money', () => {
    const gone = { ...view, budget: budget({ state: 'depleted', stop: stopOf('stopped') }) };
    const asked = (askers: readonly string[]) => [
      warningCard({ ...view, threshold: 75, askers }),
      warningCard({ ...view, threshold: 100, askers }),
      forecastCard({ ...view, threshold: 100, askers }),
      stopCard({ ...gone, askers }),
      refusedSample({ askers }),
    ];

    for (const card of asked(['Owner', 'Owner 2', 'Owner 3'])) {
      assert.ok(verbs(card).includes('budget.topup'));
      assert.match(cardText(card), /ask Owner or Owner 2 for a top-up/i);
    }
    for (const card of asked([])) assert.match(cardText(card), /ask an owner for a top-up/i);
    assert.doesNotMatch(stopMail({ ...gone, askers: [] }, 'a').text, /write "top up/i);
  });

  it('refuses a start in the reader’s own numbers', () => {
    assert.match(
      cardText(refusedSample()),
      /^The money is gone\nOncology\nOncology has used up its budget of 1,000\.50 EUR on 22 November, so nothing/,
    );
    assert.match(cardText(refusedSample({ locale: 'de-DE' })), /1\.000,50 EUR on 22\. November/);
    assert.match(
      cardText(refusedSample({ refusal: { limit: eur(0) } })),
      /The budget of Oncology is 0 EUR, so nothing/,
    );
  });

  it('puts what could not be stopped first, with why, and offers to try again', () => {
    const stop = stopOf('stopped', 'failed');
    const card = escalationCard({ ...view, budget: budget({ state: 'stopping', stop }) });

    assert.match(cardText(card), /^1 machine in Oncology could not be stopped\n/);
    assert.match(cardText(card), /onc-2\nAzure does not let go of it\./);
    assert.ok(
      buttons(card).some(({ verb, data }) => verb === 'machine.stop' && (data as Json).id === 'oncology/onc-2'),
    );
  });

  it('names no machine in a mail, which leaves the people of the workspace', () => {
    const failing = { ...view, budget: budget({ state: 'stopping' as const, stop: stopOf('failed') }) };
    const mails = [
      warningMail({ ...view, threshold: 75 }, 'a'),
      forecastMail({ ...view, threshold: 100 }, 'b'),
      stopMail(failing, 'c'),
      escalationMail(failing, 1, 'd'),
    ];

    for (const { subject, text } of mails) {
      assert.match(subject, /Oncology/);
      assert.doesNotMatch(`${subject} ${text}`, /onc-/);
      assert.match(text, /stop the mails/);
    }
  });
});
