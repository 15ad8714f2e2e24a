import type { Logger } from 'pino';
import type { Effect } from '../change/aggregate.ts';
import { type EffectOutcome, type Then, tireless } from '../effects/effect-handler.ts';
import type { Effects } from '../effects/effects.ts';
import { WorkspaceError } from '../errors.ts';
import type { MachineClient } from '../machines/machine.ts';
import type { MachineStop } from '../machines/machine-stops.ts';
import { asProblem, MachineStops, pauseAfter } from '../machines/machine-stops.ts';
import type { Machines } from '../machines/machines.ts';
import type { Clock } from '../time/clock.ts';
import type { WorkspaceDirectory } from '../workspaces/workspace-directory.ts';
import type { Workspace } from '../workspaces/workspaces.ts';
import { type Budget, type BudgetStop, budget } from './budget.ts';
import { announceStop } from './budget-announcement.ts';

export interface BudgetStopsParts {
  readonly azure: Pick<MachineClient, 'get'>;
  readonly machines: Pick<Machines, 'of' | 'recordOf' | 'stopFor'>;
  readonly workspaces: Pick<WorkspaceDirectory, 'byId'>;
  readonly clock: Clock;
  readonly log: Logger;
}

/** How things stand at one look; `isComplete` where Azure said which machines there are. */
interface Look {
  readonly machines: readonly MachineStop[];
  readonly isComplete: boolean;
}

const timeoutInMs = 120_000;
const longestPauseInMs = 60_000;
/** After this long whatever still runs is made known to the admins. */
const escalatesAfterInMs = 30 * 60_000;
const reason = 'The budget is used up.';
const late = 'Azure did not stop it within half an hour.';

/**
 * Stops everything in a workspace whose money is gone: asks for it, looks at Azure until Azure says that each machine is
 * deallocated, asks again for what failed, and never gives up. What goes on is in the machines' own documents, so that whoever
 * takes over after a crash asks for nothing twice and forgets nothing.
 */
export class BudgetStops {
  readonly #parts: BudgetStopsParts;
  readonly #stops: MachineStops;

  constructor(parts: BudgetStopsParts) {
    this.#parts = parts;
    this.#stops = new MachineStops(parts);
  }

  register(effects: Effects): void {
    effects.register<Budget>(budget, 'budget.stop', {
      maxAttempts: tireless,
      timeoutInMs,
      handle: async (effect, document, { signal }) => await this.#stop(effect, document, signal),
    });
  }

  async #stop(
    { data }: Effect,
    { workspace: id, state, stop }: Budget,
    signal: AbortSignal,
  ): Promise<EffectOutcome<Budget>> {
    const { workspaces, clock } = this.#parts;
    if (state !== 'stopping' || !stop || stop.number !== data.stop) return { done: true };
    const workspace = await workspaces.byId(id);
    const look = workspace ? await this.#look(workspace, stop, signal) : { machines: [], isComplete: true };
    const isOver = look.isComplete && look.machines.every((machine) => machine.state === 'stopped');
    const now = clock.now();
    const elapsed = now.getTime() - Date.parse(stop.startedAt);
    const escalates = !isOver && stop.escalatedAt === undefined && elapsed >= escalatesAfterInMs;
    const change = (current: Budget) =>
      changed(current, stop.number, look, { now, isOver, escalates, isQuiet: data.isAgain === true });
    if (isOver) return { done: true, change };
    return { again: new Date(now.getTime() + pauseAfter(elapsed, longestPauseInMs)), change };
  }

  async #look(workspace: Workspace, stop: BudgetStop, signal: AbortSignal): Promise<Look> {
    const before = new Map(stop.machines.map((machine) => [machine.machine, machine]));
    const listed = await this.#listed(workspace);
    const names = [...new Set([...before.keys(), ...(listed ?? [])])].sort();
    const targets = names.map((machine) => ({ workspace, machine, before: before.get(machine) }));
    const order = { key: `budget/${stop.number}`, startedAt: stop.startedAt, reason };
    const machines = (await this.#stops.look(targets, order, signal)).map((look) => look.stop);
    return { machines, isComplete: listed !== undefined };
  }

  /** Undefined where Azure does not say; what is known is stopped all the same. */
  async #listed(workspace: Workspace): Promise<readonly string[] | undefined> {
    try {
      return (await this.#parts.machines.of(workspace)).map(({ name }) => name);
    } catch (error) {
      if (!(error instanceof WorkspaceError)) throw error;
      this.#parts.log.warn({ workspace: workspace.id, code: error.code }, 'Azure does not say what is to be stopped.');
      return undefined;
    }
  }
}

interface Outcome {
  readonly now: Date;
  readonly isOver: boolean;
  readonly escalates: boolean;
  /** Nobody is told where nothing ran after all. */
  readonly isQuiet: boolean;
}

function changed(
  current: Budget,
  number: number,
  look: Look,
  { now, isOver, escalates, isQuiet }: Outcome,
): Then<Budget> | undefined {
  const { state, stop, workspace } = current;
  if (state !== 'stopping' || stop?.number !== number) return undefined;
  const isLate = escalates || stop.escalatedAt !== undefined;
  const machines = isLate ? look.machines.map(overdue) : look.machines;
  const isSame = JSON.stringify(stop.machines) === JSON.stringify(machines);
  if (isSame && !isOver && !escalates) return undefined;
  const at = now.toISOString();
  const isSilent = isOver && isQuiet && stop.machines.length === 0;
  return {
    what: isOver ? 'budget.depleted' : escalates ? 'budget.escalated' : 'budget.stopping',
    next: {
      state: isOver ? 'depleted' : 'stopping',
      stop: { ...stop, machines, ...(isOver && { endedAt: at }), ...(escalates && { escalatedAt: at }) },
    },
    effects: [
      ...(isSilent || isShowing(current, number) ? [] : [announceStop(workspace, 'budget.stopcard', number)]),
      ...(escalates ? [announceStop(workspace, 'budget.escalate', number)] : []),
    ],
    detail: {
      stop: number,
      machines: machines.length,
      stopped: machines.filter((machine) => machine.state === 'stopped').length,
    },
  };
}

/** True where everybody's card is still to be shown: it will say how things stand then. */
function isShowing({ effects }: Budget, number: number): boolean {
  return effects.some(
    ({ kind, data }) =>
      kind === 'budget.announce' && data.tell === 'budget.stopcard' && data.stop === number && data.after === undefined,
  );
}

/** What admins were told of stays failed until it is stopped, although it is tried again. */
function overdue(one: MachineStop): MachineStop {
  return one.state === 'stopped' ? one : failed(one.machine, one.problem ?? late);
}

function failed(machine: string, message: string): MachineStop {
  return { machine, state: 'failed', ...asProblem(message) };
}
