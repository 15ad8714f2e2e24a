import type { Logger } from 'pino';
import { eveningCard } from '../../cards/machines/evening.ts';
import type { Effect } from '../../services/change/aggregate.ts';
import type { Changes } from '../../services/change/change.ts';
import { runningPrice } from '../../services/costs/running-price.ts';
import type { SpendingReports } from '../../services/costs/spendings.ts';
import type { EffectOutcome } from '../../services/effects/effect-handler.ts';
import type { Effects } from '../../services/effects/effects.ts';
import { machineRecord, recordAddress } from '../../services/machines/machine-record.ts';
import type { PersonDirectory } from '../../services/people/person-directory.ts';
import { localeOf } from '../../services/people/person-record.ts';
import type { Members } from '../../services/roles/members.ts';
import { type MachineSchedule, machineSchedule } from '../../services/schedules/machine-schedule.ts';
import type { Clock } from '../../services/time/clock.ts';
import type { WorkspaceDirectory } from '../../services/workspaces/workspace-directory.ts';
import type { Courier } from './courier.ts';
import { isStillThere } from './still-there.ts';

export interface ScheduleNewsParts {
  readonly courier: Courier;
  readonly changes: Changes;
  readonly members: Pick<Members, 'rolesOf'>;
  readonly people: Pick<PersonDirectory, 'get'>;
  readonly spendings: Pick<SpendingReports, 'get'>;
  readonly workspaces: Pick<WorkspaceDirectory, 'byId'>;
  readonly clock: Clock;
  readonly log: Logger;
}

const done: EffectOutcome<MachineSchedule> = { done: true };

/** Asks those who use a machine before its schedule stops it, each in their own chat, and keeps every copy of the card true. */
export class ScheduleNews {
  readonly #parts: ScheduleNewsParts;

  constructor(parts: ScheduleNewsParts) {
    this.#parts = parts;
  }

  register(effects: Effects): void {
    effects.register<MachineSchedule>(machineSchedule, 'schedule.card', {
      maxAttempts: 20,
      handle: async (effect, schedule) => await this.#show(effect, schedule),
    });
  }

  async #show({ data }: Effect, schedule: MachineSchedule): Promise<EffectOutcome<MachineSchedule>> {
    const { courier, changes, members, people, spendings, workspaces, clock, log } = this.#parts;
    const { machine, evening } = schedule;
    const person = evening?.people.find(({ aadObjectId }) => aadObjectId === data.to);
    const workspace = await workspaces.byId(schedule.workspace);
    // The next stop has cards of its own.
    if (!person || !workspace || evening?.of !== data.of) return done;
    if (!(await isStillThere(members, person, workspace))) return done;
    const [record, spending, reader] = await Promise.all([
      changes.get(machineRecord, recordAddress(workspace.id, machine)),
      // A card without a price is better than none.
      spendings.get(workspace).catch(() => undefined),
      people.get(person.aadObjectId),
    ]);
    const perHour = runningPrice(spending, machine);
    const view = {
      ...{ schedule, workspace, version: record?.sequence ?? 0 },
      ...{ reader: person.aadObjectId, locale: localeOf(reader), ...(perHour && { perHour }) },
    };
    const key = `schedule/${workspace.id}/${machine}/${data.of}/${data.warning}/${person.aadObjectId}`;
    const delivery = await courier.show(key, person, eveningCard(view, clock.now()));
    if (delivery === 'nowhere')
      log.info({ workspace: workspace.id, machine, person: person.aadObjectId }, 'A stop was announced to nobody.');
    return done;
  }
}
