import { Decimal } from 'decimal.js';
import { dayOf, daysAfter } from '../money/budget-period.ts';
import { compare, type Money, minus, money, nothing, plus } from '../money/money.ts';
import type { MachineSpending, Spending } from '../money/spending.ts';

/** What is supposed to be different from now, by the names of machines. */
export interface RunwayChange {
  /** As if it ran. */
  readonly running?: string;
  /** As if it did not. */
  readonly without?: string;
}

/**
 * The last day (in UTC) of the budget's period on which there is money, at today's rate: what runs now (machines with their
 * disks), and the daily average of everything else that Azure has billed. Undefined where the money lasts until the period ends,
 * or for ever. Today where it is gone. `limit` is in the spending's currency.
 * @throws {RangeError} where it is not
 */
export function runway(spending: Spending, limit: Money, at: Date, change: RunwayChange = {}): string | undefined {
  const left = minus(limit, plus(spending.billed, spending.estimated));
  const today = dayOf(at);
  const none = nothing(left.currency);
  if (compare(left, none) <= 0) return today;
  const rate = ratePerHour(spending, change);
  if (compare(rate, none) <= 0) return undefined;
  const hours = new Decimal(left.amount).dividedBy(rate.amount);
  // Farther than anybody plans, and than a Date reaches.
  if (hours.gt(1e6)) return undefined;
  const until = dayOf(new Date(at.getTime() + hours.toNumber() * 3_600_000));
  return spending.period.to !== undefined && until > spending.period.to ? undefined : until;
}

/** What a machine that runs costs an hour more than it costs now; undefined where its price is not known. */
export function costOfRunning({ perHour, runningPerHour }: MachineSpending): Money | undefined {
  return runningPerHour && minus(runningPerHour, perHour);
}

/** What is spent in an hour: what runs, and the rest as on an average day. */
function ratePerHour(spending: Spending, { running, without }: RunwayChange): Money {
  const rates = spending.machines.map((machine) => {
    const idle = machine.idlePerHour ?? nothing(spending.perHour.currency);
    if (sameName(machine.name, without)) return compare(machine.perHour, idle) < 0 ? machine.perHour : idle;
    return sameName(machine.name, running) ? (machine.runningPerHour ?? machine.perHour) : machine.perHour;
  });
  return plus(restPerHour(spending), ...rates);
}

/** What is no machine is known by what was billed for it. */
function restPerHour({ rest, period, billedThrough }: Spending): Money {
  const days = billedThrough === undefined || billedThrough < period.from ? 0 : daysBetween(period.from, billedThrough);
  if (days === 0) return nothing(rest.currency);
  return money(new Decimal(rest.amount).dividedBy(days * 24).toFixed(), rest.currency);
}

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(daysAfter(to, 1)) - Date.parse(from)) / 86_400_000);
}

function sameName(one: string, other: string | undefined): boolean {
  return other !== undefined && one.toLowerCase() === other.toLowerCase();
}
