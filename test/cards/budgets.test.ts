import assert from 'node:assert/strict';
import { budgetCard } from '../../cards/budgets/budget.ts';
import { confirmBudgetCard } from '../../cards/budgets/confirm.ts';
import { escalationCard, stopCard } from '../../cards/budgets/stop.ts';
import { warningCard } from '../../cards/budgets/warning.ts';
import type { Card } from '../../cards/card.ts';
import { budget, eur, machineSpending, budgetNow as now, spending } from '../support/budget-card-samples.ts';
import { cardText, type Json, parts } from '../support/card-content.ts';
import { formSample, lineSample, shown, stopOf } from './budget-samples.ts';
import { hostileStrings } from './hostile.ts';
import { markdown } from './hostile-card.ts';

const workspace = { id: 'oncology', name: 'Oncology' };
const view = { workspace, budget: budget(), spending: spending(), locale: 'en-GB', now };

function chartsOf(card: Card): Json[] {
  return [...parts(card)].filter(({ type }) => String(type).startsWith('Chart.'));
}

function verbs(card: Card): unknown[] {
  return ((card.actions ?? []) as Json[]).map(({ verb }) => verb);
}

describe('the card of a budget', () => {
  it('says in two lines what is left, of how much, and how long that lasts', () => {
    const text = cardText(shown());

    assert.match(
      text,
      /^Oncology has 312 EUR left\nNovember · 688 EUR of 1,000 EUR spent · cost centre CC-100\n68 %\n/,
    );
    assert.match(text, /lasts until 28 November, without onc-gpu to the end of the month\./);
  });

  it('keeps what is billed apart from what is estimated, in figures and in charts', () => {
    const card = shown();
    const [gauge, days] = chartsOf(card);

    assert.match(cardText(card), /Billed by Azure\n641\.20 EUR, up to 20 November\nEstimated since\n46\.80 EUR/);
    assert.deepEqual(gauge?.segments, [
      { legend: 'Billed', size: 641.2, color: 'categoricalBlue' },
      { legend: 'Estimated', size: 46.8, color: 'sequential6' },
      { legend: 'Left', size: 312, color: 'neutral' },
    ]);
    assert.equal(gauge?.value, 680);
    const [billed, estimated] = (days as Json).data as { values: { x: string; y: number }[] }[];
    assert.deepEqual(billed?.values.at(-3), { x: '20', y: 49 });
    assert.deepEqual(estimated?.values.at(-1), { x: '22', y: 23.4 });
  });

  it('says the same in words where charts do not render', () => {
    for (const { altText, fallback } of chartsOf(shown())) {
      assert.match(String(altText), /EUR/);
      assert.match(cardText(fallback), /EUR/);
    }
  });

  it('says by what each machine shortens the time', () => {
    const text = cardText(shown());

    assert.match(text, /onc-gpu\n1\.26 EUR an hour, without it to the end of the month\n430\.10 EUR/);
    assert.match(text, /onc-python\nStopped\n12 EUR/);
    assert.match(text, /Storage, network and everything else: 28 EUR/);
  });

  it('says how old the figures are, and what does not count', () => {
    const text = cardText(shown({ spending: spending({ foreign: [{ amount: '12.3', currency: 'USD' }] }) }));

    assert.match(text, /Azure's figures of 2 h 10 min ago\. Azure has billed the days up to 20 November/);
    assert.match(text, /Not counted\n12\.30 USD, in another currency/);
  });

  it('offers each reader what they may do', () => {
    const all = ['budget.topup', 'budget.set', 'machine.list', 'budget.show'];

    assert.deepEqual(verbs(shown()), all);
    assert.deepEqual(verbs(shown({ may: { ask: true, manage: false } })), [
      'budget.topup',
      'machine.list',
      'budget.show',
    ]);
    assert.deepEqual(verbs(shown({ may: { ask: false, manage: false } })), ['machine.list', 'budget.show']);
    assert.deepEqual(verbs(shown({ budget: undefined })), ['budget.set', 'machine.list', 'budget.show']);
  });

  it('speaks of a machine that was stopped since the figures as stopped', () => {
    const stop = { ...stopOf(), machines: [{ machine: 'onc-gpu', state: 'stopped' as const }] };

    assert.match(cardText(shown({ budget: budget({ state: 'depleted', stop }) })), /onc-gpu\nStopped\n430\.10 EUR/);
  });

  it('has sums in the reader’s locale', () => {
    assert.match(cardText(shown({ locale: 'de-DE' })), /641,20 EUR, up to 20\. November/);
    assert.match(cardText(shown({ locale: 'fr-FR' })).replace(/\s/g, ' '), /688 EUR of 1 000 EUR spent/);
  });

  it('takes Azure’s alert for what is spent, where that is more', () => {
    assert.match(cardText(shown({ budget: budget({ alerted: eur(950) }) })), /^Oncology has 50 EUR left\n.*950 EUR of/);
  });
});

describe('the line of what a machine costs', () => {
  it('says what it costs an hour, and how long the money lasts with it and without it', () => {
    assert.equal(
      lineSample('onc-gpu', { limit: '1000' }),
      '1.26 EUR an hour; 312 EUR left: lasts until 28 November, without this machine to the end of the month',
    );
    assert.equal(
      lineSample('onc-gpu', { limit: '5000' }),
      '1.26 EUR an hour; 4,312 EUR left: lasts to the end of the month',
    );
    assert.equal(lineSample('onc-gpu', { limit: '600' }), '1.26 EUR an hour; the money is gone');
  });

  it('says only what is known', () => {
    assert.equal(lineSample('onc-new'), '312 EUR left: lasts until 28 November');
  });
});

describe('a card of money with a hostile name', () => {
  const named = (name: string): Record<string, Card> => {
    const place = { id: 'oncology', name };
    const machines = Array.from({ length: 8 }, () => machineSpending(name));
    const stop = { ...stopOf(), machines: [{ machine: name, state: 'failed' as const, problem: name }] };
    const own = {
      ...view,
      workspace: place,
      budget: budget({ costCentre: name, stop }),
      spending: spending({ machines }),
    };
    return {
      budget: budgetCard({
        ...own,
        budget: budget({ costCentre: name, payer: { aadObjectId: 'x', name } }),
        may: { ask: true, manage: true },
      }),
      warning: warningCard({ ...own, threshold: 75 }),
      stop: stopCard(own),
      escalation: escalationCard(own),
      form: formSample({
        workspace: place,
        costCentre: name,
        note: name,
        payers: Array(60).fill({ aadObjectId: 'x', name }),
      }),
      confirm: confirmBudgetCard({
        ...own,
        before: undefined,
        after: own.budget,
        stops: true,
        kept: { costCentre: name },
      }),
    };
  };

  it('shows it as text and as nothing else, in under 28 KB', () => {
    // A third of them, all kinds among them, and the longest.
    const tried = hostileStrings.filter((text, index) => index % 3 === 0 || text.length > 500);
    for (const text of tried)
      for (const [name, card] of Object.entries(named(text))) {
        for (const part of parts(card)) {
          const words =
            part.type === 'TextBlock'
              ? [part.text]
              : part.type === 'FactSet'
                ? (part.facts as Json[]).flatMap(({ title, value }) => [title, value])
                : [];
          for (const each of words) assert.doesNotMatch(String(each), markdown, `${name}: ${text.slice(0, 60)}`);
        }
        assert.ok(Buffer.byteLength(JSON.stringify(card)) < 28 * 1024, `${name}: ${text.slice(0, 60)}`);
      }
  });
});
