/** A day as each client shows it (Adaptive Cards, "Date and time functions": seconds and a zone, no fractions). */
export function day(at: string): string {
  return `{{DATE(${utc(at)}, SHORT)}}`;
}

/** A day and the time of it. */
export function moment(at: string): string {
  return `${day(at)} {{TIME(${utc(at)})}}`;
}

function utc(at: string): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}
