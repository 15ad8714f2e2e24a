import { runningPrice } from '../costs/running-price.ts';
import type { SpendingReports } from '../costs/spendings.ts';
import { type AzureMachine, isDeallocated } from '../machines/machine.ts';
import { tenAtATime } from '../machines/machine-stops.ts';
import type { Machines } from '../machines/machines.ts';
import { isPositive, type Money, plus } from '../money/money.ts';
import type { Caller } from '../people/people.ts';
import type { Workspace } from '../workspaces/workspaces.ts';

/** A machine that would be stopped. */
export interface PlannedMachine {
  readonly workspace: Workspace;
  readonly machine: string;
  /** Names of those who connected lately, the newest first. */
  readonly users: readonly string[];
  /** What it costs an hour; undefined where nobody knows. */
  readonly perHour?: Money;
}

export interface StopAllPlanParts {
  readonly machines: Pick<Machines, 'list' | 'othersOn'>;
  readonly spendings: Pick<SpendingReports, 'get'>;
}

/** What runs in these workspaces, and who uses it. Nothing is changed. @throws {WorkspaceError} Azure's */
export async function planStop(
  { machines, spendings }: StopAllPlanParts,
  caller: Caller,
  places: readonly Workspace[],
): Promise<readonly PlannedMachine[]> {
  const found = await tenAtATime(places, new AbortController().signal, async (workspace) => {
    const running = (await machines.list(caller, workspace)).filter(costs);
    const spending = running.length > 0 ? await spendings.get(workspace) : undefined;
    return running.map((machine) => {
      const perHour = runningPrice(spending, machine.name);
      const users = machines.othersOn({ ...caller, aadObjectId: '' }, machine).map(({ person }) => person.name);
      return { workspace, machine: machine.name, users, ...(perHour && { perHour }) };
    });
  });
  return found.flat();
}

/** What these cost an hour, by currency. */
export function savedBy(machines: readonly PlannedMachine[]): readonly Money[] {
  const sums = new Map<string, Money>();
  for (const { perHour } of machines) {
    if (!perHour || !isPositive(perHour)) continue;
    const before = sums.get(perHour.currency);
    sums.set(perHour.currency, before ? plus(before, perHour) : perHour);
  }
  return [...sums.values()];
}

function costs(machine: AzureMachine): boolean {
  return !isDeallocated(machine);
}
