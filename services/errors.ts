/**
 * One code per thing the person can do next:
 * `forbidden` ask somebody who may; `not-found` check the name; `invalid` write it differently; `busy` wait for what runs;
 * `over-budget` ask for a top-up; `conflict` look at what is true now; `stale` use the newer card; `quota` ask for a larger quota; `capacity` try later or
 * another size; `refused` ask an admin, since Labdesk itself lacks a right; `timeout`, `throttled`, `unavailable` try again; `unverified` try again, since who may could not be checked.
 */
export type ErrorCode =
  | 'forbidden'
  | 'not-found'
  | 'invalid'
  | 'busy'
  | 'conflict'
  | 'over-budget'
  | 'stale'
  | 'quota'
  | 'capacity'
  | 'refused'
  | 'timeout'
  | 'throttled'
  | 'unavailable'
  | 'unverified';

export interface ErrorDetails {
  cause?: unknown;
  /** Seconds after which trying again makes sense, where the service named one. */
  retryAfterSeconds?: number;
}

/** What passes by itself: troubles of a service; what keeps a resource busy too; and what Azure has no room for just now. */
const passing = {
  service: ['throttled', 'unavailable', 'timeout'],
  resource: ['throttled', 'unavailable', 'timeout', 'busy'],
  room: ['throttled', 'unavailable', 'timeout', 'busy', 'capacity'],
} as const satisfies Record<string, readonly ErrorCode[]>;

/** Worth another attempt by itself, before anybody is told. */
export function mayPass({ code }: WorkspaceError, what: keyof typeof passing = 'service'): boolean {
  const codes: readonly ErrorCode[] = passing[what];
  return codes.includes(code);
}

/** A refusal or failure that a person can act on. The message is one or two finished sentences and is shown as it is. */
export class WorkspaceError extends Error {
  override readonly name = 'WorkspaceError';
  readonly code: ErrorCode;
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, { cause: details.cause });
    this.code = code;
    this.retryAfterSeconds = details.retryAfterSeconds;
  }
}
