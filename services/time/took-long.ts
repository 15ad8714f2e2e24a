const aMinuteInMs = 60_000;

/**
 * True where the end came so long after it was asked for that whoever asked looks elsewhere by then: a line is said besides the card,
 * since a card that changes notifies nobody. False where either time is not known.
 */
export function tookLong(askedAt: string | undefined, endedAt: Date | string | undefined): boolean {
  if (askedAt === undefined || endedAt === undefined) return false;
  return new Date(endedAt).getTime() - Date.parse(askedAt) > aMinuteInMs;
}
