import { type DestinationStream, type Logger, pino } from 'pino';

/**
 * Logs as JSON lines: static messages and metadata. Errors are written without their messages, which can carry names,
 * addresses and signatures; their kind and where they came from is enough to find them.
 */
export function createLog(level: string, destination?: DestinationStream): Logger {
  const out = destination ?? pino.destination({ dest: 1, sync: false, minLength: 0 });
  return pino(
    { level, base: undefined, timestamp: pino.stdTimeFunctions.isoTime, serializers: { err: describeError } },
    out,
  );
}

interface Described {
  readonly type: string;
  readonly code?: unknown;
  readonly statusCode?: unknown;
  readonly stack: readonly string[];
  readonly cause?: Described;
}

/** A line of a stack that names a place in code; a message can hold lines that only look like one. */
const callSite = /^\s+at .*(?::\d+:\d+|<anonymous>|native|index \d+)\)?$/;

function describeError(error: unknown, depth = 0): Described | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code, statusCode } = error as { code?: unknown; statusCode?: unknown };
  const stack = (error.stack ?? '')
    .replace(error.message, '')
    .split('\n')
    .filter((line) => callSite.test(line))
    .slice(0, 12)
    .map((line) => line.trim());
  const cause = depth < 3 ? describeError(error.cause, depth + 1) : undefined;
  return { type: error.name, code, statusCode, stack, ...(cause && { cause }) };
}
