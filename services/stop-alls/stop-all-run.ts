import { type NewEffect, system } from '../change/aggregate.ts';
import { type EffectOutcome, tireless } from '../effects/effect-handler.ts';
import type { Effects } from '../effects/effects.ts';
import { mayPass, WorkspaceError } from '../errors.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { MachineClient } from '../machines/machine.ts';
import { isUnderWay } from '../machines/machine-record.ts';
import { asProblem, MachineStops, pauseAfter, tenAtATime } from '../machines/machine-stops.ts';
import type { Machines } from '../machines/machines.ts';
import type { Caller } from '../people/people.ts';
import { adminActor } from '../roles/admin-right.ts';
import { personNow } from '../roles/caller-now.ts';
import type { Members } from '../roles/members.ts';
import type { Clock } from '../time/clock.ts';
import type { WorkspaceDirectory } from '../workspaces/workspace-directory.ts';
import type { Workspace } from '../workspaces/workspaces.ts';
import { type OrderedMachine, type StopAll, stopAll, stopAllId } from './stop-all.ts';

export interface StopAllRunParts {
  readonly azure: Pick<MachineClient, 'get'>;
  readonly machines: Pick<Machines, 'recordOf' | 'stopFor' | 'start'>;
  readonly members: Pick<Members, 'rolesNow'>;
  readonly workspaces: Pick<WorkspaceDirectory, 'all'>;
  readonly ledger: Pick<Ledger, 'note'>;
  readonly clock: Clock;
}

const timeoutInMs = 120_000;
/** After so long it is over, and what failed by then is named. */
const patienceInMs = 30 * 60_000;
const longestPauseInMs = 30_000;
const reason = 'An admin stopped everything.';

/**
 * Carries an order out: has its machines stopped, ten at a time, and looks until Azure says that each is deallocated; or starts those
 * again that it stopped. All that was asked for is in the machines' own documents: whoever takes over after a crash asks for nothing twice.
 */
export class StopAllRun {
  readonly #parts: StopAllRunParts;
  readonly #stops: MachineStops;

  constructor(parts: StopAllRunParts) {
    this.#parts = parts;
    this.#stops = new MachineStops(parts);
  }

  register(effects: Effects): void {
    const options = { maxAttempts: tireless, timeoutInMs };
    effects.register<StopAll>(stopAll, 'stopall.stop', {
      ...options,
      handle: async (_, order, { signal }) =>
        order.state === 'stopping' ? this.#after(order, 'stopped', await this.#stop(order, signal)) : { done: true },
    });
    effects.register<StopAll>(stopAll, 'stopall.start', {
      ...options,
      handle: async (_, order, { signal }) =>
        order.state === 'starting' ? this.#after(order, 'started', await this.#start(order, signal)) : { done: true },
    });
    effects.register<StopAll>(stopAll, 'stopall.note', {
      ...options,
      handle: async ({ data }, order) => await this.#note(order, data.what as string),
    });
  }

