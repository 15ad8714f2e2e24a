import type { Logger } from 'pino';
import type { HistoryEntry } from '../change/aggregate.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Noted } from '../ledger/ledger-note.ts';
import { actorOf, type Caller } from '../people/people.ts';
import type { PersonCommand } from '../people/person-command.ts';
import { adminActor } from '../roles/admin-right.ts';
import { within } from '../time/within.ts';
import { deskPlace } from '../workspaces/desk-place.ts';

export interface AdminDeskParts {
  readonly ledger: Pick<Ledger, 'note'>;
  readonly log: Pick<Logger, 'warn'>;
  /** How long an answer waits for what need not be on record; default one second. */
  readonly patienceInMs?: number;
}

/** What an admin did: looked at something, or was shown an order and went on with it or not. */
export interface AtDesk {
  /** The action, and what of it: `admin.pending`, `admin.stopall.plan`. */
  readonly what: string;
  /** Ids and numbers alone: never words of people, nor names of files. */
  readonly detail?: HistoryEntry['detail'];
  /** Once per key; default the command's own. */
  readonly key?: string;
}

const defaultPatienceInMs = 1_000;

/**
 * The record of the admin's desk: a ledger as each workspace has one, of commands that are about no workspace, change nothing in
 * one, or were refused. One write of the store each; the rest is done afterwards.
 */
export class AdminDesk {
  readonly #parts: AdminDeskParts;

  constructor(parts: AdminDeskParts) {
    this.#parts = parts;
  }

  /** Once per key. @throws {WorkspaceError} unavailable: then nothing may be shown */
  async note(caller: Caller, command: PersonCommand, { what, detail, key = command.key }: AtDesk): Promise<void> {
    await this.#write({ by: adminActor(caller), via: command.via, what, key, ...(detail && { detail }) });
  }

  /** For what must be answered whatever the store does, or is on record elsewhere, too: where it fails or takes long, the log says so. */
  async noteIfPossible(caller: Caller, command: PersonCommand, { what, detail, key }: AtDesk): Promise<void> {
    await this.#try(
      what,
      async () => await this.note(caller, command, { what, ...(detail && { detail }), ...(key && { key }) }),
    );
  }

  /** That somebody wanted what they may not, or not so. Never fails: they are refused all the same. */
  async refused(
    caller: Caller,
    { key, via }: PersonCommand,
    { what: wanted, detail }: Pick<AtDesk, 'what' | 'detail'>,
  ): Promise<void> {
    const what = `${wanted}.refused`;
    // Not the command's own key: what is refused today may be done by the same button tomorrow.
    const noted = { by: actorOf(caller, deskPlace), via, what, key: `${key}/refused`, ...(detail && { detail }) };
    await this.#try(what, async () => await this.#write(noted));
  }

  async #write(noted: Noted): Promise<void> {
    await this.#parts.ledger.note(deskPlace.id, { ...noted, subject: 'desk' });
  }

  async #try(what: string, write: () => Promise<void>): Promise<void> {
    const { log, patienceInMs = defaultPatienceInMs } = this.#parts;
    let failure: unknown;
    const isNoted = await within(patienceInMs, async () => {
      await write().catch((error: unknown) => {
        failure = error;
        throw error;
      });
      return true;
    });
    if (!isNoted) log.warn({ err: failure, what }, "What was done at the admin's desk could not be put on record.");
  }
}
