import { dayOf, daysFrom, daysLater, firstOfMonth } from './days.ts';
import { Exact, shares, textOf } from './exact.ts';
import { machineId } from './machine-model.ts';
import type { State } from './state.ts';

/** What one resource cost on one day. */
export interface CostLine {
  /** Of the resource group, in lower case. */
  readonly group: string;
  /** Empty for what belongs to no resource. */
  readonly resourceId: string;
  readonly service: string;
  readonly day: string;
  /** Plain decimal text. */
  readonly amount: string;
  readonly currency: string;
}

/** Resource -> day -> amount, of one group and currency. */
type Page = Record<string, Record<string, string>>;

/** Azure's name of the service that a resource is billed under. */
export function serviceOf(resourceId: string): string {
  if (/\/virtualMachines\//i.test(resourceId)) return 'Virtual Machines';
  return /\/virtualNetworks\//i.test(resourceId) ? 'Virtual Network' : 'Storage';
}

/** What was said to have been billed: amounts by group, resource and day, exact to the last digit. */
export class Books {
  readonly #state: State;

  constructor(state: State) {
    this.#state = state;
  }

  /**
   * The month-to-date cost of a group from now on. The first amount of a month is spread over its days up to yesterday; one that
   * differs from it puts the difference on yesterday, or takes it from the newest days. Another currency takes the place of the
   * one before. The caller saves the state.
   */
  set(group: string, { amount, currency }: { amount: string; currency: string }, now: Date): void {
    const today = dayOf(now);
    const first = firstOfMonth(today);
    const newest = today === first ? today : daysLater(today, -1);
    const book = this.#bookOf(group, first);
    for (const [other, page] of Object.entries(book)) if (other !== currency) forget(page, first);
    book[currency] ??= {};
    const page = book[currency];
    const known = Object.values(page).flatMap((days) => Object.entries(days).filter(([day]) => day >= first));
    const sum = known.reduce((total, [, text]) => total.plus(text), new Exact(0));
    const difference = new Exact(amount).minus(sum);
    if (known.length === 0) spread(page, this.#resources(group), daysFrom(first, newest), difference);
    else if (difference.gt(0)) spread(page, this.#resources(group), [newest], difference);
    else if (difference.lt(0)) takeBack(page, first, newest, difference.negated());
  }

  /** A line that stands until somebody sets another amount for the group. The caller saves the state. */
  seed({ group, resourceId, day, amount, currency }: Omit<CostLine, 'service'>): void {
    const { data } = this.#state;
    data.books[group] ??= {};
    const book = data.books[group];
    book[currency] ??= {};
    add(book[currency], resourceId, day, new Exact(amount));
    if (!data.seededBooks.includes(group)) data.seededBooks.push(group);
  }

  *lines(): Generator<CostLine> {
    for (const [group, book] of Object.entries(this.#state.data.books))
      for (const [currency, page] of Object.entries(book))
        for (const [resourceId, days] of Object.entries(page)) {
          const service = serviceOf(resourceId);
          for (const [day, amount] of Object.entries(days)) yield { group, resourceId, service, day, amount, currency };
        }
  }

  /** Without what was only there to begin with. */
  #bookOf(group: string, first: string): Record<string, Page> {
    const { data } = this.#state;
    const key = group.toLowerCase();
    data.books[key] ??= {};
    if (data.seededBooks.includes(key)) for (const page of Object.values(data.books[key])) forget(page, first);
    data.seededBooks = data.seededBooks.filter((seeded) => seeded !== key);
    return data.books[key];
  }

  #resources(group: string): string[] {
    const wanted = group.toLowerCase();
    const machines = this.#state.data.machines.filter(({ resourceGroup }) => resourceGroup.toLowerCase() === wanted);
    return machines.length > 0 ? machines.map((machine) => machineId(machine).toLowerCase()) : [''];
  }
}

/** Evenly over the resources, and each one's share evenly over the days. */
function spread(page: Page, resources: readonly string[], days: readonly string[], amount: Exact): void {
  for (const [index, share] of shares(amount, resources.length).entries())
    for (const [at, part] of shares(share, days.length).entries()) add(page, resources[index]!, days[at]!, part);
}

function add(page: Page, resourceId: string, day: string, amount: Exact): void {
  if (amount.isZero()) return;
  page[resourceId] ??= {};
  const days = page[resourceId];
  days[day] = textOf(new Exact(days[day] ?? 0).plus(amount));
}

/** From the newest days as much as is there; what is more becomes a credit on the newest. */
function takeBack(page: Page, first: string, newest: string, amount: Exact): void {
  let rest = amount;
  const days = [...new Set(Object.values(page).flatMap((known) => Object.keys(known)))].filter((day) => day >= first);
  for (const day of days.sort().reverse())
    for (const known of Object.values(page)) {
      const here = new Exact(known[day] ?? 0);
      if (here.lte(0)) continue;
      const taken = Exact.min(here, rest);
      rest = rest.minus(taken);
      if (taken.eq(here)) delete known[day];
      else known[day] = textOf(here.minus(taken));
    }
  add(page, Object.keys(page)[0] ?? '', newest, rest.negated());
}

function forget(page: Page, first: string): void {
  for (const days of Object.values(page)) for (const day of Object.keys(days)) if (day >= first) delete days[day];
}
