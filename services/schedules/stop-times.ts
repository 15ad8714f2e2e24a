import { DateTime, type Zone } from 'luxon';
import { knownZone } from '../time/known-zone.ts';

/** Days of the week as ISO 8601 counts them, Monday as 1. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** When something comes again: on these days, at this time of day, as clocks go in a zone. */
export interface StopRule {
  readonly days: readonly Weekday[];
  /** `HH:mm`. */
  readonly time: string;
  /** IANA; UTC where there is no such zone. */
  readonly zone: string;
}

/** One week and the day on which it began again; a time that fell out comes late, but on no other day of the rule. */
const daysToLook = 9;
const dayInMs = 86_400_000;
const minuteInMs = 60_000;

/**
 * The first moment of the rule after `after`, by the calendar of its zone. A time that does not exist on a day, since clocks
 * are put forward, comes at the first moment that does; one that comes twice counts once, the first time.
 */
export function nextStop({ days, time, zone }: StopRule, after: Date): Date {
  const known = knownZone(zone);
  const first = DateTime.fromJSDate(after, { zone: known }).startOf('day').minus({ days: 1 });
  for (let offset = 0; offset <= daysToLook; offset += 1) {
    const { year, month, day, weekday } = DateTime.utc(first.year, first.month, first.day).plus({ days: offset });
    if (!days.includes(weekday as Weekday)) continue;
    const at = momentOf(Date.UTC(year, month - 1, day, hourOf(time), minuteOf(time)), known);
    if (at > after.getTime()) return new Date(at);
  }
  throw new RangeError('A rule has at least one day.');
}

/** The next time that clocks in the zone show `time` (`HH:mm`) after a moment. */
export function nextTime(time: string, zone: string, after: Date): Date {
  return nextStop({ days: [1, 2, 3, 4, 5, 6, 7], time, zone }, after);
}

/** What clocks in the zone show then: `19:00`. */
export function timeIn(zone: string, at: Date): string {
  return DateTime.fromJSDate(at, { zone: knownZone(zone) }).toFormat('HH:mm');
}

/** True where the calendar of the zone has the same day for both. */
export function isSameDay(zone: string, one: Date, other: Date): boolean {
  const known = knownZone(zone);
  return (
    DateTime.fromJSDate(one, { zone: known }).toISODate() === DateTime.fromJSDate(other, { zone: known }).toISODate()
  );
}

/** When clocks show what they would show at `local` in UTC. */
function momentOf(local: number, zone: Zone | string): number {
  const offsetAt = (at: number) => DateTime.fromMillis(at, { zone }).offset * minuteInMs;
  const before = local - offsetAt(local - dayInMs);
  const after = local - offsetAt(local + dayInMs);
  // The earlier of the two where both are right: then clocks were put back in between.
  const right = [before, after].sort((a, b) => a - b).find((at) => at + offsetAt(at) === local);
  if (right !== undefined) return right;
  // Clocks were put forward over it: the first moment of the later offset.
  let [low, high] = [Math.min(before, after) - minuteInMs, Math.max(before, after)];
  const later = offsetAt(high);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(middle) === later) high = middle;
    else low = middle;
  }
  return high;
}

function hourOf(time: string): number {
  return Number(time.slice(0, 2));
}

function minuteOf(time: string): number {
  return Number(time.slice(3, 5));
}
