const isoDate = /^\d{4}-\d\d-\d\d$/;

/** True for an ISO date that is in the calendar: `2026-02-28`, and not `2026-02-30`. */
export function isCalendarDay(said: string): boolean {
  const time = isoDate.test(said) ? Date.parse(said) : Number.NaN;
  // A day too many is counted on into the next month.
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(said);
}
