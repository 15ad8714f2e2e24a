import { type BudgetPeriod, dayOf, daysAfter } from '../money/budget-period.ts';
import { forSeconds, isPositive, type Money, minus, nothing, plus, rounded } from '../money/money.ts';
import { MoneySums } from '../money/money-sums.ts';
import { type Spending, spendingAddress } from '../money/spending.ts';
import { forecast } from './forecast.ts';
import { diskResource, estimatePlaces, machineResource, machineSpendings } from './machine-spendings.ts';
import type { Metering } from './metering.ts';
import type { MonthCosts } from './month-costs.ts';
import type { PriceList } from './prices.ts';

/** Everything that a workspace's figures are made of. */
export interface Reckoning {
  readonly period: BudgetPeriod;
  /** In which the figures are. */
  readonly currency: string;
  readonly now: Date;
  /** The period's months, and the one before. */
  readonly months: readonly MonthCosts[];
  /** Metered until now. */
  readonly metering: Metering;
  readonly prices: PriceList;
}

/** So long after a day's end Azure may still add to it (Cost Management, "Understand cost data": usage shows within 8 to 24 hours). */
const settlesAfterInMs = 24 * 3_600_000;
const mostDays = 62;

/**
 * The newest day of which Azure's word alone counts: a day earlier than anything it could still add to when it was asked, and
 * not later than the newest that it had billed at all in this currency. Undefined where it never billed.
 */
export function settledThrough(
  { askedAt, lastBilled }: Pick<Metering, 'askedAt' | 'lastBilled'>,
  currency: string,
): string | undefined {
  const last = lastBilled[currency];
  if (askedAt === undefined || last === undefined) return undefined;
  const ended = daysAfter(dayOf(new Date(Date.parse(askedAt) - settlesAfterInMs)), -1);
  return last < ended ? last : ended;
}

/**
 * The figures. On a day that is not settled every resource counts with what Azure has billed for it, and as estimated with what our
 * own reckoning of its hours says more than that: so a day that is billed in part counts once, and no hour is missing.
 */
export function reckon(known: Reckoning): Spending {
  const { period, currency, now, metering } = known;
  const billed = billedOf(known);
  const estimated = estimatedOf(known, billed.resourceDays);
  const total = { billed: billed.sums.of('all'), estimated: estimated.sums.of('all') };
  const { machines, perHour } = machineSpendings(known, billed.sums, estimated.sums);
  const today = dayOf(now);
  const onDay = (day: string) => ({
    day,
    billed: billed.sums.of(`day ${day}`),
    estimated: estimated.sums.of(`day ${day}`),
  });
  const firstKnown = [...billed.days, ...estimated.days].sort()[0];
  const last = metering.lastBilled[currency];
  const ended = metering.askedAt === undefined ? undefined : daysAfter(metering.askedAt.slice(0, 10), -1);
  return {
    ...spendingAddress(metering.workspace),
    kind: 'spending',
    schema: 1,
    workspace: metering.workspace,
    period,
    ...total,
    perHour,
    machines,
    rest: minus(total.billed, plus(nothing(currency), ...machines.map((machine) => machine.billed))),
    days: daysOf(period, today).map(onDay),
    ...withForecast(
      forecast(
        {
          spent: plus(total.billed, total.estimated),
          perHour,
          on: (day) => {
            if (firstKnown === undefined || day < firstKnown) return undefined;
            const { billed: one, estimated: other } = onDay(day);
            return plus(one, other);
          },
        },
        period,
        now,
      ),
    ),
    foreign: billed.foreign,
    ...(last !== undefined && ended !== undefined && { billedThrough: last < ended ? last : ended }),
    ...(metering.askedAt !== undefined && { askedAt: metering.askedAt }),
    at: now.toISOString(),
  };
}

function withForecast(found: Spending['forecast']): Pick<Spending, 'forecast'> {
  return found ? { forecast: found } : {};
}

