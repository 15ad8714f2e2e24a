import type { Store, Stored } from '../store/store.ts';
import type { Older } from './billing.ts';
import { type CostLine, type MonthCosts, monthCostsAddress } from './month-costs.ts';

type KnownMonths = ReadonlyMap<string, Stored<MonthCosts>>;

/** What Azure has billed for workspaces, month by month, as it is on record. */
export class MonthBook {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Those of the months that are on record. @throws {WorkspaceError} unavailable */
  async read(workspace: string, months: Iterable<string>): Promise<KnownMonths> {
    const known = new Map<string, Stored<MonthCosts>>();
    for (const month of months) {
      const { partition, id } = monthCostsAddress(workspace, month);
      const stored = await this.#store.get<MonthCosts>(partition, id);
      if (stored) known.set(month, stored);
    }
    return known;
  }

  /**
   * Writes what was heard and is not on record yet; twice is fine.
   * @param known what was read before, of these months and others @returns all of them, as they are now
   * @throws {WriteConflict} where another instance writes the same; {WorkspaceError} unavailable
   */
  async write(workspace: string, known: KnownMonths, heard: Older | undefined): Promise<readonly MonthCosts[]> {
    const months = new Map([...known].map(([month, { document }]) => [month, document]));
    const lines = heard?.rows.of(workspace);
    for (const month of heard?.months ?? []) {
      const stored = known.get(month);
      const next = monthCosts(workspace, month, lines?.get(month) ?? []);
      if (stored ? isSame(stored.document, next) : next.lines.length === 0) continue;
      await (stored ? this.#store.replace(next, stored.etag) : this.#store.create(next));
      months.set(month, next);
    }
    return [...months.values()];
  }
}

function monthCosts(workspace: string, month: string, lines: readonly CostLine[]): MonthCosts {
  return { ...monthCostsAddress(workspace, month), kind: 'costs', schema: 1, workspace, month, lines };
}

function isSame(one: MonthCosts, other: MonthCosts): boolean {
  return JSON.stringify(one.lines) === JSON.stringify(other.lines);
}
