import { plus } from '../money/money.ts';
import type { CostRow } from './cost.ts';
import { type CostLine, monthOf } from './month-costs.ts';

/** By resource, service and currency: the amounts by the day of the month less one. */
type Folded = Map<string, (string | undefined)[]>;

/** Rows of the whole subscription, in whatever order they come, brought together by workspace and month; it holds no row. */
export class CostFold {
  readonly #workspaces: ReadonlyMap<string, string>;
  readonly #months = new Map<string, Map<string, Folded>>();
  readonly #lastBilled: Record<string, string> = {};
  #count = 0;

  /** `workspaces`: their ids by their resource groups, in lower case. Rows of other groups are left out. */
  constructor(workspaces: ReadonlyMap<string, string>) {
    this.#workspaces = workspaces;
  }

  /** How many rows came, those of no workspace among them. */
  get count(): number {
    return this.#count;
  }

  /** The newest day with figures anywhere in the subscription, by currency. */
  get lastBilled(): Readonly<Record<string, string>> {
    return this.#lastBilled;
  }

  add(rows: readonly CostRow[]): void {
    for (const row of rows) this.#add(row);
  }

  /** The lines of one workspace by month, in their order. */
  of(workspace: string): ReadonlyMap<string, readonly CostLine[]> {
    const months = this.#months.get(workspace) ?? new Map<string, Folded>();
    return new Map([...months].map(([month, folded]) => [month, linesOf(folded)]));
  }

  /** Nobody asks for this one any more. */
  drop(workspace: string): void {
    this.#months.delete(workspace);
  }

  #add({ resourceGroup, resourceId, service, day, amount, currency }: CostRow): void {
    this.#count += 1;
    const last = this.#lastBilled[currency];
    if (last === undefined || day > last) this.#lastBilled[currency] = day;
    const workspace = this.#workspaces.get(resourceGroup.toLowerCase());
    if (workspace === undefined) return;
    const folded = this.#of(workspace, monthOf(day));
    const key = `${resourceOf(resourceId)}\n${service}\n${currency}`;
    let days = folded.get(key);
    if (!days) {
      days = [];
      folded.set(key, days);
    }
    const index = Number(day.slice(8)) - 1;
    const before = days[index];
    // More than one row for a day: a service has several meters, or a group is written in several ways.
    days[index] = before === undefined ? amount : plus({ amount: before, currency }, { amount, currency }).amount;
  }

  #of(workspace: string, month: string): Folded {
    const months = this.#months.get(workspace) ?? new Map<string, Folded>();
    this.#months.set(workspace, months);
    const folded = months.get(month) ?? new Map();
    months.set(month, folded);
    return folded;
  }
}

function linesOf(folded: Folded): readonly CostLine[] {
  return [...folded.keys()].sort().map((key) => {
    const [resource = '', service = '', currency = ''] = key.split('\n');
    const days: Record<string, string> = {};
    folded.get(key)!.forEach((amount, index) => {
      if (amount !== undefined) days[`${index + 1}`.padStart(2, '0')] = amount;
    });
    return { resource, service, currency, days };
  });
}

/** What stands behind the resource group's provider; the group itself is no resource. */
function resourceOf(resourceId: string): string {
  const id = resourceId.toLowerCase();
  const at = id.indexOf('/providers/');
  return at < 0 ? '' : id.slice(at + '/providers/'.length);
}
