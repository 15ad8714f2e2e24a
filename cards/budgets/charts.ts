import { compare, isPositive, type Money, plus, share } from '../../services/money/money.ts';
import type { DaySpending } from '../../services/money/spending.ts';
import type { Fact } from '../fact.ts';
import { dayText, moneyText } from '../money.ts';
import { budgetTexts } from '../texts/budgets.ts';
import type { Figures } from './figures.ts';

const { chart: words } = budgetTexts;
const mostDays = 14;

/** Named colours of charts (Teams, "Charts in Adaptive Cards"), which follow the theme; far apart in brightness too. */
const colors = { billed: 'categoricalBlue', estimated: 'sequential6', left: 'neutral', over: 'attention' } as const;

/** A gauge of what is billed, estimated and left; none of a budget of nothing, and none where nothing is known. */
export function partsChart(figures: Figures, locale: string): object[] {
  const { billed, estimated, left, limit, spent, spending } = figures;
  if (!spending || !isPositive(limit)) return [];
  const text = (sum: Money) => moneyText(sum, locale);
  // What is beyond the budget has no room on its scale.
  const isOver = compare(spent, limit) > 0;
  const scale = isOver ? (share(limit, spent) ?? 1) : 1;
  const segment = (legend: string, sum: Money, color: string) =>
    isPositive(sum) ? [{ legend, size: plain(sum) * scale, color }] : [];
  return [
    {
      type: 'Chart.Gauge',
      // Whole percents, as everywhere.
      value: Math.floor(Math.min(1, share(spent, limit) ?? 1) * 100 + 1e-9) * (plain(limit) / 100),
      min: 0,
      max: plain(limit),
      valueFormat: 'Percentage',
      spacing: 'Medium',
      altText: words.partsAlt(text(billed), text(estimated), text(left)),
      segments: [
        ...segment(words.billed, billed, isOver ? colors.over : colors.billed),
        ...segment(words.estimated, estimated, colors.estimated),
        ...segment(words.left, left, colors.left),
      ],
      fallback: {
        type: 'TextBlock',
        text: words.partsAlt(text(billed), text(estimated), text(left)),
        wrap: true,
        isSubtle: true,
      },
    },
  ];
}

/** Bars of the last days, billed and estimated upon each other; none where nothing was spent. */
export function daysChart(days: readonly DaySpending[], now: Date, locale: string): object[] {
  const shown = days.slice(-mostDays);
  const sums = shown.map(({ day, billed, estimated }) => ({ day, sum: plus(billed, estimated) }));
  const most = sums.toSorted((a, b) => compare(b.sum, a.sum))[0];
  if (!most || !isPositive(most.sum)) return [];
  const alt = words.daysAlt(shown.length, moneyText(most.sum, locale), dayText(most.day, now, locale));
  const series = (legend: string, color: string, of: (day: DaySpending) => Money) => ({
    legend,
    color,
    values: shown.map((day) => ({ x: String(Number(day.day.slice(8))), y: Math.max(0, plain(of(day))) })),
  });
  const facts: Fact[] = sums
    .slice(-3)
    .map(({ day, sum }) => ({ title: dayText(day, now, locale), value: moneyText(sum, locale) }));
  return [
    {
      type: 'TextBlock',
      text: words.days(most.sum.currency),
      isSubtle: true,
      size: 'Small',
      spacing: 'Medium',
      wrap: true,
    },
    {
      type: 'Chart.VerticalBar.Grouped',
      stacked: true,
      spacing: 'None',
      altText: alt,
      data: [
        series(words.billed, colors.billed, ({ billed }) => billed),
        series(words.estimated, colors.estimated, ({ estimated }) => estimated),
      ],
      fallback: { type: 'FactSet', facts: [...facts, { title: words.most, value: moneyText(most.sum, locale) }] },
    },
  ];
}

/** As a chart takes it: a picture needs no more digits. */
function plain({ amount }: Money): number {
  return Math.round(Number(amount) * 100) / 100;
}
