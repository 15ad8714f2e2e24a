/**
 * What Teams said no with, by what follows from it: `blocked` the person or an admin wants no messages, drop the reference;
 * `not-installed` the app is not there (yet); `gone` the message or conversation is no more, send a new one; `too-big` the card;
 * `throttled` later; `ambiguous` it may or may not have arrived, so look before sending it again; `unreachable` it never left;
 * `refused` for another reason, and again will not help.
 */
export type TeamsErrorReason =
  | 'blocked'
  | 'not-installed'
  | 'gone'
  | 'too-big'
  | 'throttled'
  | 'ambiguous'
  | 'unreachable'
  | 'refused';

interface Details {
  readonly status?: number | undefined;
  readonly code?: string | undefined;
  readonly retryAfterSeconds?: number | undefined;
  readonly cause?: unknown;
}

/** A message that did not (certainly) reach its conversation. */
export class TeamsError extends Error {
  override readonly name = 'TeamsError';
  readonly reason: TeamsErrorReason;
  /** The HTTP status, where there was an answer. */
  readonly status: number | undefined;
  /** Teams' own word for it, for example `BotNotInConversationRoster`. */
  readonly code: string | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(reason: TeamsErrorReason, details: Details = {}) {
    super(`Teams did not take the message: ${reason}.`, { cause: details.cause });
    this.reason = reason;
    this.status = details.status;
    this.code = details.code;
    this.retryAfterSeconds = details.retryAfterSeconds;
  }
}

const blocked = new Set(['ConversationBlockedByUser', 'MessageWritesBlocked', 'BotDisabledByAdmin']);
const notInstalled = new Set(['BotNotInConversationRoster', 'ForbiddenOperationException', 'BotNotRegistered']);

/** Reads an answer of the connector that is no success (Teams, "Send and receive messages", status codes). */
export function readTeamsError(status: number, body: string, retryAfterSeconds: number | undefined): TeamsError {
  const code = readCode(body);
  return new TeamsError(reasonOf(status, code.all), { status, code: code.first, retryAfterSeconds });
}

function reasonOf(status: number, codes: readonly string[]): TeamsErrorReason {
  if (codes.some((code) => blocked.has(code))) return 'blocked';
  if (codes.some((code) => notInstalled.has(code))) return 'not-installed';
  if (status === 404) return 'gone';
  if (status === 413 || codes.includes('MessageSizeTooBig')) return 'too-big';
  if (status === 429) return 'throttled';
  if (status >= 500 || status === 408 || status === 412) return 'ambiguous';
  return 'refused';
}

/** The code stands in `error.code`, its sub code, where there is one, in `error.subCode` or inside `error.innerHttpError`. */
function readCode(body: string): { first: string | undefined; all: string[] } {
  try {
    const { error } = JSON.parse(body) as {
      error?: { code?: unknown; subCode?: unknown; message?: unknown; innerHttpError?: { body?: unknown } };
    };
    const inner = JSON.stringify(error?.innerHttpError ?? '');
    const found = [error?.code, error?.subCode].filter((code): code is string => typeof code === 'string');
    const nested = [...blocked, ...notInstalled].filter(
      (code) => inner.includes(code) || String(error?.message).includes(code),
    );
    return { first: found[0], all: [...found, ...nested] };
  } catch {
    return { first: undefined, all: [] };
  }
}
