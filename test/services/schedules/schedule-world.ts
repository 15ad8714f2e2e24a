import {
  type MachineSchedule,
  machineSchedule,
  plannedStop,
  scheduleAddress,
} from '../../../services/schedules/machine-schedule.ts';
import { MachineSchedules } from '../../../services/schedules/machine-schedules.ts';
import { ScheduleTimers } from '../../../services/schedules/schedule-timers.ts';
import { caller, owner, researcher, workspace } from '../../support/machine-samples.ts';
import { command, MachineWorld } from '../../support/machine-world.ts';

export const oncology = workspace();
export const member = caller(researcher, { oncology: 'member' });
export const head = caller(owner, { oncology: 'owner' });

/** Machines with schedules on simulated time; it is Monday, 2026-03-02, 09:00 in UTC. */
export class ScheduleWorld {
  readonly machines: MachineWorld;
  readonly schedules: MachineSchedules;
  /** Whose cards were to change, and how things stood then. */
  readonly cards: { readonly to: unknown; readonly warning: unknown; readonly state: string; readonly end?: string }[] =
    [];
  /** Keys of the stops that were asked for. */
  readonly stops: string[] = [];
  broke: Error | undefined;
  #commands = 0;

  private constructor(machines: MachineWorld) {
    this.machines = machines;
    const { store, changes, clock, people, azure, workspaces, effects } = machines;
    const money = {
      requireMoney: async () => {
        if (this.broke) throw this.broke;
      },
    };
    this.schedules = new MachineSchedules({
      ...{ store, changes, machines: machines.machines, people, clock },
      ...{ timeZone: 'UTC', money },
    });
    const stopFor = async (place: typeof oncology, name: string, key: string) => {
      this.stops.push(key);
      return await machines.machines.stop(head, place, name, command(key));
    };
    new ScheduleTimers({ azure, machines: machines.machines, changes, stopFor, workspaces, clock }).register(effects);
    machines.hear(machineSchedule, ['schedule.card'], ({ data: { to, warning } }, { state, evening }) =>
      this.cards.push({ to, warning, state, ...(evening?.end && { end: evening.end }) }),
    );
    machines.ledger.register(effects, [machineSchedule]);
  }

  static async start(): Promise<ScheduleWorld> {
    return new ScheduleWorld(await MachineWorld.start());
  }

  /** A command of its own. */
  command(more: { sequence?: number; key?: string } = {}) {
    this.#commands += 1;
    return { key: `c${this.#commands}`, via: 'chat' as const, ...more };
  }

  /** onc-python stops on weekdays at 19:00 in UTC. */
  async set(time = '19:00', days: MachineSchedule['days'] = 'weekdays'): Promise<void> {
    await this.schedules.set(member, oncology, 'onc-python', { days, time }, this.command());
  }

  async read(machine = 'onc-python'): Promise<MachineSchedule | undefined> {
    return await this.machines.changes.get(machineSchedule, scheduleAddress('oncology', machine));
  }

  /** When it will be stopped. */
  async next(): Promise<string | undefined> {
    const schedule = await this.read();
    return schedule && plannedStop(schedule)?.at.toISOString();
  }

  async what(): Promise<string[]> {
    return ((await this.read())?.history ?? []).map(({ what }) => what);
  }

  state(): string | undefined {
    return this.machines.azure.state('rg-oncology', 'onc-python');
  }

  /** Time passes until then, in steps that let everything happen in its turn. */
  async until(iso: string): Promise<void> {
    const { clock } = this.machines;
    for (let now = clock.now().getTime(); now < Date.parse(iso); now = clock.now().getTime())
      await clock.advance(Math.min(600, (Date.parse(iso) - now) / 1000));
    for (let turn = 0; turn < 20; turn += 1) await clock.advance(0);
  }

  async stop(): Promise<void> {
    await this.machines.stop();
  }
}
