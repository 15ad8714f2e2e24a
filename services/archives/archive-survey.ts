import { listAll } from '../change/list-all.ts';
import type { MonthCosts } from '../costs/month-costs.ts';
import { isDeallocated } from '../machines/machine.ts';
import type { Machines } from '../machines/machines.ts';
import { type Money, money, nothing, plus } from '../money/money.ts';
import { type DataRequest, dataRequest, isUndecided } from '../requests/request.ts';
import type { Members } from '../roles/members.ts';
import { type MachineSchedule, machineSchedule } from '../schedules/machine-schedule.ts';
import type { Document, Store } from '../store/store.ts';
import type { Clock } from '../time/clock.ts';
import type { Workspace } from '../workspaces/workspaces.ts';
import { countsOf } from './archive-people.ts';
import { accountsOf } from './archive-work.ts';
import type { StorageTierClient } from './storage-tiers.ts';

/** What there is in a workspace that is to be closed. What could not be found out is undefined. */
export interface Survey {
  /** Wait for a decision, or for their author. */
  readonly requests: number;
  /** Approved, so that their files can be read or downloaded now. */
  readonly exports: number;
  readonly schedules: number;
  readonly people?: { readonly owners: number; readonly members: number };
  readonly machines?: { readonly all: number; readonly running: number };
  readonly storage?: { readonly files: number; readonly bytes: number };
  /** In each currency that Azure bills in: as far back as it is known, and this month. */
  readonly cost?: { readonly all: readonly Money[]; readonly month: readonly Money[] };
}

export interface ArchiveSurveyParts {
  readonly store: Store;
  readonly members: Pick<Members, 'everybody'>;
  readonly machines: Pick<Machines, 'of'>;
  readonly tiers: Pick<StorageTierClient, 'inventory'>;
  readonly clock: Clock;
}

/** Somebody waits for the card; what takes longer is shown as not known. */
const patienceInMs = 6_000;
const pageSize = 200;

/** Looks at what is open in a workspace, for whoever is to close it; everything at once, and nothing that fails spoils the rest. */
export class ArchiveSurvey {
  readonly #parts: ArchiveSurveyParts;

  constructor(parts: ArchiveSurveyParts) {
    this.#parts = parts;
  }

  /** @throws {WorkspaceError} unavailable, where the store does not answer */
  async of(workspace: Workspace): Promise<Survey> {
    const orUnknown = async <T>(asked: Promise<T | undefined>) => await asked.catch(() => undefined);
    const [requests, schedules, people, machines, storage, cost] = await Promise.all([
      this.#all<DataRequest>(workspace, dataRequest.kind),
      this.#all<MachineSchedule>(workspace, machineSchedule.kind),
      orUnknown(this.#parts.members.everybody(workspace).then(countsOf)),
      orUnknown(this.#machines(workspace)),
      orUnknown(this.#storage(workspace)),
      orUnknown(this.#cost(workspace)),
    ]);
    return {
      requests: requests.filter(isUndecided).length,
      exports: requests.filter(({ state }) => state === 'approved' || state === 'approving').length,
      schedules: schedules.filter(({ state }) => state !== 'off').length,
      ...(people && { people }),
      ...(machines && { machines }),
      ...(storage && { storage }),
      ...(cost && { cost }),
    };
  }

  async #machines(workspace: Workspace): Promise<Survey['machines']> {
    const all = await this.#parts.machines.of(workspace);
    return { all: all.length, running: all.filter((machine) => !isDeallocated(machine)).length };
  }

  async #storage(workspace: Workspace): Promise<Survey['storage']> {
    const signal = AbortSignal.timeout(patienceInMs);
    const found = (
      await Promise.all(accountsOf(workspace).map((one) => this.#parts.tiers.inventory(one, { signal })))
    ).flat();
    return {
      files: found.reduce((sum, { blobs }) => sum + blobs, 0),
      bytes: found.reduce((sum, { bytes }) => sum + bytes, 0),
    };
  }

  async #cost(workspace: Workspace): Promise<Survey['cost']> {
    const months = await this.#all<MonthCosts>(workspace, 'costs');
    const month = this.#parts.clock.now().toISOString().slice(0, 7);
    return { all: sums(months), month: sums(months.filter((each) => each.month === month)) };
  }

  async #all<D extends Document>({ id }: Workspace, kind: string): Promise<readonly D[]> {
    return await listAll<D>(this.#parts.store, { partition: `workspace/${id}`, kind, limit: pageSize });
  }
}

function sums(months: readonly MonthCosts[]): Money[] {
  const byCurrency = Map.groupBy(
    months.flatMap(({ lines }) => lines),
    ({ currency }) => currency,
  );
  return [...byCurrency].map(([currency, lines]) => {
    const days = lines.flatMap((line) => Object.values(line.days).map((amount) => money(amount, currency)));
    return plus(nothing(currency), ...days);
  });
}
