import type { Budget } from '../../services/budgets/budget.ts';
import { isPositive, type Money, plus } from '../../services/money/money.ts';
import type { Spending } from '../../services/money/spending.ts';
import { ago } from '../ago.ts';
import { type Button, button } from '../button.ts';
import type { Card } from '../card.ts';
import type { Fact } from '../fact.ts';
import { harmless } from '../harmless.ts';
import { headline } from '../headline.ts';
import { dayText, moneyText } from '../money.ts';
import { cardTemplate } from '../render.ts';
import { budgetTexts as words } from '../texts/budgets.ts';
import { brief } from '../wording.ts';
import { shareBadge } from './badge.ts';
import template from './budget.json' with { type: 'json' };
import { daysChart, partsChart } from './charts.ts';
import { type Figures, figuresOf } from './figures.ts';
import { lastingText, runwayOf, withoutText } from './lasting.ts';
import { machineRows } from './machine-rows.ts';
import { periodName } from './period-name.ts';

const { actions, facts: names } = words;
const render = cardTemplate(template);
const topUpFirstFrom = 0.75;

export interface BudgetView {
  readonly workspace: { readonly id: string; readonly name: string };
  /** Undefined where none is set. */
  readonly budget: Budget | undefined;
  /** Undefined where nothing was reckoned yet. */
  readonly spending: Spending | undefined;
  /** Of the reader, BCP 47. */
  readonly locale: string;
  readonly now: Date;
  /** What the reader may do. */
  readonly may: { readonly ask: boolean; readonly manage: boolean };
  /** One more finished sentence, said first. */
  readonly note?: string;
  /** True where newer figures are being reckoned. */
  readonly isRefreshing?: boolean;
}

/** What a workspace may spend, has spent, and how long the rest lasts. */
export function budgetCard(view: BudgetView): Card {
  const { budget, spending, now } = view;
  return budget ? budgeted(view, budget, figuresOf(budget, spending, now)) : unbudgeted(view);
}

function budgeted(view: BudgetView, budget: Budget, figures: Figures): Card {
  const { workspace, locale, now, note = '' } = view;
  const { spending, limit, spent, period } = figures;
  const money = (sum: Money) => moneyText(sum, locale);
  const title = titleOf(brief(workspace.name), figures, money);
  const text = spending ? standing(budget, figures, now, locale) : words.noFiguresWhy;
  return render({
    fallbackText: `${title}. ${text}`,
    ...headline(title),
    subtitle: words.subtitle(
      periodName(period, now, locale),
      words.of(money(spent), money(limit)),
      budget.costCentre && brief(budget.costCentre),
    ),
    ...(spending && { badge: shareBadge(figures.share, locale) }),
    note,
    text,
    charts: charts(view, figures),
    facts: [
      ...(spending ? spentFacts(spending, now, locale, figures.left) : []),
      ...line(names.topUps, isPositive(figures.topUps) && money(figures.topUps)),
      ...foreignFact(figures.foreign, money),
      ...line(names.payer, budget.payer && words.decides(harmless(brief(budget.payer.name)))),
    ],
    ...machineRows(workspace, figures, now, locale),
    age: ageOf(spending, view),
    buttons: buttonsOf(view, figures.share),
  });
}

function unbudgeted(view: BudgetView): Card {
  const { workspace, spending, locale, now, may, note = '' } = view;
  const money = (sum: Money) => moneyText(sum, locale);
  const name = brief(workspace.name);
  const title = spending
    ? words.spentOnly(name, money(plus(spending.billed, spending.estimated)))
    : words.noFigures(name);
  const text = `${words.noBudget} ${may.manage ? words.setBudget : words.askForBudget}`;
  return render({
    fallbackText: `${title}. ${text}`,
    ...headline(title),
    subtitle: spending ? periodName(spending.period, now, locale) : '',
    note,
    text: spending ? text : `${words.noFiguresWhy} ${text}`,
    charts: spending ? daysChart(spending.days, now, locale) : [],
    facts: spending ? [...spentFacts(spending, now, locale), ...foreignFact(spending.foreign, money)] : [],
    ...machineRows(workspace, { spending, limit: undefined }, now, locale),
    age: ageOf(spending, view),
    buttons: buttonsOf(view, undefined),
  });
}

