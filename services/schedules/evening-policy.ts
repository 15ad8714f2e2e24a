import type { EveningPolicy } from '../workspaces/workspaces.ts';
import type { Evening, MachineSchedule, PlannedStop } from './machine-schedule.ts';
import { nextTime } from './stop-times.ts';

type Ruled = { readonly evenings?: EveningPolicy };

/** How long machines may stay when their schedule stops them, with Labdesk's defaults. */
export function eveningPolicy({ evenings }: Ruled): Required<EveningPolicy> {
  return { keeps: evenings?.keeps ?? 3, until: evenings?.until ?? '06:00', skips: evenings?.skips ?? 3 };
}

/** Until when the machine may stay at the latest. */
export function latestStop(workspace: Ruled, { zone }: Pick<MachineSchedule, 'zone'>, of: Date): Date {
  return nextTime(eveningPolicy(workspace).until, zone, of);
}

/** The stop that is to come, as far as anything has happened about it. */
export function eveningOf({ evening }: MachineSchedule, { of, at }: PlannedStop): Evening {
  const known = evening && !evening.end && evening.of === of.toISOString();
  return known ? evening : { of: of.toISOString(), stopAt: at.toISOString(), people: [], warnings: 0, keeps: [] };
}
