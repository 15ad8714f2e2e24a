import type { TeamsError } from './teams-error.ts';

const transient = new Set([502, 503, 504]);

/** Seconds to let pass before the same call again, or undefined where it must not or need not be repeated. */
export function pauseBefore(failure: TeamsError, attempt: number, repeatable: boolean): number | undefined {
  const backoff = 0.25 * 2 ** attempt * (0.5 + Math.random());
  if (failure.reason === 'throttled') return failure.retryAfterSeconds ?? backoff;
  if (failure.reason === 'unreachable' || failure.status === 412) return backoff;
  if (!repeatable) return undefined;
  const lost = failure.reason === 'ambiguous' && failure.status === undefined;
  return lost || transient.has(failure.status ?? 0) ? (failure.retryAfterSeconds ?? backoff) : undefined;
}

/** `Retry-After` in seconds or as a date (RFC 9110, section 10.2.3). */
export function readSeconds(value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const seconds = /^\d+(\.\d+)?$/.test(value.trim()) ? Number(value) : (Date.parse(value) - Date.now()) / 1_000;
  return Number.isFinite(seconds) ? Math.max(0, seconds) : undefined;
}
