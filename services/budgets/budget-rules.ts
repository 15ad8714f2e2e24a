import { type Effect, forever, type NewEffect, type Own } from '../change/aggregate.ts';
import { type BudgetPeriod, periodAt } from '../money/budget-period.ts';
import { compare, type Money } from '../money/money.ts';
import type { Spending } from '../money/spending.ts';
import { type Budget, type BudgetState, limitAt, type Told } from './budget.ts';
import { announceStop, announceThreshold } from './budget-announcement.ts';
import { type Figures, figuresOf, isSamePeriod, reachedOf, runs } from './budget-figures.ts';
import { corrected, isUntrue } from './budget-untold.ts';

/** A budget as the rules look at it. */
export type Standing = Own<Budget> & { readonly state: BudgetState; readonly effects: readonly Effect[] };

export interface Facts {
  readonly now: Date;
  /** As it was reckoned last. */
  readonly spending: Spending | undefined;
  /** What Azure's own alert says was spent. */
  readonly alert?: Money;
  /** There is more money than before: what is not reached any more will be told again. */
  readonly isRaised?: boolean;
}

/** What a look at the figures comes to. */
export interface Judgement {
  readonly next: Partial<Own<Budget>> & { readonly state: BudgetState };
  readonly effects: readonly NewEffect[];
  readonly cancel: (effect: Effect) => boolean;
  readonly detail: Readonly<Record<string, string | number>>;
}

const hourInMs = 3_600_000;
const judged = ['told', 'topUps', 'alerted', 'goneAt', 'exemption', 'rearms', 'stop'] as const;

/** What the figures change: undefined where nothing is new. One look decides everything, so that one write can hold it. */
export function judge(before: Standing, facts: Facts): Judgement | undefined {
  if (before.off) return undefined;
  const { now, spending, alert } = facts;
  const begun = withAlert(inPeriod(before, now), alert);
  const limit = limitAt(begun, now);
  const figures = figuresOf(begun, spending, now);
  const reached = figures ? reachedOf(begun.thresholds, figures, limit) : [];
  const isRaised = facts.isRaised === true || begun.rearms === true;
  const armed = isRaised && figures?.isWhole ? rearmed(begun, figures, limit) : begun.told;
  const newly = reached.filter((threshold) => !armed.thresholds.includes(threshold));
  const isGone = figures ? reached.includes(100) : facts.isRaised !== true && begun.goneAt !== undefined;
  const isForeseen = figures !== undefined && !isGone && !armed.forecast && reachesForecast(begun, figures, limit);
  const told = {
    ...armed,
    thresholds: [...armed.thresholds, ...newly].sort((a, b) => a - b),
    forecast: armed.forecast || isForeseen,
  };
  const goneAt = isGone ? (begun.goneAt ?? now.toISOString()) : undefined;
  const exemption = begun.exemption && begun.exemption.until > now.toISOString() ? begun.exemption : undefined;
  const rearms = isRaised && !figures?.isWhole ? (true as const) : undefined;
  const after = { ...begun, told, goneAt, exemption, rearms };
  const again = nextLook(after, now);
  const moved = move(after, spending, now, isGone && !again);
  const effects = [
    ...moved.effects,
    // One message that names all that are new.
    ...(newly.length > 0 ? [announceThreshold(after, 'budget.tell', Math.max(...newly), newly)] : []),
    ...(isForeseen ? [announceThreshold(after, 'budget.forecast', begun.forecastThreshold!)] : []),
  ];
  return difference(before, moved.after, effects, again, {
    of: limit.amount,
    currency: limit.currency,
    ...(figures && { spent: figures.spent.amount }),
    ...(newly.length > 0 && { reached: newly.join(',') }),
    ...(isForeseen && { foreseen: begun.forecastThreshold! }),
  });
}

/** The standing in the period of that moment: a new one begins fresh. */
export function inPeriod<S extends Standing>(before: S, now: Date): S {
  const period = periodAt(before.per, now, before.since);
  if (isSamePeriod(before.told.period, period)) return before;
  return { ...before, told: nothingTold(period), topUps: [], alerted: undefined, goneAt: undefined, rearms: undefined };
}

export function nothingTold(period: BudgetPeriod): Told {
  return { period, thresholds: [], forecast: false, armed: 0 };
}

