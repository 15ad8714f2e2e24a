import { DateTime } from 'luxon';
import { isSameDay } from '../../services/schedules/stop-times.ts';

const dayInMs = 86_400_000;

/** "today at 19:00", "tomorrow at 19:00", "on Monday at 19:00", "on 14 December at 19:00", as clocks go in the zone. */
export function dayWords(at: Date, zone: string, now: Date): string {
  const local = DateTime.fromJSDate(at, { zone }).setLocale('en');
  const time = local.toFormat('HH:mm');
  if (isSameDay(zone, at, now)) return `today at ${time}`;
  if (isSameDay(zone, at, new Date(now.getTime() + dayInMs))) return `tomorrow at ${time}`;
  const isNear = at.getTime() - now.getTime() < 6 * dayInMs;
  return `on ${local.toFormat(isNear ? 'cccc' : 'd LLLL')} at ${time}`;
}
