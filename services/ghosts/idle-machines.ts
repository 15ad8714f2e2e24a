import type { Changes } from '../change/change.ts';
import type { MetricsClient } from '../costs/cost.ts';
import type { SpendingReports } from '../costs/spendings.ts';
import type { Machine, Machines } from '../machines/machines.ts';
import { compare, type Money, nothing } from '../money/money.ts';
import type { Caller } from '../people/people.ts';
import { requirePermission } from '../policy.ts';
import type { Clock } from '../time/clock.ts';
import type { Workspace } from '../workspaces/workspaces.ts';
import { idleMachines, isInUse } from './ghost-search.ts';
import { ghosts, ghostsAddress } from './ghosts.ts';

export interface IdleMachinesParts {
  readonly machines: Pick<Machines, 'list'>;
  readonly metrics: MetricsClient;
  readonly spendings: Pick<SpendingReports, 'get'>;
  readonly changes: Pick<Changes, 'get'>;
  readonly clock: Clock;
}

/** A machine that runs and that nobody uses. */
export interface IdleMachine {
  readonly machine: Machine;
  /** What it costs while it runs; undefined where that is not known. */
  readonly perHour?: Money;
  /** Somebody said that it shall be left alone for now. */
  readonly isLeft: boolean;
}

/** Machines that run for nobody, found as the hunt at night finds them, when somebody asks by day. */
export class IdleMachines {
  readonly #parts: IdleMachinesParts;

  constructor(parts: IdleMachinesParts) {
    this.#parts = parts;
  }

  /** Those of a workspace, the dearest first. @throws {WorkspaceError} not-found, forbidden, and Azure's */
  async list(caller: Caller, workspace: Workspace): Promise<readonly IdleMachine[]> {
    requirePermission(caller, workspace, 'machine.operate');
    const { machines, metrics, spendings, changes, clock } = this.#parts;
    const now = clock.now();
    const listed = await machines.list(caller, workspace);
    const [idle, spending, known] = await Promise.all([
      idleMachines(listed, metrics, now),
      spendings.get(workspace),
      changes.get(ghosts, ghostsAddress(workspace.id)),
    ]);
    const names = new Set(idle.map(({ ghost }) => ghost.name));
    const prices = new Map(
      spending?.machines.map(({ name, runningPerHour, perHour }) => [name.toLowerCase(), runningPerHour ?? perHour]),
    );
    return listed
      .filter(({ name, record }) => names.has(name) && !isInUse(record, now))
      .map((machine) => {
        const name = machine.name.toLowerCase();
        const perHour = prices.get(name);
        const isLeft = (known?.left[name] ?? '') > now.toISOString();
        return { machine, isLeft, ...(perHour && { perHour }) };
      })
      .toSorted(dearestFirst);
  }
}

function dearestFirst({ perHour: one }: IdleMachine, { perHour: other }: IdleMachine): number {
  const currency = (one ?? other)?.currency ?? 'EUR';
  return compare(other ?? nothing(currency), one ?? nothing(currency));
}
