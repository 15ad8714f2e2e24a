import { dayOf } from '../money/budget-period.ts';

/** Whole milliseconds by days in UTC. */
export type RunningTime = Readonly<Record<string, number>>;

const dayInMs = 86_400_000;

/** With the time from the one to the other added to the days that it falls on; none for what ends before it begins. No day has more than 24 hours. */
export function spread(time: RunningTime, from: Date, to: Date): RunningTime {
  const end = to.getTime();
  let at = from.getTime();
  if (at >= end) return time;
  const next: Record<string, number> = { ...time };
  while (at < end) {
    const number = Math.floor(at / dayInMs);
    const day = nameOf(number);
    const until = Math.min((number + 1) * dayInMs, end);
    next[day] = Math.min((next[day] ?? 0) + until - at, dayInMs);
    at = until;
  }
  return next;
}

/** Only the days that are wanted. */
export function within(time: RunningTime, isWanted: (day: string) => boolean): RunningTime {
  return Object.fromEntries(Object.entries(time).filter(([day]) => isWanted(day)));
}

/** The day that was named last: thousands of machines in turn run on the same one. */
let named = { number: 0, day: '1970-01-01' };

function nameOf(number: number): string {
  if (named.number !== number) named = { number, day: dayOf(new Date(number * dayInMs)) };
  return named.day;
}
