import type { Card } from '../../cards/card.ts';
import { type TopUpForm, topUpForm } from '../../cards/requests/top-up.ts';
import { topUpTexts } from '../../cards/texts/top-ups.ts';
import { money } from '../../services/money/money.ts';
import type { DataRequest, RequestState } from '../../services/requests/request.ts';
import { admin, owner } from '../support/machine-samples.ts';
import { dataRequest, decision, requestStates } from '../support/request-samples.ts';
import { requestViewers, shownTo } from './request-samples.ts';

const readers = { author: owner, decider: admin, bystander: { aadObjectId: 'nobody', name: 'Nobody' } } as const;

/** A request for 500 EUR in this state, as its document stands. */
export function topUpRequest(state: RequestState, more: Partial<DataRequest> = {}): DataRequest {
  return dataRequest(state, {
    type: 'topup',
    topUp: money('500', 'EUR'),
    author: owner,
    files: [],
    use: 'machines',
    manifest: undefined,
    scan: undefined,
    accessUntil: undefined,
    purpose: 'Two more weeks of the large machine, for the sensitivity analysis.',
    approvers: [{ ...admin, as: 'admin' }],
    ...(dataRequest(state).decision && { decision: decision({ by: admin, as: 'admin', reason: undefined }) }),
    ...(state === 'failed' && { problem: 'The budget could not be raised for a day. Ask again, or tell an admin.' }),
    ...more,
  });
}

/** Those that a request for money comes to be in. */
export const topUpStates = requestStates.filter((state) => !['draft', 'blocked', 'revoked', 'expired'].includes(state));

export const topUpSamples: Readonly<Record<string, Card>> = {
  ...Object.fromEntries(
    topUpStates.flatMap((state) =>
      requestViewers.map((viewer) => [
        `a request for money (${state}) for its ${viewer}`,
        shownTo(readers[viewer].aadObjectId, topUpRequest(state), viewer),
      ]),
    ),
  ),
  'a request for money that a payer decides': shownTo(
    owner.aadObjectId,
    topUpRequest('in_review', { approvers: [{ ...admin, as: 'payer' }] }),
    'author',
  ),
  'a form for more money': topUpFormOf({ note: topUpTexts.form.missing.reason }),
};

export function topUpFormOf(more: Partial<TopUpForm>): Card {
  return topUpForm({
    workspace: { id: 'oncology', name: 'Oncology' },
    limit: money('1000', 'EUR'),
    spent: money('912.4', 'EUR'),
    locale: 'en',
    amount: '500',
    reason: '',
    ...more,
  });
}
