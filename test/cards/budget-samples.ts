import { type BudgetView, budgetCard } from '../../cards/budgets/budget.ts';
import { confirmBudgetCard } from '../../cards/budgets/confirm.ts';
import { costLine } from '../../cards/budgets/cost-line.ts';
import { type BudgetForm, budgetForm } from '../../cards/budgets/form.ts';
import { budgetNewsCard } from '../../cards/budgets/news.ts';
import { type RefusedView, refusedCard } from '../../cards/budgets/refused.ts';
import { escalationCard, stopCard } from '../../cards/budgets/stop.ts';
import { forecastCard, warningCard } from '../../cards/budgets/warning.ts';
import { button } from '../../cards/button.ts';
import type { Card } from '../../cards/card.ts';
import type { BudgetStop } from '../../services/budgets/budget.ts';
import { budget, eur, machineSpending, budgetNow as now, spending } from '../support/budget-card-samples.ts';

const workspace = { id: 'oncology', name: 'Oncology' };
const locale = 'en-GB';
const everything = { ask: true, manage: true };
const gone = { state: 'depleted', goneAt: '2026-11-22T08:00:00.000Z' } as const;

/** A budget's card, of everything that is usual, and what is different. */
export function shown(more: Partial<BudgetView> = {}): Card {
  return budgetCard({ workspace, budget: budget(), spending: spending(), locale, now, may: everything, ...more });
}

export function formSample(more: Partial<BudgetForm> = {}): Card {
  return budgetForm({
    ...{ workspace, spent: eur('688'), amount: '1000', currency: 'EUR', per: 'month', locale },
    ...{ costCentre: 'CC-100', payer: 'owner', thresholds: '50, 75, 90, 100', graceHours: '0' },
    payers: [
      { aadObjectId: 'owner', name: 'Owner' },
      { aadObjectId: 'researcher', name: 'Researcher' },
    ],
    ...more,
  });
}

export function refusedSample(more: Partial<RefusedView> = {}): Card {
  const refusal = { limit: eur('1000.5'), since: gone.goneAt };
  return refusedCard({ workspace, refusal, askers: undefined, locale, now, ...more });
}

export function stopOf(...states: BudgetStop['machines'][number]['state'][]): BudgetStop {
  const problem = 'Azure does not let go of it. Look in the Azure portal.';
  return {
    ...{ number: 1, startedAt: '2026-11-22T08:00:00.000Z' },
    machines: states.map((state, index) => ({
      machine: `onc-${index + 1}`,
      state,
      ...(state === 'failed' && { problem }),
    })),
  };
}

const overspent = spending({ billed: eur('1012.5') });
const nothingRuns = spending({ machines: [machineSpending('onc-r', { perHour: eur(0), isRunning: false })] });
const many = spending({
  machines: Array.from({ length: 60 }, (_, index) => machineSpending(`onc-${index + 1}`)),
  days: Array.from({ length: 62 }, (_, index) => ({
    day: new Date(Date.UTC(2026, 8, 22 + index)).toISOString().slice(0, 10),
    billed: eur(1000 + index),
    estimated: eur('0.33'),
  })),
});
const news = { workspace, budget: budget(), spending: spending(), locale, now };
const stopping = budget({ state: 'stopping', stop: stopOf('stopped', 'stopping', 'waiting') });
const partly = budget({ state: 'stopping', stop: stopOf('failed', 'stopped') });
const standing = budget();

