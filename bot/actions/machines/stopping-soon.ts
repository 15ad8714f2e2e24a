import { button } from '../../../cards/button.ts';
import { notice } from '../../../cards/talk/notice.ts';
import { scheduleTexts } from '../../../cards/texts/schedules.ts';
import { type MachineSchedule, plannedStop } from '../../../services/schedules/machine-schedule.ts';
import { timeIn } from '../../../services/schedules/stop-times.ts';
import type { Workspace } from '../../../services/workspaces/workspaces.ts';
import type { Context } from '../action.ts';

/** A machine that its schedule stops, and where it is. */
export interface StoppingSoon {
  readonly workspace: Workspace;
  readonly schedule: MachineSchedule;
}

const { keep: words } = scheduleTexts;
/** More would be read one after the other; whoever has so many names the machine. */
const mostWorkspaces = 20;

/** What stops within a day of what the caller was told of; else of all there is in the caller's workspaces. */
export async function stoppingSoon({ services, caller, workspace, now }: Context): Promise<readonly StoppingSoon[]> {
  const visible = workspace ? [workspace] : await services.workspaces.list(caller);
  const places = visible.filter(({ id }) => caller.roles.workspaces.has(id)).slice(0, mostWorkspaces);
  const lists = await Promise.all(
    places.map(async (place) => {
      const schedules = await services.schedules.list(caller, place);
      return schedules.map((schedule) => ({ workspace: place, schedule }));
    }),
  );
  const near = lists.flat().filter(({ schedule }) => {
    const at = plannedStop(schedule)?.at.getTime() ?? Number.POSITIVE_INFINITY;
    return at - now.getTime() < 24 * 3_600_000;
  });
  const told = near.filter(({ schedule: { evening, by } }) =>
    evening && !evening.end
      ? evening.people.some(({ aadObjectId }) => aadObjectId === caller.aadObjectId)
      : by.aadObjectId === caller.aadObjectId,
  );
  const open = told.filter(({ schedule: { evening } }) => evening && !evening.end);
  return open.length > 0 ? open : told.length > 0 ? told : near;
}

/** Asks which of them is meant; each button says what was wished of it. */
export function whichCard(
  found: readonly StoppingSoon[],
  { duration, time, stop }: { duration?: string; time?: string; stop?: string },
) {
  const wish = time ? `${time.replace(':', '')}h.` : duration ? `${duration}m.` : stop ? 'skip.' : '';
  return notice({
    title: words.which,
    text: found.length > 0 ? words.several : words.whichText,
    buttons: found.slice(0, 6).map(({ workspace, schedule }) => {
      const { machine, zone } = schedule;
      const { at } = plannedStop(schedule)!;
      return button(words.row(machine, timeIn(zone, at)), 'machine.keep', { id: `${workspace.id}/${wish}${machine}` });
    }),
  });
}
