import type { Effect } from './aggregate.ts';
import type { Changes } from './change.ts';
import type { Clock } from './clock.ts';
import type { EffectOutcome, Then } from './effect-handler.ts';
import type { Effects } from './effects.ts';
import { mayPass, WorkspaceError } from './errors.ts';
import { eveningOf } from './evening-policy.ts';
import type { MachineClient } from './machine.ts';
import { isUnderWay, machineRecord, recordAddress } from './machine-record.ts';
import {
  cardEffects,
  type Evening,
  type EveningEnd,
  isPlan,
  type MachineSchedule,
  machineSchedule,
  type PlannedStop,
  patienceInMs,
  stopAfter,
  stopEffect,
  stopEffects,
  stopOf,
  warnEffect,
  warningInMs,
} from './machine-schedule.ts';
import { merged, peopleOn, runs, type Seen, startedLate } from './machine-sight.ts';
import type { Machines } from './machines.ts';
import type { WorkspaceDirectory } from './workspace-directory.ts';
import type { Workspace } from './workspaces.ts';

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
const stopDeadlineInMs = 20 * 60_000;
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
      onDead: (_effect, schedule, why) => this.#ended(schedule, ofNow(schedule), 'failed', why),
    });
  }

  async #warn(effect: Effect, schedule: MachineSchedule): Promise<Outcome> {
    const stop = stopOf(effect);
    const now = this.#parts.clock.now();
    if (schedule.state !== 'on') return done;
    const seen = await this.#see(schedule);
    if (runs(seen) && now.getTime() - stop.at.getTime() <= patienceInMs)
      return { done: true, change: (current) => this.#warned(current, stop, seen) };
    if (now < stop.at) {
      const again = Math.min(now.getTime() + lookEveryInMs, stop.at.getTime());
      return { again: new Date(again) };
    }
    const next = nextOf(schedule, stop, now);
    return next ? againFor(warnEffect(next)) : done;
  }

  async #stop(effect: Effect, schedule: MachineSchedule): Promise<Outcome> {
    const stop = stopOf(effect);
    const now = this.#parts.clock.now();
    if (schedule.state !== 'on') return done;
    const seen = await this.#see(schedule);
    const evening = eveningOf(schedule, stop);
    const isKnown = evening.warnings > 0 || evening.keeps.length > 0;
    const isMissed = now.getTime() - stop.at.getTime() > patienceInMs;
    if (runs(seen) && isMissed) return { done: true, change: (current) => this.#ended(current, stop.of, 'missed') };
    if (runs(seen) && evening.warnings === 0 && startedLate(seen, stop, schedule))
      return { done: true, change: (current) => this.#warned(current, stop, seen) };
    if (runs(seen)) return { done: true, change: (current) => this.#stopping(current, stop, seen) };
    const next = nextOf(schedule, stop, now);
    if (isKnown || !next) return { done: true, change: (current) => this.#ended(current, stop.of, 'idle') };
    return againFor(stopEffect(next));
  }

  /** Begins the stop and looks until Azure says that it is deallocated. */
  async #ensure(effect: Effect, schedule: MachineSchedule): Promise<Outcome> {
    const { clock, stopFor } = this.#parts;
    if (schedule.state !== 'stopping') return done;
    const seen = await this.#see(schedule, 'live');
    if (!seen?.machine) return { done: true, change: (current) => this.#ended(current, ofNow(current), 'idle') };
    const now = clock.now();
    if (!effect.data.begun) {
      const key = `schedule/${schedule.workspace}/${schedule.machine}/${effect.data.key}`;
      try {
        await stopFor(seen.workspace, schedule.machine, key, reason);
      } catch (error) {
        if (!(error instanceof WorkspaceError) || mayPass(error, 'resource')) throw error;
        return { done: true, change: (current) => this.#ended(current, ofNow(current), 'failed', error.message) };
      }
      return { again: new Date(now.getTime() + pollInMs), data: { ...effect.data, begun: true } };
    }
    const { machine, record } = seen;
    if (isUnderWay(record)) return { again: new Date(now.getTime() + pollInMs) };
    if (machine.state === 'Stopped' && !machine.allocated)
      return { done: true, change: (current) => this.#ended(current, ofNow(current), 'stopped') };
    const failure = record?.operation?.verb === 'stop' ? record.operation.failure : undefined;
    if (failure)
      return { done: true, change: (current) => this.#ended(current, ofNow(current), 'failed', failure.message) };
    // Somebody has started it again meanwhile, which they may.
    const started = record?.operation && record.operation.verb !== 'stop' && machine.state === 'Started';
    if (started) return { done: true, change: (current) => this.#ended(current, ofNow(current), 'stopped') };
    return { again: new Date(now.getTime() + pollInMs) };
  }

  /** Undefined where the stop is not planned so any more. */
  #warned(current: MachineSchedule, stop: PlannedStop, seen: Seen): Then<MachineSchedule> | undefined {
    if (current.state !== 'on') return undefined;
    const now = this.#parts.clock.now();
    const before = eveningOf(current, stop);
    const late = startedLate(seen, stop, current);
    const at = late ? new Date(Math.max(stop.at.getTime(), late + warningInMs)) : stop.at;
    const evening: Evening = {
      ...before,
      stopAt: at.toISOString(),
      people: merged(before.people, peopleOn(current, seen, now)),
      warnings: before.warnings + 1,
    };
    return {
      what: 'schedule.warned',
      next: { evening, sequence: current.sequence + 1 },
      effects: [...cardEffects(evening, now), ...(late ? [stopEffect({ of: stop.of, at })] : [])],
      ...(late && { cancel: isPlan }),
      detail: { machine: current.machine, people: evening.people.length },
    };
  }

  #stopping(current: MachineSchedule, stop: PlannedStop, seen: Seen): Then<MachineSchedule> | undefined {
    if (current.state !== 'on') return undefined;
    const now = this.#parts.clock.now();
    const before = eveningOf(current, stop);
    const isUntold = before.warnings === 0;
    const evening: Evening = isUntold
      ? { ...before, people: merged(before.people, peopleOn(current, seen, now)), warnings: 1 }
      : before;
    const sequence = current.sequence + 1;
    const deadline = new Date(now.getTime() + stopDeadlineInMs);
    return {
      what: 'schedule.stopping',
      next: { state: 'stopping', evening, sequence },
      effects: [{ kind: 'schedule.ensure', deadline, data: { key: sequence } }, ...cardEffects(evening, now)],
      cancel: isPlan,
      detail: { machine: current.machine },
    };
  }

  /** This stop is over, however it went; the next one is planned. */
  #ended(current: MachineSchedule, of: Date, end: EveningEnd, problem?: string): Then<MachineSchedule> | undefined {
    if (current.state === 'off') return undefined;
    const now = this.#parts.clock.now();
    const isOurs = current.evening && !current.evening.end && current.evening.of === of.toISOString();
    const ours: Evening | undefined = isOurs ? { ...current.evening!, end, ...(problem && { problem }) } : undefined;
    const next = nextOf(current, { of, at: of }, now);
    return {
      what: `schedule.${end}`,
      ...(problem && { why: problem }),
      next: {
        state: next ? 'on' : 'off',
        evening: ours ?? current.evening,
        sequence: current.sequence + 1,
        skips: 0,
      },
      effects: [...(next ? stopEffects(next) : []), ...(ours ? cardEffects(ours, now) : [])],
      cancel: isPlan,
      detail: { machine: current.machine },
    };
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

function nextOf(schedule: MachineSchedule, { of }: PlannedStop, now: Date): PlannedStop | undefined {
  const next = stopAfter(schedule, new Date(Math.max(of.getTime(), now.getTime())));
  return next && { of: next, at: next };
}

function againFor({ dueAt, data }: ReturnType<typeof stopEffect>): Outcome {
  return { again: dueAt!, ...(data && { data }) };
}

/** The stop that is being made. */
function ofNow({ evening }: MachineSchedule): Date {
  return new Date(evening?.of ?? 0);
}
