import type { Changes } from '../change/change.ts';
import { WorkspaceError } from '../errors.ts';
import type { Machine, Machines } from '../machines/machines.ts';
import { actorOf, type Caller, personOf } from '../people/people.ts';
import type { PersonCommand } from '../people/person-command.ts';
import type { PersonRecord } from '../people/person-record.ts';
import { requirePermission } from '../policy.ts';
import type { Store } from '../store/store.ts';
import type { Clock } from '../time/clock.ts';
import type { Workspace } from '../workspaces/workspaces.ts';
import { eveningPolicy } from './evening-policy.ts';
import {
  type MachineSchedule,
  machineSchedule,
  plannedStop,
  type ScheduleDays,
  scheduleAddress,
} from './machine-schedule.ts';
import { decideEnd, decideKeep, decideSet, type KeepWish, nothingToKeep } from './schedule-decision.ts';

export interface MachineSchedulesParts {
  readonly store: Store;
  readonly changes: Changes;
  readonly machines: Pick<Machines, 'get'>;
  readonly people: { get(aadObjectId: string): Promise<PersonRecord | undefined> };
  readonly clock: Clock;
  /** Of people whose own is not known; IANA. */
  readonly timeZone: string;
  /** Says no where the money is gone; undefined where nobody counts it. */
  readonly money?: { requireMoney(workspace: Workspace): Promise<void> };
}

export interface ScheduleCommand extends PersonCommand {
  /** `sequence` of the schedule that the pressed card showed; undefined for a typed sentence. */
  readonly sequence?: number;
}

/** A machine and when it stops by itself; `changed` where the command did something. */
export interface Scheduled {
  readonly machine: Machine;
  readonly schedule?: MachineSchedule;
  readonly changed: boolean;
}

const timeShape = /^(?:[01]\d|2[0-3]):[0-5]\d$/;

/** When machines stop by themselves, and who has them stay for longer. */
export class MachineSchedules {
  readonly #parts: MachineSchedulesParts;

  constructor(parts: MachineSchedulesParts) {
    this.#parts = parts;
  }

  /** How it stands. @throws {WorkspaceError} not-found, and Azure's */
  async get(caller: Caller, workspace: Workspace, name: string): Promise<Scheduled> {
    const machine = await this.#parts.machines.get(caller, workspace, name);
    return { machine, schedule: await this.#read(workspace, machine.name), changed: false };
  }

  /**
   * The machine stops on these days at that time (`HH:mm`, as clocks go where the caller is) from now on.
   * @throws {WorkspaceError} not-found, forbidden, invalid, and Azure's
   */
  async set(
    caller: Caller,
    workspace: Workspace,
    name: string,
    wish: { readonly days: ScheduleDays; readonly time: string },
    command: ScheduleCommand,
  ): Promise<Scheduled> {
    if (!timeShape.test(wish.time)) throw new WorkspaceError('invalid', 'Write the time like this: 19:00.');
    const machine = await this.#machine(caller, workspace, name);
    const zone = (await this.#parts.people.get(caller.aadObjectId))?.timeZone ?? this.#parts.timeZone;
    const place = { workspace: workspace.id, machine: machine.name };
    return await this.#change(caller, workspace, machine, command, 'schedule.set', (current) =>
      decideSet(current, { ...wish, zone }, place, personOf(caller), this.#parts.clock.now()),
    );
  }

  /** The machine does not stop by itself any more; twice is fine. @throws as {@link set} */
  async end(caller: Caller, workspace: Workspace, name: string, command: ScheduleCommand): Promise<Scheduled> {
    const machine = await this.#machine(caller, workspace, name);
    return await this.#change(caller, workspace, machine, command, 'schedule.end', (current) =>
      decideEnd(current, this.#parts.clock.now()),
    );
  }

  /**
   * Puts the next stop off. Unchanged where the machine stays as long anyway.
   * @throws {WorkspaceError} not-found, forbidden (also beyond what the workspace allows), over-budget, conflict where nothing stops it, busy, stale
   */
  async keep(
    caller: Caller,
    workspace: Workspace,
    name: string,
    wish: KeepWish,
    command: ScheduleCommand,
  ): Promise<Scheduled> {
    const machine = await this.#machine(caller, workspace, name);
    const known = await this.#read(workspace, machine.name);
    if (!known || known.state === 'off') throw nothingToKeep(machine.name);
    await this.#parts.money?.requireMoney(workspace);
    const unlimited = caller.roles.admin || caller.roles.workspaces.get(workspace.id) === 'owner';
    return await this.#change(caller, workspace, machine, command, 'schedule.keep', (current) => {
      if (!current) throw nothingToKeep(machine.name);
      const { sequence } = command;
      const now = this.#parts.clock.now();
      return decideKeep(current, { workspace, wish, by: personOf(caller), unlimited, sequence, now });
    });
  }

  /** The schedules of a workspace that will stop a machine. @throws {WorkspaceError} not-found, unavailable */
  async list(caller: Caller, workspace: Workspace): Promise<readonly MachineSchedule[]> {
    requirePermission(caller, workspace, 'machine.read');
    const { partition } = scheduleAddress(workspace.id, '');
    const { items } = await this.#parts.store.list<MachineSchedule>({ partition, kind: 'schedule', limit: 1000 });
    return items.map(({ document }) => document).filter((schedule) => plannedStop(schedule) !== undefined);
  }

  /** How often the caller may still put the stop off that is to come; undefined where nothing counts. */
  keepsLeft(workspace: Workspace, { evening }: MachineSchedule): number {
    return Math.max(0, eveningPolicy(workspace).keeps - (evening && !evening.end ? evening.keeps.length : 0));
  }

  async #machine(caller: Caller, workspace: Workspace, name: string): Promise<Machine> {
    requirePermission(caller, workspace, 'machine.operate');
    return await this.#parts.machines.get(caller, workspace, name);
  }

  async #read({ id }: Workspace, machine: string): Promise<MachineSchedule | undefined> {
    return await this.#parts.changes.get(machineSchedule, scheduleAddress(id, machine));
  }

  async #change(
    caller: Caller,
    workspace: Workspace,
    machine: Machine,
    { key, via }: ScheduleCommand,
    what: string,
    decide: (current: MachineSchedule | undefined) => ReturnType<typeof decideEnd>,
  ): Promise<Scheduled> {
    const by = actorOf(caller, workspace);
    const address = scheduleAddress(workspace.id, machine.name);
    const changed = await this.#parts.changes.change(machineSchedule, address, { key, by, via, what, decide });
    return { machine, schedule: changed.document, changed: changed.outcome !== 'unchanged' };
  }
}
