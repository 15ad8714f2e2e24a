import type { Logger } from 'pino';
import type { AppInstaller } from '../../services/people/app-installer.ts';
import type { PersonDirectory } from '../../services/people/person-directory.ts';
import type { PersonalChat, PersonRecord } from '../../services/people/person-record.ts';
import type { Clock } from '../../services/time/clock.ts';
import { TeamsError } from '../messenger/teams-error.ts';
import type { Messenger } from '../messenger.ts';

export interface ReachParts {
  readonly people: PersonDirectory;
  readonly messenger: Messenger;
  readonly clock: Clock;
  readonly log: Logger;
  /** Undefined where Labdesk installs itself for nobody. */
  readonly installer?: AppInstaller | undefined;
  /** Where Teams is, as long as nobody was met; default nobody is reached until then. */
  readonly serviceUrl?: string | undefined;
}

/** After so long it is tried again whether Teams gets through; whoever speaks is reachable at once. */
const doubtedAfterMs = 7 * 86_400_000;
const installed = 'installed';

/** Finds the chat in which somebody is reached, opens it where there is none, and remembers where Teams does not let us. */
export class Reach {
  readonly #parts: ReachParts;

  constructor(parts: ReachParts) {
    this.#parts = parts;
  }

  /**
   * Does something in somebody's own chat; undefined where Teams does not reach them. A chat that is no more is opened anew,
   * and the app installed where it is not and may be.
   * @throws {TeamsError} ambiguous, throttled, unreachable, {WorkspaceError} what the store and the directory throw
   */
  async inOwnChat<T>(person: PersonRecord, use: (chat: PersonalChat) => Promise<T>): Promise<T | undefined> {
    if (this.#isOutOfReach(person)) return undefined;
    let known = person.chat;
    const tried = new Set<string>();
    for (;;) {
      try {
        const chat = known ?? (await this.#open(person));
        return chat && (await use(chat));
      } catch (error) {
        if (!(error instanceof TeamsError)) throw error;
        const next = await this.#after(error, person, known, tried);
        if (next === 'give up') return undefined;
        known = next;
      }
    }
  }

  /** What to try next, each thing once: another chat (undefined opens one), or nothing. */
  async #after(
    error: TeamsError,
    { aadObjectId }: PersonRecord,
    known: PersonalChat | undefined,
    tried: Set<string>,
  ): Promise<PersonalChat | undefined | 'give up'> {
    const { people, log } = this.#parts;
    const { reason, code } = error;
    if (reason === 'gone' && known && !tried.has('gone')) {
      tried.add('gone');
      await people.lostChat(aadObjectId);
      return undefined;
    }
    if (reason === 'not-installed' && !tried.has(installed)) {
      tried.add(installed);
      const chat = await this.#install(aadObjectId);
      if (chat) return chat;
    }
    if (reason === 'blocked' || reason === 'not-installed') {
      await people.unreachable(aadObjectId, reason);
      log.info({ person: aadObjectId, reason }, 'Teams does not reach somebody.');
      return 'give up';
    }
    if (reason !== 'refused' && reason !== 'too-big' && reason !== 'gone') throw error;
    log.warn({ person: aadObjectId, reason, code }, 'Teams refused a message.');
    return 'give up';
  }

  #isOutOfReach({ unreachable }: PersonRecord): boolean {
    if (!unreachable) return false;
    return this.#parts.clock.now().getTime() - Date.parse(unreachable.since) < doubtedAfterMs;
  }

  /** Finds or opens the chat; undefined where nobody knows yet where Teams is. */
  async #open({ aadObjectId, teamsId }: PersonRecord): Promise<PersonalChat | undefined> {
    const { people, messenger } = this.#parts;
    const serviceUrl = await this.#serviceUrl();
    if (!serviceUrl) return undefined;
    const chat = await messenger.createConversation({ serviceUrl, id: teamsId ?? aadObjectId });
    await people.reached(aadObjectId, chat);
    return chat;
  }

  async #install(aadObjectId: string): Promise<PersonalChat | undefined> {
    const { installer, people } = this.#parts;
    const serviceUrl = await this.#serviceUrl();
    const conversationId = serviceUrl && (await installer?.install(aadObjectId));
    if (!serviceUrl || !conversationId) return undefined;
    const chat = { conversationId, serviceUrl };
    await people.reached(aadObjectId, chat);
    return chat;
  }

  async #serviceUrl(): Promise<string | undefined> {
    return (await this.#parts.people.serviceUrl()) ?? this.#parts.serviceUrl;
  }
}
