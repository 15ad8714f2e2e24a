/** Where a page begins, counted from 0; a page that is not there is the nearest one that is. */
export function firstOf(page: number, count: number, pageSize: number): number {
  const last = Math.max(0, Math.ceil(count / pageSize) - 1);
  const wanted = Number.isInteger(page) ? page : 0;
  return Math.min(Math.max(wanted, 0), last) * pageSize;
}
