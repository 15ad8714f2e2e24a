import { DateTime } from 'luxon';
import { knownZone } from './known-zone.ts';

/** Saturday and Sunday, counted as ISO 8601 does, from Monday as 1. */
const saturday = 6;

/**
 * The same time of day, `days` working days (Monday to Friday) later, as clocks go in `zone` (IANA; UTC where there is no such
 * zone). What comes on a weekend counts from Monday. A part of a day is taken as hours of 24.
 */
export function afterWorkingDays(from: Date, days: number, zone: string): Date {
  const whole = Math.floor(days);
  let time = onWorkingDay(inZone(from, zone));
  for (let left = whole; left > 0; left -= 1) time = onWorkingDay(time.plus({ days: 1 }));
  return onWorkingDay(time.plus({ hours: (days - whole) * 24 })).toJSDate();
}

/** The first Monday at that hour after `now`, as clocks go in `zone` (IANA; UTC where there is no such zone). */
export function nextMonday(now: Date, zone: string, hour = 8): Date {
  const local = inZone(now, zone);
  const monday = local.startOf('week').set({ hour });
  return (monday > local ? monday : monday.plus({ weeks: 1 })).toJSDate();
}

/** The day as a calendar in `zone` has it, for example `2026-11-02`. */
export function dayIn(zone: string, at: Date): string {
  return inZone(at, zone).toISODate() ?? '';
}

function inZone(at: Date, zone: string): DateTime {
  return DateTime.fromJSDate(at, { zone: knownZone(zone) });
}

function onWorkingDay(time: DateTime): DateTime {
  return time.weekday < saturday ? time : time.plus({ days: 8 - time.weekday });
}
