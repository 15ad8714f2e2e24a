import assert from 'node:assert/strict';
import { money } from '../../services/money/money.ts';
import type { WorkspaceCheck } from '../../services/setups/workspace-setup.ts';
import { cardText, type Json } from '../support/card-content.ts';
import { now } from '../support/machine-samples.ts';
import { cardSample, stepsUntil } from './setup-samples.ts';

const textOf = (card: unknown) => cardText(JSON.parse(JSON.stringify(card)) as Json);
const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000).toISOString();

describe('the card of a new workspace', () => {
  const subtitle = (minutes: number, expectedMinutes?: number, state: 'creating' | 'failed' = 'creating') =>
    textOf(
      cardSample({
        ...{ state, steps: stepsUntil('storage', state === 'failed' ? 'failed' : 'running', 'No room.') },
        ...{ startedAt: ago(minutes), ...(expectedMinutes !== undefined && { expectedMinutes }) },
      }),
    ).split('\n')[1];

  it('says how long it is likely to take still, by how long earlier ones took', () => {
    assert.equal(subtitle(0, 12), 'neurology · asked by you · about 12 minutes left');
    assert.equal(subtitle(4, 12), 'neurology · asked by you · about 8 minutes left');
    assert.equal(subtitle(4), 'neurology · asked by you · about 11 minutes left');
    assert.equal(subtitle(11.5, 12), 'neurology · asked by you · about 1 minute left');
    assert.equal(subtitle(20, 12), 'neurology · asked by you · about 1 minute left');
  });

  it('says nothing of it where it takes much longer than usual, or goes on no more', () => {
    assert.equal(subtitle(25, 12), 'neurology · asked by you');
    assert.equal(subtitle(4, 12, 'failed'), 'neurology · asked by you');
  });

  const priced = (locale: string, more: Partial<WorkspaceCheck>) =>
    textOf(
      cardSample(
        { checks: [{ check: 'price', state: 'good', words: 'It costs about 1234 EUR a month.', ...more }] },
        { locale },
      ),
    );

  it('says what it costs as its reader writes numbers', () => {
    const price = { monthly: money('1234', 'EUR'), above: money('1000.5', 'EUR') };
    assert.match(
      priced('en-GB', { price }),
      /It costs about 1,234 EUR a month if .* That is more than the budget of 1,000\.50 EUR, at which machines stop\./,
    );
    assert.match(priced('de-DE', { price }), /It costs about 1\.234 EUR a month.* budget of 1\.000,50 EUR,/);
    assert.doesNotMatch(priced('de-DE', { price: { monthly: price.monthly } }), /more than the budget/);
  });

  it('shows a price that was found out before amounts were kept as it was written then', () => {
    assert.match(priced('de-DE', {}), /It costs about 1234 EUR a month\./);
  });
});