interface Billed {
  /** `all`, `day 2026-11-02`, and the period's by resource. */
  readonly sums: MoneySums;
  /** By resource and day, for days that are not settled. */
  readonly resourceDays: MoneySums;
  readonly foreign: readonly Money[];
  readonly days: ReadonlySet<string>;
}

function billedOf({ period, currency, months, metering }: Reckoning): Billed {
  const sums = new MoneySums(currency);
  const resourceDays = new MoneySums(currency);
  const foreign = new Map<string, Money>();
  const days = new Set<string>();
  const settled = settledThrough(metering, currency) ?? '';
  for (const { month, lines } of months)
    for (const line of lines) {
      const isOwn = line.currency === currency;
      const whole = new MoneySums(line.currency);
      for (const [date, amount] of Object.entries(line.days)) {
        const day = `${month}-${date}`;
        if (contains(period, day)) whole.add('all', amount);
        if (!isOwn) continue;
        days.add(day);
        sums.add(`day ${day}`, amount);
        if (day > settled) resourceDays.add(`${line.resource} ${day}`, amount);
      }
      if (whole.names.length === 0) continue;
      const { amount } = whole.of('all');
      if (isOwn) for (const name of ['all', line.resource]) sums.add(name, amount);
      else
        foreign.set(
          line.currency,
          plus(foreign.get(line.currency) ?? nothing(line.currency), { amount, currency: line.currency }),
        );
    }
  const others = [...foreign.values()].filter(({ amount }) => amount !== '0');
  return { sums, resourceDays, days, foreign: others.sort((a, b) => (a.currency < b.currency ? -1 : 1)) };
}

/** What is not billed yet, in the same names as what is. */
function estimatedOf(
  { period, currency, metering, prices }: Reckoning,
  billedDays: MoneySums,
): { readonly sums: MoneySums; readonly days: ReadonlySet<string> } {
  const settled = settledThrough(metering, currency) ?? '';
  const reckoned = new Map<string, { readonly resource: string; readonly day: string; readonly sums: MoneySums }>();
  const add = (resource: string, days: Readonly<Record<string, number>>, costOf: (seconds: number) => Money) => {
    for (const [day, milliseconds] of Object.entries(days)) {
      if (day <= settled) continue;
      const key = `${resource} ${day}`;
      const entry = reckoned.get(key) ?? { resource, day, sums: new MoneySums(currency) };
      reckoned.set(key, entry);
      entry.sums.add('all', costOf(milliseconds / 1000).amount);
    }
  };
  for (const machine of metering.machines) {
    const price = prices.machine(machine, currency);
    if (price) add(machineResource(machine), machine.days, (seconds) => forSeconds(price, seconds));
  }
  for (const disk of metering.disks) {
    const price = prices.disk(disk, currency);
    if (price) add(diskResource(disk), disk.days, (seconds) => forSeconds(price, seconds));
  }
  const sums = new MoneySums(currency);
  const days = new Set<string>();
  for (const [key, { resource, day, sums: reckonedSums }] of reckoned) {
    days.add(day);
    const more = rounded(minus(reckonedSums.of('all'), billedDays.of(key)), estimatePlaces);
    if (!isPositive(more)) continue;
    sums.add(`day ${day}`, more.amount);
    if (!contains(period, day)) continue;
    sums.add('all', more.amount);
    sums.add(resource, more.amount);
  }
  return { sums, days };
}

/** The days of the period up to today, the newest 62 of them. */
function daysOf({ from, to }: BudgetPeriod, today: string): readonly string[] {
  const last = to !== undefined && to < today ? to : today;
  const days: string[] = [];
  for (let day = last; day >= from && days.length < mostDays; day = daysAfter(day, -1)) days.push(day);
  return days.reverse();
}

function contains({ from, to }: BudgetPeriod, day: string): boolean {
  return day >= from && (to === undefined || day <= to);
}