function withAlert<S extends Standing>(before: S, alert: Money | undefined): S {
  if (!alert || alert.currency !== before.limit.currency) return before;
  const isMore = before.alerted?.currency !== alert.currency || compare(alert, before.alerted) > 0;
  return isMore ? { ...before, alerted: alert } : before;
}

/** What was told and is not reached any more will be told again. */
function rearmed(before: Standing, figures: Figures, limit: Money): Told {
  const { told } = before;
  const thresholds = told.thresholds.filter((threshold) => isReached(threshold, figures, limit));
  const isStillForeseen = figures.likely === undefined || reachesForecast(before, figures, limit);
  const forecast = told.forecast && isStillForeseen;
  const isSame = thresholds.length === told.thresholds.length && forecast === told.forecast;
  return isSame ? told : { ...told, thresholds, forecast, armed: told.armed + 1 };
}

function isReached(percent: number, figures: Pick<Figures, 'spent' | 'isRunning'>, limit: Money): boolean {
  return reachedOf([percent], figures, limit).length > 0;
}

function reachesForecast({ forecastThreshold }: Standing, { likely }: Figures, limit: Money): boolean {
  if (likely === undefined || forecastThreshold === undefined) return false;
  return isReached(forecastThreshold, { spent: likely, isRunning: false }, limit);
}

/** When somebody must look although no figures are new: the end of an exemption, or of the time of grace. */
function nextLook({ exemption, goneAt, graceHours }: Standing, now: Date): Date | undefined {
  if (exemption) return new Date(exemption.until);
  const graceEnds = goneAt === undefined ? now : new Date(Date.parse(goneAt) + graceHours * hourInMs);
  return graceEnds > now ? graceEnds : undefined;
}

/** Begins a stop, or ends it, where the money says so. */
function move(
  after: Standing,
  spending: Spending | undefined,
  now: Date,
  mustStop: boolean,
): { readonly after: Standing; readonly effects: readonly NewEffect[] } {
  const { state, stop } = after;
  if (!mustStop && state !== 'open') {
    const ended = stop && { ...stop, endedAt: stop.endedAt ?? now.toISOString() };
    const effects = stop ? [announceStop(after.workspace, 'budget.stopcard', stop.number)] : [];
    return { after: { ...after, state: 'open', stop: ended }, effects };
  }
  const isSeenRunning = state === 'depleted' && spending !== undefined && isLater(spending, stop?.endedAt);
  const isAgain = isSeenRunning && spending.machines.some(runs);
  if (!mustStop || !(state === 'open' || isAgain)) return { after, effects: [] };
  const number = (stop?.number ?? 0) + 1;
  const begun = { number, startedAt: now.toISOString(), machines: [] };
  const effect = { kind: 'budget.stop', data: { stop: number, isAgain }, deadline: forever };
  return { after: { ...after, state: 'stopping', stop: begun }, effects: [effect] };
}

function isLater({ at }: Spending, moment: string | undefined): boolean {
  return moment === undefined || at > moment;
}

function difference(
  before: Standing,
  after: Standing,
  effects: readonly NewEffect[],
  again: Date | undefined,
  detail: Judgement['detail'],
): Judgement | undefined {
  const changed = judged.filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]));
  const waiting = before.effects.find(({ kind }) => kind === 'budget.judge')?.dueAt;
  const isOtherwiseDue = waiting !== again?.toISOString();
  const isMoved = before.state !== after.state;
  if (changed.length + effects.length === 0 && !isOtherwiseDue && !isMoved) return undefined;
  const look = { kind: 'budget.judge', dueAt: again, deadline: forever };
  return {
    next: { ...Object.fromEntries(changed.map((field) => [field, after[field]])), state: after.state },
    effects: [...effects, ...corrected(before.effects, after.told), ...(again && isOtherwiseDue ? [look] : [])],
    cancel: (effect) =>
      (isOtherwiseDue && effect.kind === 'budget.judge') ||
      (isMoved && isOfStop(effect)) ||
      isUntrue(effect, after.told),
    detail,
  };
}

/** What belongs to a stop that has ended, or to one before. */
function isOfStop({ kind, data }: Effect): boolean {
  const what = kind === 'budget.announce' ? data.tell : kind;
  return what === 'budget.stop' || what === 'budget.stopcard' || what === 'budget.escalate';
}
