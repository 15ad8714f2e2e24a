import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { Slots } from '../effects/slots.ts';
import { WorkspaceError } from '../errors.ts';
import type { Announcement, Told } from './announcement.ts';

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

/** So many are told at the same time: enough for fifty a second where each takes half a second. Answers in chats come between them. */
const parallel = 25;
/** After so many failures one after the other it is not about people. */
const mostFailures = 10;
const outagePauseInMs = 30_000;
const openingPatienceInMs = 1_000;

export interface TellingParts {
  readonly teller: Teller;
  readonly announcement: Announcement;
  /** Nobody else is told once it is aborted. */
  readonly signal: AbortSignal;
  readonly log: Logger;
}

/** Tells people, some of them at the same time. Where Teams asks for a pause, or nothing gets through, the others are left for later. */
export class Telling {
  readonly #parts: TellingParts;
  readonly #slots = new Slots(parallel);
  #failures = 0;
  #waitInMs = 0;
  #isStopped = false;
  #opening: Promise<void> | undefined;

  constructor(parts: TellingParts) {
    this.#parts = parts;
  }

  /** How long nobody else should be told. */
  get waitInMs(): number {
    return this.#waitInMs;
  }

  get goesOn(): boolean {
    return !this.#isStopped && this.#waitInMs === 0 && !this.#parts.signal.aborted;
  }

  /** Whoever was not begun with is left. */
  stop(): void {
    this.#isStopped = true;
  }

  /** What came of each, as far as it goes now; whoever is missing is to be told later. Those who were named first are told first. */
  async tell(people: readonly string[]): Promise<ReadonlyMap<string, Told>> {
    const told = new Map<string, Told>();
    await Promise.all(people.map((person) => this.#slots.use(async () => await this.#tell(person, told))));
    return told;
  }

  /** The first alone: where connections are still to be opened, what leaves evenly arrives bunched, and Teams would refuse some. */
  async #tell(person: string, told: Map<string, Told>): Promise<void> {
    if (!this.#opening) {
      const opened = this.#one(person, told);
      this.#opening = Promise.race([opened, delay(openingPatienceInMs, undefined, { ref: false })]);
      return await opened;
    }
    await this.#opening;
    await this.#one(person, told);
  }

  async #one(person: string, told: Map<string, Told>): Promise<void> {
    const { teller, announcement, log } = this.#parts;
    if (!this.goesOn) return;
    try {
      told.set(person, await teller.tell(announcement, person));
      this.#failures = 0;
    } catch (error) {
      this.#failures += 1;
      log.warn({ err: error, person }, 'Somebody could not be told yet.');
      const outage = this.#failures >= mostFailures ? outagePauseInMs : 0;
      this.#waitInMs = Math.max(this.#waitInMs, pauseAfter(error), outage);
    }
  }
}

function pauseAfter(error: unknown): number {
  if (!(error instanceof WorkspaceError) || error.code !== 'throttled') return 0;
  return Math.ceil((error.retryAfterSeconds ?? 1) * 1000);
}
