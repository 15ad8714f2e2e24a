import { dayOf, daysAfter } from './budget-period.ts';

/** Whole milliseconds by days in UTC. */
export type RunningTime = Readonly<Record<string, number>>;

const dayInMs = 86_400_000;

/** With the time from the one to the other added to the days that it falls on; none for what ends before it begins. No day has more than 24 hours. */
export function spread(time: RunningTime, from: Date, to: Date): RunningTime {
  const next: Record<string, number> = { ...time };
  let at = from.getTime();
  while (at < to.getTime()) {
    const day = dayOf(new Date(at));
    const until = Math.min(Date.parse(`${daysAfter(day, 1)}T00:00:00Z`), to.getTime());
    next[day] = Math.min((next[day] ?? 0) + until - at, dayInMs);
    at = until;
  }
  return next;
}

/** Only the days that are wanted. */
export function within(time: RunningTime, isWanted: (day: string) => boolean): RunningTime {
  return Object.fromEntries(Object.entries(time).filter(([day]) => isWanted(day)));
}
