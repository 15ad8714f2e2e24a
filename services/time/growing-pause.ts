/** Milliseconds. */
export interface PauseBounds {
  /** It is the elapsed time divided by this. */
  readonly part: number;
  readonly shortest: number;
  readonly longest: number;
}

/** How long to wait, in milliseconds, before the next look at what has gone on for so long: the longer, the longer. */
export function growingPause(elapsed: number, { part, shortest, longest }: PauseBounds): number {
  return Math.min(Math.max(elapsed / part, shortest), longest);
}
