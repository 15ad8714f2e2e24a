import type { Logger } from 'pino';
import type { Announcement, Told } from './announcement.ts';
import { WorkspaceError } from './errors.ts';

/** Tells one person. May be called again for the same announcement and person: nobody is told twice. */
export interface Teller {
  /** @throws where it is not known yet whether they can be told: try again later */
  tell(announcement: Announcement, person: string): Promise<Told>;
}

/** Where the delivery is: in which part, and how often it has gone through all of them. */
export interface Round {
  readonly part: number;
  readonly round: number;
}

export interface Outcome {
  /** Whoever is missing is to be told later. */
  readonly told: ReadonlyMap<string, Told>;
  /** How long nobody else should be told. */
  readonly waitInMs: number;
}

/** So many are told at the same time: enough for fifty a second where each takes half a second. Answers in chats come between them. */
const parallel = 25;
/** After so many failures one after the other it is not about people. */
const mostFailures = 10;
const outagePauseInMs = 30_000;

/** Tells some people, as far as it goes now. Where Teams asks for a pause, or nothing gets through, the others are left for later. */
export async function tellRound(
  teller: Teller,
  announcement: Announcement,
  people: readonly string[],
  signal: AbortSignal,
  log: Logger,
): Promise<Outcome> {
  const told = new Map<string, Told>();
  const line = people.values();
  let waitInMs = 0;
  let failures = 0;
  const tellSome = async () => {
    for (const person of line) {
      if (signal.aborted || waitInMs > 0) return;
      try {
        told.set(person, await teller.tell(announcement, person));
        failures = 0;
      } catch (error) {
        failures += 1;
        log.warn({ err: error, person }, 'Somebody could not be told yet.');
        waitInMs = Math.max(waitInMs, pauseAfter(error), failures >= mostFailures ? outagePauseInMs : 0);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(parallel, people.length) }, tellSome));
  return { told, waitInMs };
}

function pauseAfter(error: unknown): number {
  if (!(error instanceof WorkspaceError) || error.code !== 'throttled') return 0;
  return Math.ceil((error.retryAfterSeconds ?? 1) * 1000);
}
