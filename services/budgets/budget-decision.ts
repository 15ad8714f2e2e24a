import type { Decision, Own } from '../change/aggregate.ts';
import { WorkspaceError } from '../errors.ts';
import type { Budget } from './budget.ts';
import type { Judgement, Standing } from './budget-rules.ts';

const fields = [
  ...['workspace', 'limit', 'per', 'since', 'costCentre', 'payer', 'thresholds', 'forecastThreshold', 'graceHours'],
  ...['topUps', 'told', 'rearms', 'exemption', 'goneAt', 'alerted', 'stop'],
] as readonly (keyof Own<Budget>)[];

type Detail = Readonly<Record<string, string | number>>;

/** The budget as somebody wished it, with what the figures change about it. */
export function decisionOf(
  standing: Standing,
  judgement: Judgement | undefined,
  detail: Detail | undefined,
): Decision<Budget> {
  const own = Object.fromEntries(fields.map((field) => [field, standing[field]])) as unknown as Own<Budget>;
  return {
    ...judgement,
    next: { ...own, state: standing.state, ...judgement?.next },
    detail: { ...judgement?.detail, ...detail },
  };
}

/** What the figures alone change. */
export function judgementOf({ next, effects, cancel, detail }: Judgement): Decision<Budget> {
  return { next, effects, cancel, detail };
}

/** What the record says of a budget's terms: sums and counts. */
export function termsOf({ limit, per, thresholds, forecastThreshold, graceHours, payer }: Standing): Detail {
  return {
    ...{ limit: limit.amount, currency: limit.currency, per, thresholds: thresholds.join(','), graceHours },
    ...(forecastThreshold !== undefined && { forecastThreshold }),
    payer: payer ? 'named' : 'none',
  };
}

export function noBudget(name: string): WorkspaceError {
  return new WorkspaceError('conflict', `${name} has no budget. Ask an admin to set one.`);
}