/** Cards of money, in every state that changes how they look. */
export const budgetSamples: Readonly<Record<string, Card>> = {
  'a budget': shown(),
  'a budget for a member': shown({ may: { ask: false, manage: false } }),
  'a budget in German': shown({ locale: 'de-DE' }),
  'a budget without figures': shown({ spending: undefined, isRefreshing: true }),
  'a budget where nothing runs': shown({ spending: nothingRuns }),
  'a budget that lasts': shown({ budget: budget({ limit: eur(50_000) }) }),
  'a budget of a project': shown({
    budget: budget({ per: 'once' }),
    spending: spending({ period: { kind: 'once', from: '2026-01-15' } }),
  }),
  'a budget with a top-up and a payer': shown({
    budget: budget({
      topUps: [
        {
          amount: eur(500),
          at: '2026-11-10T09:00:00.000Z',
          request: 'oncology-4',
          by: { aadObjectId: 'owner', name: 'Owner' },
        },
      ],
      payer: { aadObjectId: 'payer', name: 'Owner 2' },
    }),
  }),
  'a budget that is spent': shown({ spending: overspent, budget: budget({ ...gone, stop: stopOf('stopped') }) }),
  'a budget that is spent, with time of grace': shown({
    spending: overspent,
    budget: budget({ graceHours: 4, goneAt: gone.goneAt }),
  }),
  'a budget that is spent, with an exemption': shown({
    spending: overspent,
    budget: budget({
      exemption: {
        by: { aadObjectId: 'admin', name: 'Admin' },
        until: '2026-11-25T00:00:00.000Z',
        reason: 'The trial ends.',
      },
    }),
  }),
  'a budget of nothing': shown({ budget: budget({ limit: eur(0) }) }),
  'a budget of a trillion': shown({ budget: budget({ limit: eur('1000000000000') }) }),
  'a budget beside foreign bills': shown({ spending: spending({ foreign: [{ amount: '12.3', currency: 'USD' }] }) }),
  'a budget in another currency than its figures': shown({
    budget: budget({ limit: { amount: '1000', currency: 'CHF' } }),
  }),
  'a budget of sixty machines': shown({ spending: many }),
  'a budget that Azure never answered about': shown({
    spending: spending({ askedAt: undefined, billedThrough: undefined, billed: eur(0), rest: eur(0) }),
  }),
  'no budget': shown({ budget: undefined }),
  'no budget, for a member': shown({ budget: undefined, may: { ask: false, manage: false } }),
  'no budget and no figures': shown({ budget: undefined, spending: undefined }),
  'the form of a budget': formSample(),
  'the form of a budget, after a mistake': formSample({ amount: '', note: 'Write how much it may spend.' }),
  'a question before the first budget': confirmBudgetCard({
    ...{ workspace, before: undefined, after: standing, spending: spending(), stops: false, kept: {}, locale },
  }),
  'a question before a budget that stops everything': confirmBudgetCard({
    ...{ workspace, before: standing, spending: spending(), stops: true, locale },
    after: budget({ limit: eur(500), state: 'stopping', told: { ...standing.told, thresholds: [50, 75, 90, 100] } }),
    kept: { costCentre: 'CC-200', thresholds: '50, 80' },
  }),
  'a question before a budget that opens again': confirmBudgetCard({
    ...{ workspace, before: budget(gone), spending: overspent, stops: false, kept: {}, locale },
    after: budget({ limit: eur(5000), told: { ...standing.told, thresholds: [] } }),
  }),
  'a warning at 50': warningCard({ ...news, threshold: 50 }),
  'a warning at several thresholds': warningCard({ ...news, threshold: 90, reached: [50, 75, 90] }),
  'a warning at 90, without figures': warningCard({ ...news, threshold: 90, spending: undefined }),
  'a warning at 100': warningCard({ ...news, threshold: 100, spending: overspent }),
  'a warning at 100, with time of grace': warningCard({
    ...news,
    threshold: 100,
    spending: overspent,
    budget: budget({ graceHours: 1 }),
  }),
  'a forecast': forecastCard({ ...news, threshold: 100 }),
  'a stop': stopCard({ ...news, budget: stopping, spending: overspent }),
  'a stop that is over': stopCard({
    ...news,
    budget: budget({ ...gone, stop: stopOf('stopped', 'stopped') }),
    spending: overspent,
  }),
  'a stop of nothing': stopCard({ ...news, budget: budget({ ...gone, stop: stopOf() }) }),
  'a stop that does not end': stopCard({ ...news, budget: partly, spending: overspent }),
  'a stop after which there is money': stopCard({ ...news, budget: budget({ stop: stopOf('stopped') }) }),
  'a stop of forty machines': stopCard({
    ...news,
    budget: budget({ state: 'stopping', stop: stopOf(...Array(40).fill('failed')) }),
  }),
  'what could not be stopped': escalationCard({ ...news, budget: partly, spending: overspent }),
  'what could be stopped after all': escalationCard({ ...news, budget: budget({ ...gone, stop: stopOf('stopped') }) }),
  'news without machines': budgetNewsCard({
    ...{ title: 'Oncology has money again', text: 'Machines can be started again.', rows: [] },
    buttons: [button('Show budget', 'budget.show', { id: 'oncology' })],
  }),
  'a start that is refused': refusedSample(),
  'a start that is refused to a member': refusedSample({ askers: ['Owner', 'Owner 2'] }),
  'a start where nothing may be spent': refusedSample({ refusal: { limit: eur(0) } }),
  'a stop, for a member': stopCard({ ...news, askers: ['Owner'], budget: stopping, spending: overspent }),
  'a warning at 100, for a member': warningCard({ ...news, askers: ['Owner'], threshold: 100, spending: overspent }),
};

/** The line of a machine's card. */
export function lineSample(
  machine: string,
  more: { readonly limit?: string; readonly locale?: string } = {},
): string | undefined {
  return costLine({
    ...{ machine: { name: machine, state: 'Started' }, spending: spending(), now, locale: more.locale ?? locale },
    budget: budget({ limit: eur(more.limit ?? '1000') }),
  });
}
