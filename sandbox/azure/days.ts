/** Days are those of UTC, as Azure bills by them: `2026-11-02`. */

export const dayInMs = 86_400_000;
/** Of Azure's month, whatever the calendar says. */
export const hoursAMonth = 730;

export function dayOf(moment: number | Date): string {
  return new Date(moment).toISOString().slice(0, 10);
}

/** When a day begins, in epoch milliseconds. */
export function startOf(day: string): number {
  return Date.parse(`${day}T00:00:00Z`);
}

export function daysLater(day: string, days: number): string {
  return dayOf(startOf(day) + days * dayInMs);
}

/** Both among them; none where the first is later than the last. */
export function daysFrom(first: string, last: string): string[] {
  const days: string[] = [];
  for (let day = first; day <= last; day = daysLater(day, 1)) days.push(day);
  return days;
}

export function firstOfMonth(day: string): string {
  return `${day.slice(0, 7)}-01`;
}
