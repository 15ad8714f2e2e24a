import {
  type CostDimension,
  type CostGroup,
  type CostSummary,
  costDimensions,
} from '../../services/costs/cost-summary.ts';
import { isPositive, type Money, nothing, plus } from '../../services/money/money.ts';
import { button } from '../button.ts';
import type { Card } from '../card.ts';
import { fact } from '../fact.ts';
import { harmless } from '../harmless.ts';
import { headline } from '../headline.ts';
import { dayText, moneyText } from '../money.ts';
import { cardTemplate } from '../render.ts';
import { costReportTexts as words } from '../texts/cost-report.ts';
import { brief } from '../wording.ts';
import template from './report.json' with { type: 'json' };
import { reportId } from './report-id.ts';

const render = cardTemplate(template);
const mostGroups = 8;
const mostForeign = 3;

export interface ReportView {
  /** Undefined for all that the reader may see. */
  readonly workspace: { readonly id: string; readonly name: string } | undefined;
  /** Days in UTC, both among them; `words` go on in a sentence: `in March 2026`. */
  readonly period: { readonly from: string; readonly to: string; readonly words: string };
  /** The words that the buttons carry on; undefined for this month. */
  readonly said?: string;
  readonly by: CostDimension;
  /** Undefined where they are too many to add up while somebody waits. */
  readonly summary: CostSummary | undefined;
  /** Names of workspaces by id. */
  readonly names: ReadonlyMap<string, string>;
  readonly urls: { readonly csv: string; readonly xlsx: string };
  /** Of the reader, BCP 47. */
  readonly locale: string;
  readonly now: Date;
}

/** What was billed, put together, with the rows behind it as files; for the chat of the person the links were made for. */
export function reportCard(view: ReportView): Card {
  const { period, by, summary, urls, locale, now } = view;
  const groups = summary ? shownGroups(view, summary) : [];
  const title = titleOf(view);
  const foreign = (summary?.totals ?? []).slice(1, 1 + mostForeign).map((sum) => moneyText(sum, locale));
  const day = (at: string) => dayText(at, now, locale);
  const text = summary ? (groups.length === 0 ? words.nothing : '') : words.tooMany;
  return render({
    fallbackText: `${title}. ${text || words.by[by]}`,
    ...headline(title),
    subtitle: words.subtitle(day(period.from), day(period.to)),
    text,
    by: groups.length > 0 ? words.by[by] : '',
    charts: groups.length > 0 ? [chart(groups, by, locale)] : [],
    facts: [
      ...groups.flatMap(({ name, sum }) => fact(harmless(name), moneyText(sum, locale))),
      ...(foreign.length > 0 ? fact(words.foreign, foreign.join(', ')) : []),
    ],
    note: words.files,
    links: [
      { title: words.xlsx, url: urls.xlsx },
      { title: words.csv, url: urls.csv },
    ],
    buttons: otherDimensions(view),
  });
}

function titleOf({ workspace, period, summary, locale }: ReportView): string {
  if (!summary) return words.titleOfFile(period.words);
  const where = workspace ? brief(workspace.name) : words.all;
  const total = summary.totals[0];
  if (!total || !isPositive(total)) return words.titleOfNothing(where, period.words);
  return words.title(where, moneyText(total, locale), period.words);
}

/** The first ones under the names that people know, and the sum of the others. */
function shownGroups({ by, names }: ReportView, { groups, totals }: CostSummary): CostGroup[] {
  const named = groups.map(({ name, sum }) => ({ name: nameOf(name, by, names), sum }));
  if (named.length <= mostGroups) return named;
  const others = named.slice(mostGroups - 1).map(({ sum }) => sum);
  const rest: Money = plus(nothing(totals[0]!.currency), ...others);
  return [...named.slice(0, mostGroups - 1), { name: words.others(others.length), sum: rest }];
}

function nameOf(name: string, by: CostDimension, names: ReadonlyMap<string, string>): string {
  if (name === '') return words.none[by];
  return brief(by === 'workspace' ? (names.get(name) ?? name) : name);
}

/** Bars, dearest first; where charts are not drawn the facts below say the same. */
function chart(groups: readonly CostGroup[], by: CostDimension, locale: string): object {
  const said = groups.map(({ name, sum }) => `${harmless(name)} ${moneyText(sum, locale)}`).join(', ');
  return {
    type: 'Chart.HorizontalBar',
    spacing: 'Small',
    colorSet: 'categorical',
    altText: words.alt(words.by[by], said),
    data: groups.map(({ name, sum }) => ({
      x: harmless(name),
      y: Math.max(0, Math.round(Number(sum.amount) * 100) / 100),
      color: 'categoricalBlue',
    })),
    fallback: { type: 'Container', items: [] },
  };
}

/** What compares workspaces leads from one to all of them. */
function otherDimensions({ workspace, by, said, summary, names }: ReportView) {
  if (!summary) return [];
  const offered = costDimensions.filter((each) => each !== by && (names.size > 1 || !ofMany.includes(each)));
  return offered.slice(0, 4).map((each) => {
    const place = workspace && !ofMany.includes(each) ? { workspace: workspace.id } : {};
    const id = reportId({ by: each, ...place, ...(said && { period: said }) });
    return button(words.by[each], 'budget.report', { id }, { mode: 'secondary' });
  });
}

const ofMany: readonly CostDimension[] = ['workspace', 'costCentre'];
