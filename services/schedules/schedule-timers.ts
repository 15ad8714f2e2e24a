import type { Effect } from '../change/aggregate.ts';
import type { Changes } from '../change/change.ts';
import type { EffectOutcome } from '../effects/effect-handler.ts';
import type { Effects } from '../effects/effects.ts';
import { mayPass, WorkspaceError } from '../errors.ts';
import type { MachineClient } from '../machines/machine.ts';
import { isUnderWay, machineRecord, recordAddress } from '../machines/machine-record.ts';
import type { Machines } from '../machines/machines.ts';
import type { Clock } from '../time/clock.ts';
import type { WorkspaceDirectory } from '../workspaces/workspace-directory.ts';
import type { Workspace } from '../workspaces/workspaces.ts';
import { eveningOf } from './evening-policy.ts';
import {
  type EveningEnd,
  type MachineSchedule,
  machineSchedule,
  patienceInMs,
  stopEffect,
  stopOf,
  warnEffect,
} from './machine-schedule.ts';
import { runs, type Seen, startedLate } from './machine-sight.ts';
import { ended, nextOf, stopping, warned } from './schedule-moves.ts';

export interface ScheduleTimersParts {
  readonly azure: Pick<MachineClient, 'get'>;
  /** Many machines stop at the same hour: they are looked at in one list, seconds old. */
  readonly machines: Pick<Machines, 'of'>;
  readonly changes: Changes;
  /** Stops a machine on Labdesk's own account; the same key again is the same stop. @throws {WorkspaceError} busy, and Azure's */
  readonly stopFor: (workspace: Workspace, machine: string, key: string, reason: string) => Promise<unknown>;
  readonly workspaces: Pick<WorkspaceDirectory, 'byId'>;
  readonly clock: Clock;
}

type Outcome = EffectOutcome<MachineSchedule>;
const done: Outcome = { done: true };
/** While a machine does not run before its stop, so often is looked whether somebody has started it. */
const lookEveryInMs = 5 * 60_000;
const pollInMs = 3_000;
/** Many, since time is what ends it. */
const tireless = 100_000;
const reason = 'Its schedule stops it.';

/** What time brings to a schedule: the warning, the stop, and the next one. Where a machine does not run, nothing is written. */
export class ScheduleTimers {
  readonly #parts: ScheduleTimersParts;

  constructor(parts: ScheduleTimersParts) {
    this.#parts = parts;
  }

  register(effects: Effects): void {
    effects.register<MachineSchedule>(machineSchedule, 'schedule.warn', {
      maxAttempts: tireless,
      handle: async (effect, schedule) => await this.#warn(effect, schedule),
    });
    effects.register<MachineSchedule>(machineSchedule, 'schedule.stop', {
      maxAttempts: tireless,
      handle: async (effect, schedule) => await this.#stop(effect, schedule),
    });
    effects.register<MachineSchedule>(machineSchedule, 'schedule.ensure', {
      maxAttempts: tireless,
      handle: async (effect, schedule) => await this.#ensure(effect, schedule),
      onDead: (_effect, schedule, why) =>
        ended(schedule, { of: ofNow(schedule), end: 'failed', problem: why }, this.#parts.clock.now()),
    });
  }

  async #warn(effect: Effect, schedule: MachineSchedule): Promise<Outcome> {
    const { clock } = this.#parts;
    const stop = stopOf(effect);
    const now = clock.now();
    if (schedule.state !== 'on') return done;
    const seen = await this.#see(schedule);
    if (runs(seen) && now.getTime() - stop.at.getTime() <= patienceInMs)
      return { done: true, change: (current) => warned(current, stop, seen, clock.now()) };
    if (now < stop.at) {
      const again = Math.min(now.getTime() + lookEveryInMs, stop.at.getTime());
      return { again: new Date(again) };
    }
    const next = nextOf(schedule, stop, now);
    return next ? againFor(warnEffect(next)) : done;
  }

  async #stop(effect: Effect, schedule: MachineSchedule): Promise<Outcome> {
    const { clock } = this.#parts;
    const stop = stopOf(effect);
    const now = clock.now();
    if (schedule.state !== 'on') return done;
    const seen = await this.#see(schedule);
    const evening = eveningOf(schedule, stop);
    const isKnown = evening.warnings > 0 || evening.keeps.length > 0;
    const isMissed = now.getTime() - stop.at.getTime() > patienceInMs;
    if (runs(seen) && isMissed) return this.#over('missed', { of: stop.of });
    if (runs(seen) && evening.warnings === 0 && startedLate(seen, stop, schedule))
      return { done: true, change: (current) => warned(current, stop, seen, clock.now()) };
    if (runs(seen)) return { done: true, change: (current) => stopping(current, stop, seen, clock.now()) };
    const next = nextOf(schedule, stop, now);
    if (isKnown || !next) return this.#over('idle', { of: stop.of });
    return againFor(stopEffect(next));
  }

  /** Begins the stop and looks until Azure says that it is deallocated. */
  async #ensure(effect: Effect, schedule: MachineSchedule): Promise<Outcome> {
    const { clock, stopFor } = this.#parts;
    if (schedule.state !== 'stopping') return done;
    const seen = await this.#see(schedule, 'live');
    if (!seen?.machine) return this.#over('idle');
    const now = clock.now();
    if (!effect.data.begun) {
      const key = `schedule/${schedule.workspace}/${schedule.machine}/${effect.data.key}`;
      try {
        await stopFor(seen.workspace, schedule.machine, key, reason);
      } catch (error) {
        if (!(error instanceof WorkspaceError) || mayPass(error, 'resource')) throw error;
        return this.#over('failed', { problem: error.message });
      }
      return { again: new Date(now.getTime() + pollInMs), data: { ...effect.data, begun: true } };
    }
    const { machine, record } = seen;
    if (isUnderWay(record)) return { again: new Date(now.getTime() + pollInMs) };
    if (machine.state === 'Stopped' && !machine.allocated) return this.#over('stopped');
    const failure = record?.operation?.verb === 'stop' ? record.operation.failure : undefined;
    if (failure) return this.#over('failed', { problem: failure.message });
    // Somebody has started it again meanwhile, which they may.
    const started = record?.operation && record.operation.verb !== 'stop' && machine.state === 'Started';
    if (started) return this.#over('stopped');
    return { again: new Date(now.getTime() + pollInMs) };
  }

  /** The stop is over, by default the one that is being made. */
  #over(end: EveningEnd, { of, problem }: { readonly of?: Date; readonly problem?: string } = {}): Outcome {
    const { clock } = this.#parts;
    return { done: true, change: (current) => ended(current, { of: of ?? ofNow(current), end, problem }, clock.now()) };
  }

  async #see(
    { workspace: id, machine: name }: MachineSchedule,
    how: 'live' | 'listed' = 'listed',
  ): Promise<Seen | undefined> {
    const { azure, machines, changes, workspaces } = this.#parts;
    const workspace = await workspaces.byId(id);
    if (!workspace) return undefined;
    const [machine, record] = await Promise.all([
      how === 'live'
        ? azure.get(workspace.resourceGroup, name)
        : machines.of(workspace).then((all) => all.find((each) => each.name.toLowerCase() === name.toLowerCase())),
      changes.get(machineRecord, recordAddress(id, name)),
    ]);
    return { workspace, machine, record };
  }
}

function againFor({ dueAt, data }: ReturnType<typeof stopEffect>): Outcome {
  return { again: dueAt!, ...(data && { data }) };
}

/** The stop that is being made. */
function ofNow({ evening }: MachineSchedule): Date {
  return new Date(evening?.of ?? 0);
}
