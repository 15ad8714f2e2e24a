import { createHash } from 'node:crypto';
import type { Budget } from '../budgets/budget.ts';
import { daysAfter } from '../money/budget-period.ts';
import type { Workspace } from '../workspaces/workspaces.ts';
import { type CostFact, isMachine, resourceOf } from './cost-facts.ts';
import { lastDayOf } from './month-costs.ts';

/** The columns of the star schema's tables, as docs/power-bi.md describes them; keys are text and the same every night. */
export const starColumns = {
  cost: ['date_key', 'workspace_key', 'resource_key', 'service_key', 'currency', 'amount'],
  date: ['date_key', 'date', 'year', 'quarter', 'month', 'month_name', 'day', 'weekday', 'weekday_name'],
  workspace: ['workspace_key', 'name', 'resource_group', 'cost_centre', 'currency', 'limit', 'per'],
  resource: ['resource_key', 'workspace_key', 'name', 'type', 'is_machine'],
  service: ['service_key', 'name'],
} as const;

export const budgetColumns = [
  ...['date_key', 'workspace_key', 'per', 'currency', 'limit', 'billed', 'estimated', 'state'],
] as const;

interface Keys {
  readonly resource: string;
  readonly service: string;
}

/** What the facts name, each once, gathered while the facts are written. */
export class StarDimensions {
  readonly #workspaces = new Map<string, readonly string[]>();
  readonly #resources = new Map<string, readonly string[]>();
  readonly #services = new Map<string, readonly string[]>();

  add({ workspace, resource, service }: CostFact): Keys {
    const keys = { resource: keyOf(`${workspace}/${resource}`), service: keyOf(service) };
    if (!this.#resources.has(keys.resource)) {
      const { name, type } = resourceOf(resource);
      this.#resources.set(keys.resource, [keys.resource, workspace, name, type, isMachine(resource) ? '1' : '0']);
    }
    if (!this.#services.has(keys.service)) this.#services.set(keys.service, [keys.service, service]);
    return keys;
  }

  addWorkspace({ id, name, resourceGroup }: Workspace, budget: Budget | undefined): void {
    const { costCentre = '', limit, per = '' } = budget ?? {};
    this.#workspaces.set(id, [id, name, resourceGroup, costCentre, limit?.currency ?? '', limit?.amount ?? '', per]);
  }

  workspaces(): Iterable<readonly string[]> {
    return this.#workspaces.values();
  }

  resources(): Iterable<readonly string[]> {
    return this.#resources.values();
  }

  services(): Iterable<readonly string[]> {
    return this.#services.values();
  }
}

export function factRow(keys: Keys, { day, workspace, currency, amount }: CostFact): readonly string[] {
  return [day.replaceAll('-', ''), workspace, keys.resource, keys.service, currency, amount];
}

const monthName = new Intl.DateTimeFormat('en', { month: 'long', timeZone: 'UTC' });
const weekdayName = new Intl.DateTimeFormat('en', { weekday: 'long', timeZone: 'UTC' });

/** Every day of the months; weekdays count from Monday, 1 (ISO 8601). */
export function* dateRows(months: readonly string[]): Generator<readonly string[]> {
  const [first, last] = [months[0], months.at(-1)];
  if (!first || !last) return;
  for (let day = `${first}-01`; day <= lastDayOf(last); day = daysAfter(day, 1)) {
    const at = new Date(`${day}T12:00:00Z`);
    const [year = '', month = '', dayOfMonth = ''] = day.split('-');
    const quarter = `Q${Math.ceil(Number(month) / 3)}`;
    yield [
      ...[day.replaceAll('-', ''), day, year, quarter, `${Number(month)}`, monthName.format(at)],
      ...[`${Number(dayOfMonth)}`, `${at.getUTCDay() || 7}`, weekdayName.format(at)],
    ];
  }
}

function keyOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
