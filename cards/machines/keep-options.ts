import { forSeconds, type Money } from '../../services/money/money.ts';
import { eveningOf, eveningPolicy, latestStop } from '../../services/schedules/evening-policy.ts';
import { type MachineSchedule, plannedStop, stopAfter } from '../../services/schedules/machine-schedule.ts';
import { nextTime, timeIn } from '../../services/schedules/stop-times.ts';
import type { Workspace } from '../../services/workspaces/workspaces.ts';

/** One way to stay: until when, and what that costs more; undefined where nobody knows a price. */
export interface KeepOption {
  readonly until: Date;
  /** As clocks show it where the schedule is. */
  readonly time: string;
  readonly price?: Money;
}

export interface KeepOptions {
  readonly hour?: KeepOption;
  readonly until?: KeepOption;
  /** Until the next stop after this one; `until` undefined where none follows. */
  readonly skip?: { readonly until?: Date; readonly price?: Money };
  /** How often it may still be kept. */
  readonly left: number;
}

const hourInMs = 3_600_000;
/** Until when people stay; the last that a workspace allows comes after them. */
const usual = ['22:00', '00:00', '02:00'];

/** How long the machine may be kept from its next stop on, as the workspace allows, and what each costs. */
export function keepOptions(
  schedule: MachineSchedule,
  workspace: Workspace,
  perHour: Money | undefined,
): KeepOptions | undefined {
  const plan = plannedStop(schedule);
  if (!plan) return undefined;
  const policy = eveningPolicy(workspace);
  const left = Math.max(0, policy.keeps - eveningOf(schedule, plan).keeps.length);
  if (left === 0) return { left };
  const { zone } = schedule;
  const latest = latestStop(workspace, schedule, plan.of);
  const from = plan.at.getTime();
  const priceUntil = (until: Date) => perHour && forSeconds(perHour, (until.getTime() - from) / 1000);
  const option = (until: Date): KeepOption => ({ until, time: timeIn(zone, until), price: priceUntil(until) });
  const hour = new Date(from + hourInMs);
  const until = [...usual, policy.until]
    .map((time) => nextTime(time, zone, plan.at))
    .find((at) => at > hour && at <= latest);
  const next = stopAfter(schedule, plan.of);
  return {
    left,
    ...(hour <= latest && { hour: option(hour) }),
    ...(until && { until: option(until) }),
    ...(schedule.skips < policy.skips && {
      skip: next ? { until: next, price: priceUntil(next) } : {},
    }),
  };
}