  async #stop(order: StopAll, signal: AbortSignal): Promise<readonly OrderedMachine[]> {
    const places = await this.#places();
    const open = order.machines.filter(({ state, workspace }) => state !== 'stopped' && places.has(workspace));
    const targets = open.map((one) => ({ workspace: places.get(one.workspace)!, machine: one.machine, before: one }));
    const asked = { key: `stopall/${stopAllId(order)}`, startedAt: order.startedAt!, reason };
    const looks = await this.#stops.look(targets, asked, signal);
    const found = new Map(looks.map((look, at) => [open[at], look]));
    return order.machines.map((one) => {
      const look = found.get(one);
      if (!look) return one.state === 'stopped' ? one : { ...one, state: 'stopped' };
      const isOurs = look.isOurs || one.isOurs === true;
      return { workspace: one.workspace, ...look.stop, ...(isOurs && { isOurs }) };
    });
  }

  /** Each start is the admin's own, with the rights of now and with the money that is there. */
  async #start(order: StopAll, signal: AbortSignal): Promise<readonly OrderedMachine[]> {
    const places = await this.#places();
    const caller = await personNow(this.#parts.members, order.by);
    const key = `stopall/${stopAllId(order)}/again`;
    return await tenAtATime(order.machines, signal, async (one) => {
      if (one.state !== 'waiting' && one.state !== 'starting') return one;
      const workspace = places.get(one.workspace);
      return workspace ? await this.#startOne(caller, workspace, one, key) : refused(one, 'Its workspace is gone.');
    });
  }

  async #startOne(caller: Caller, workspace: Workspace, one: OrderedMachine, key: string): Promise<OrderedMachine> {
    const { machines } = this.#parts;
    const { problem: _, ...plain } = one;
    try {
      const record = await machines.recordOf(workspace, one.machine);
      if (!record?.history.some((entry) => entry.key === key)) {
        const { outcome } = await machines.start(caller, workspace, one.machine, { key, via: 'card' });
        return { ...plain, state: outcome === 'already' ? 'started' : 'starting' };
      }
      if (isUnderWay(record)) return { ...plain, state: 'starting' };
      const { failure } = record.operation ?? {};
      return failure ? { ...plain, state: 'failed', ...asProblem(failure.message) } : { ...plain, state: 'started' };
    } catch (error) {
      if (!(error instanceof WorkspaceError)) throw error;
      return mayPass(error, 'room') ? { ...one, ...asProblem(error.message) } : refused(one, error.message);
    }
  }

  #after(order: StopAll, over: 'stopped' | 'started', machines: readonly OrderedMachine[]): EffectOutcome<StopAll> {
    const now = this.#parts.clock.now();
    const elapsed = now.getTime() - Date.parse(order.startedAt!);
    const isDone = machines.every(
      ({ state }) => state === over || state === 'refused' || (over === 'started' && state === 'failed'),
    );
    const isOver = isDone || elapsed >= patienceInMs;
    const isSame = JSON.stringify(order.machines) === JSON.stringify(machines);
    const shown = isOver ? machines.map((one) => (isOpen(one, over) ? late(one) : one)) : machines;
    const change = (current: StopAll) =>
      isSame && !isOver
        ? undefined
        : {
            what: isOver ? `stopall.${over}` : `stopall.${current.state}`,
            next: { machines: shown, ...(isOver && { state: over, endedAt: now.toISOString() }) },
            effects: [...showing(current, now), ...(isOver ? [noting(over)] : [])],
          };
    if (isOver) return { done: true, change };
    return { again: new Date(now.getTime() + pauseAfter(elapsed, longestPauseInMs)), change };
  }

  /** In the ledger of each workspace that it is about: how many machines, and in the end how many did what was asked. */
  async #note(order: StopAll, what: string): Promise<EffectOutcome<StopAll>> {
    const isAsked = what === 'stopall.ordered' || what === 'stopall.undone';
    for (const workspace of new Set(order.machines.map((one) => one.workspace))) {
      const here = order.machines.filter((one) => one.workspace === workspace);
      const done = here.filter(({ state }) => state === 'stopped' || state === 'started').length;
      await this.#parts.ledger.note(workspace, {
        ...{ what, key: `${what}/${stopAllId(order)}/${workspace}`, subject: `stopall/${stopAllId(order)}` },
        ...(isAsked
          ? { by: adminActor(order.by), via: 'card', detail: { machines: here.length } }
          : { by: system, via: 'system', detail: { machines: here.length, done } }),
      });
    }
    return { done: true };
  }

  async #places(): Promise<ReadonlyMap<string, Workspace>> {
    return new Map((await this.#parts.workspaces.all()).map((workspace) => [workspace.id, workspace]));
  }
}

function isOpen({ state }: OrderedMachine, over: 'stopped' | 'started'): boolean {
  return state !== over && state !== 'refused' && state !== 'failed';
}

/** What did not come to its end in time. */
function late(one: OrderedMachine): OrderedMachine {
  return { ...one, state: 'failed', problem: one.problem ?? 'Azure did not do it within half an hour.' };
}

function refused(one: OrderedMachine, message: string): OrderedMachine {
  return { ...one, state: 'refused', ...asProblem(message) };
}

/** The admin's card, unless it is to be shown anyway. */
function showing({ effects }: StopAll, now: Date): NewEffect[] {
  return effects.some(({ kind }) => kind === 'stopall.show') ? [] : [{ kind: 'stopall.show', dueAt: now }];
}

function noting(over: 'stopped' | 'started'): NewEffect {
  return { kind: 'stopall.note', data: { what: `stopall.${over}` } };
}