function titleOf(name: string, { limit, left, over, spending }: Figures, money: (sum: Money) => string): string {
  if (!spending) return words.allowed(name, money(limit));
  if (isPositive(over)) return isPositive(limit) ? words.over(name, money(over)) : words.nothingAllowed(name);
  return isPositive(left) ? words.left(name, money(left)) : words.gone(name);
}

/** How long it lasts, or what follows from its being gone. */
function standing(budget: Budget, figures: Figures, now: Date, locale: string): string {
  const { exemption, goneAt, graceHours, state } = budget;
  if (isPositive(figures.left) && state === 'open' && !goneAt) {
    const lasting = runwayOf(figures, now);
    if (!lasting) return '';
    const { until, dearest } = lasting;
    const without = dearest && withoutText(brief(dearest.name), dearest.until, figures.period, now, locale);
    return words.lasts.sentence(lastingText(until, figures.period, now, locale), without);
  }
  if (exemption && Date.parse(exemption.until) > now.getTime())
    return words.state.exempt(dayText(exemption.until, now, locale));
  if (state === 'open') return graceHours > 0 ? words.state.grace(graceHours) : words.state.open;
  return words.state[state];
}

function charts({ locale, now }: BudgetView, figures: Figures): object[] {
  return [...partsChart(figures, locale), ...daysChart(figures.spending?.days ?? [], now, locale)];
}

function spentFacts(spending: Spending, now: Date, locale: string, left?: Money): Fact[] {
  const { billed, estimated, perHour, forecast, period, billedThrough } = spending;
  const money = (sum: Money) => moneyText(sum, locale);
  const day = (at: string) => dayText(at, now, locale);
  return [
    ...line(names.billed, words.through(money(billed), billedThrough && day(billedThrough))),
    ...line(names.estimated, money(estimated)),
    ...line(names.left, left && money(left)),
    ...line(names.rate, isPositive(perHour) ? words.anHour(money(perHour)) : words.costsNothing),
    ...line(
      period.to ? names.forecast(day(period.to)) : names.forecastOnce,
      forecast && words.forecast(money(forecast.likely), money(forecast.low), money(forecast.high)),
    ),
  ];
}

function foreignFact(foreign: readonly Money[], money: (sum: Money) => string): Fact[] {
  return line(names.foreign, foreign.length > 0 && words.foreign(foreign.slice(0, 4).map(money)));
}

function line(title: string, value: string | false | undefined): Fact[] {
  return value ? [{ title, value }] : [];
}

function ageOf(spending: Spending | undefined, { now, locale, isRefreshing }: BudgetView): string {
  const { askedAt, billedThrough } = spending ?? {};
  const asked = askedAt ? words.age.asked(ago(askedAt, now)) : spending && words.age.never;
  const through = askedAt && billedThrough && words.age.through(dayText(billedThrough, now, locale));
  return [asked, through, isRefreshing && words.age.refreshing].filter(Boolean).join(' ');
}

function buttonsOf({ workspace, may, budget }: BudgetView, share: number | undefined): Button[] {
  const data = { id: workspace.id };
  const positive = { style: 'positive' } as const;
  const presses = share !== undefined && share >= topUpFirstFrom;
  return [
    ...(budget && may.ask ? [button(actions.topUp, 'budget.topup', data, presses ? positive : {})] : []),
    ...(may.manage
      ? [button(budget ? actions.change : actions.set, 'budget.set', data, budget ? { mode: 'secondary' } : positive)]
      : []),
    button(actions.machines, 'machine.list', data),
    button(actions.refresh, 'budget.show', data, { mode: 'secondary' }),
  ];
}
