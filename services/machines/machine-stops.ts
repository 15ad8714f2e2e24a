import { WorkspaceError } from '../errors.ts';
import { growingPause } from '../time/growing-pause.ts';
import type { Workspace } from '../workspaces/workspaces.ts';
import { isDeallocated, type MachineClient } from './machine.ts';
import { isUnderWay, type MachineRecord } from './machine-record.ts';
import type { Machines } from './machines.ts';

export interface MachineStopsParts {
  readonly azure: Pick<MachineClient, 'get'>;
  readonly machines: Pick<Machines, 'recordOf' | 'stopFor'>;
}

/** Why machines are stopped, and since when. */
export interface StopOrder {
  /** The same for the same order: what is asked of Azure under it is asked once. */
  readonly key: string;
  /** ISO. */
  readonly startedAt: string;
  /** For the record, a finished sentence. */
  readonly reason: string;
}

/** How the stopping of one machine goes. */
export interface MachineStop {
  readonly machine: string;
  readonly state: 'waiting' | 'stopping' | 'stopped' | 'failed';
  /** A finished sentence, where it failed. */
  readonly problem?: string;
}

export interface StopTarget {
  readonly workspace: Workspace;
  readonly machine: string;
  /** As the last look found it. */
  readonly before?: Pick<MachineStop, 'problem'> | undefined;
}

export interface StopLook {
  readonly stop: MachineStop;
  /** True where this order asked for the stop, and nobody else before. */
  readonly isOurs: boolean;
}

/** Machines that are asked about, and stopped, at the same time. */
const parallel = 10;
const mostLetters = 200;
const shortestPauseInMs = 2_000;

/**
 * Has machines stopped, and says how far each is: by Azure's word until it is deallocated. What goes on is in the machines' own
 * documents, so that whoever looks again, also after a crash, asks for nothing twice.
 */
export class MachineStops {
  readonly #parts: MachineStopsParts;

  constructor(parts: MachineStopsParts) {
    this.#parts = parts;
  }

  /** One look at each, ten at a time; what still runs and was not asked yet, or failed, is asked to stop. In their order. */
  async look(targets: readonly StopTarget[], order: StopOrder, signal: AbortSignal): Promise<readonly StopLook[]> {
    return await tenAtATime(targets, signal, async (target) => await this.#look(target, order));
  }

  async #look({ workspace, machine: name, before }: StopTarget, order: StopOrder): Promise<StopLook> {
    const { azure, machines } = this.#parts;
    const problem = before?.problem === undefined ? {} : { problem: before.problem };
    let isOurs = false;
    const as = (state: MachineStop['state'], more: Pick<MachineStop, 'problem'> = {}): StopLook => ({
      stop: { machine: name, state, ...more },
      isOurs,
    });
    try {
      const [machine, record] = [
        await azure.get(workspace.resourceGroup, name),
        await machines.recordOf(workspace, name),
      ];
      isOurs = wasAsked(record, order);
      // What was deleted runs no more.
      if (!machine) return as('stopped');
      const { operation, sequence = 0 } = record ?? {};
      const underWay = isUnderWay(record) ? operation?.verb : undefined;
      // A start that was asked for before is still to come, whatever Azure says now.
      if (isDeallocated(machine) && underWay !== 'start') return as('stopped');
      if (underWay === 'stop') return as('stopping', problem);
      // The same until something else was asked of the machine: a crash in between asks for nothing twice.
      const key = `${order.key}/${name.toLowerCase()}/${sequence}`;
      const { outcome } = await machines.stopFor(workspace, name, key, order.reason);
      isOurs ||= outcome === 'begun';
      const isSince = operation?.verb === 'stop' && operation.requestedAt >= order.startedAt;
      const failure = isSince ? operation.failure : undefined;
      return failure ? as('failed', asProblem(failure.message)) : as('stopping', problem);
    } catch (error) {
      if (!(error instanceof WorkspaceError)) throw error;
      if (error.code === 'not-found') return as('stopped');
      return error.code === 'busy' ? as('waiting', problem) : as('failed', asProblem(error.message));
    }
  }
}

/** One after the other in groups of ten; throws the signal's reason between two groups. */
export async function tenAtATime<T, R>(
  all: readonly T[],
  signal: AbortSignal,
  work: (one: T) => Promise<R>,
): Promise<readonly R[]> {
  const results: R[] = [];
  for (let index = 0; index < all.length; index += parallel) {
    signal.throwIfAborted();
    results.push(...(await Promise.all(all.slice(index, index + parallel).map(work))));
  }
  return results;
}

/** How long to wait before the next look, in milliseconds: the longer it goes on the longer, at least two seconds. */
export function pauseAfter(elapsedInMs: number, longestInMs: number): number {
  return growingPause(elapsedInMs, { part: 4, shortest: shortestPauseInMs, longest: longestInMs });
}

/** What could not be done, short enough for a list. */
export function asProblem(message: string): { readonly problem: string } {
  return { problem: message.slice(0, mostLetters) };
}

function wasAsked(record: MachineRecord | undefined, { key }: StopOrder): boolean {
  return record?.history.some((entry) => entry.key.startsWith(`${key}/`)) ?? false;
}
