import type { Budget } from '../../services/budgets/budget.ts';
import { runs } from '../../services/budgets/budget-figures.ts';
import { isPositive, type Money } from '../../services/money/money.ts';
import type { Spending } from '../../services/money/spending.ts';
import type { Badge } from '../badge.ts';
import { type Button, button } from '../button.ts';
import type { Card } from '../card.ts';
import { dayText, moneyText, percentText } from '../money.ts';
import { budgetTexts as words } from '../texts/budgets.ts';
import { texts } from '../texts.ts';
import { brief } from '../wording.ts';
import { type Askers, askWhom, topUpButton, whomToAsk } from './askers.ts';
import { shareBadge } from './badge.ts';
import { partsChart } from './charts.ts';
import { type Figures, figuresOf } from './figures.ts';
import { lastingText, runwayOf, withoutText } from './lasting.ts';
import { budgetNewsCard, type NewsRow } from './news.ts';
import { periodName } from './period-name.ts';

const { actions, warning, machines } = words;
const mostRows = 4;

export interface WarningView {
  readonly workspace: { readonly id: string; readonly name: string };
  readonly budget: Budget;
  readonly spending: Spending | undefined;
  /** In percent; the highest where several are reached at once. */
  readonly threshold: number;
  /** All that are reached at once, in percent, ascending; the threshold alone where undefined. */
  readonly reached?: readonly number[] | undefined;
  readonly askers?: Askers;
  /** Of the reader, BCP 47. */
  readonly locale: string;
  readonly now: Date;
}

/** "Oncology has used 75 % of its budget": what is spent and left, until when it lasts, and what to do. */
export function warningCard(view: WarningView): Card {
  const { workspace, threshold, locale } = view;
  const figures = figuresOf(view.budget, view.spending, view.now);
  const title = warningTitle(view);
  const isGone = threshold >= 100;
  return news(view, figures, {
    title,
    isGone,
    badge: figures.spending && shareBadge(figures.share, locale),
    text: `${warningText(view)} ${isGone ? '' : warning.next(whomToAsk(view.askers))}`.trim(),
    rows: isGone ? [] : runningRows(workspace.id, figures, locale),
  });
}

/** The same at the forecast's threshold: what is likely by the end of the period. No percentage is on it, which could be taken for one that is reached. */
export function forecastCard(view: WarningView): Card {
  const figures = figuresOf(view.budget, view.spending, view.now);
  return news(view, figures, {
    title: forecastTitle(view),
    text: `${forecastText(view)} ${warning.next(whomToAsk(view.askers))}`,
    rows: runningRows(view.workspace.id, figures, view.locale),
  });
}

export function warningTitle({ workspace, threshold, locale }: WarningView): string {
  return warning.title(brief(workspace.name), percentText(threshold / 100, locale));
}

export function forecastTitle({ workspace }: WarningView): string {
  return warning.forecastTitle(brief(workspace.name));
}

/** In finished sentences: every threshold where there are several, what is spent and left, and how long it lasts, or what follows. Machines are named where they may be. */
export function warningText(view: WarningView, names = true): string {
  const ask = view.threshold >= 100 ? askWhom(view.askers) : '';
  return [reachedText(view), standingText(view, names), ask].filter(Boolean).join(' ');
}

/** Each by its name, so that none is skipped; the title says it where there is one. */
function reachedText({ reached = [], locale }: WarningView): string {
  if (reached.length < 2) return '';
  return warning.reached(reached.map((threshold) => percentText(threshold / 100, locale)));
}

function standingText({ budget, spending, threshold, locale, now }: WarningView, names: boolean): string {
  const figures = figuresOf(budget, spending, now);
  const money = (sum: Money) => moneyText(sum, locale);
  const { spent, limit, left, period } = figures;
  const isLeft = isPositive(left);
  const said = isLeft
    ? warning.spent(money(spent), money(limit), money(left))
    : warning.spentAll(money(spent), money(limit));
  if (threshold >= 100) return `${said} ${whatFollows(budget, now, locale)}`;
  const lasting = runwayOf(figures, now);
  if (!lasting) return said;
  const { until, dearest } = lasting;
  const without = names && dearest && withoutText(brief(dearest.name), dearest.until, period, now, locale);
  return `${said} ${words.lasts.sentence(lastingText(until, period, now, locale), without || undefined)}`;
}

export function forecastText({ budget, spending, locale, now }: WarningView): string {
  const { limit, period } = figuresOf(budget, spending, now);
  const forecast = spending?.forecast;
  if (!forecast) return warning.forecastUnknown;
  const money = (sum: Money) => moneyText(sum, locale);
  const day = period.to && dayText(period.to, now, locale);
  const likely = warning.forecast(day, money(forecast.likely), money(limit));
  return `${likely} ${warning.forecastRange(money(forecast.low), money(forecast.high))}`;
}

function whatFollows({ exemption, graceHours }: Budget, now: Date, locale: string): string {
  if (exemption && Date.parse(exemption.until) > now.getTime())
    return warning.exempt(dayText(exemption.until, now, locale));
  return graceHours > 0 ? warning.goneGrace(graceHours) : warning.goneStops;
}

/** What runs and costs, each to be stopped at once; the dearest first. */
function runningRows(workspace: string, { spending }: Figures, locale: string): NewsRow[] {
  return (spending?.machines ?? [])
    .filter(runs)
    .slice(0, mostRows)
    .map(({ name, perHour }) => {
      const data = { id: `${workspace}/${name}` };
      return {
        name: brief(name),
        weight: 'Default',
        details: words.anHour(moneyText(perHour, locale)),
        sum: '',
        showTitle: texts.machine.actions.show(brief(name)),
        show: data,
        buttons: [button(actions.stopShort, 'machine.stop', data)],
      };
    });
}

interface News {
  readonly title: string;
  readonly text: string;
  readonly rows: readonly NewsRow[];
  readonly badge?: Badge | undefined;
  readonly isGone?: boolean;
}

function news(
  { workspace, budget, askers, now, locale }: WarningView,
  figures: Figures,
  { title, text, rows, badge, isGone = false }: News,
): Card {
  const data = { id: workspace.id };
  const buttons: Button[] = [
    topUpButton(workspace.id, askers),
    ...(isGone ? [] : [button(actions.stopIdle, 'machine.idle', data)]),
    button(actions.show, 'budget.show', data, { mode: isGone ? 'primary' : 'secondary' }),
  ];
  return budgetNewsCard({
    title,
    subtitle: words.subtitle(
      periodName(figures.period, now, locale),
      '',
      budget.costCentre && brief(budget.costCentre),
    ),
    badge,
    text,
    charts: badge ? partsChart(figures, locale) : [],
    rowsTitle: machines.running,
    rows,
    note: figures.spending ? warning.figures : '',
    buttons,
  });
}
