import type { Logger } from 'pino';
import type { Card } from '../../cards/card.ts';
import { WorkspaceError } from '../../services/errors.ts';
import type { ConversationAddress } from '../../services/people/conversation-address.ts';
import { isFormer } from '../../services/people/former-member.ts';
import type { MailClient, MailContent } from '../../services/people/mail.ts';
import type { Person } from '../../services/people/people.ts';
import type { PersonDirectory } from '../../services/people/person-directory.ts';
import type { PersonRecord } from '../../services/people/person-record.ts';
import type { PostedCards } from '../../services/people/posted-cards.ts';
import type { Clock } from '../../services/time/clock.ts';
import { TeamsError } from '../messenger/teams-error.ts';
import type { Speaker } from '../speaker.ts';
import type { Reach } from './reach.ts';

export interface CourierParts {
  readonly speaker: Speaker;
  readonly reach: Reach;
  readonly people: PersonDirectory;
  readonly postedCards: PostedCards;
  readonly clock: Clock;
  readonly log: Logger;
  /** Undefined where no mail is sent. */
  readonly mail?: MailClient | undefined;
}

/**
 * How something arrived: `teams` it stands there; `mail` it was sent by mail, Teams does not reach them or perhaps did;
 * `unknown` it may have arrived in Teams; `nowhere` nobody got it.
 */
export type Delivery = 'teams' | 'mail' | 'unknown' | 'nowhere';

const final = ['blocked', 'not-installed', 'gone', 'refused', 'too-big'];

/**
 * Brings news to people: a card in its place where it stands, else posted, once; by mail where Teams does not reach.
 *
 * A card is posted at most once: before the post it is put on record that it begins (PostedCards), after it where it stands. With the
 * first and without the second it may have arrived, and it is not posted again. What certainly was not posted is tried again by whoever
 * asked: everything here may be repeated with the same key.
 */
export class Courier {
  readonly #parts: CourierParts;

  constructor(parts: CourierParts) {
    this.#parts = parts;
  }

  /**
   * Puts the card of that key in front of somebody, in their own chat.
   * @throws {TeamsError} unreachable, or ambiguous where a card that stands was to be changed; {WorkspaceError} throttled,
   * unavailable, timeout: try again later
   */
  async show(key: string, person: Person, card: Card, mail?: MailContent): Promise<Delivery> {
    const { speaker } = this.#parts;
    return await this.#bring(person, mail, async (chat) => {
      const changed = await this.#change(key, chat, card);
      return changed === 'waits' ? await this.#once(key, () => speaker.post(chat, card)) : changed;
    });
  }

  /** Posts a card to somebody once for its key; one that stands stays as it is, and no mail is sent. @throws as {@link show} */
  async post(key: string, person: Person, card: Card): Promise<Delivery> {
    const { speaker } = this.#parts;
    return await this.#bring(person, undefined, async (chat) => await this.#once(key, () => speaker.post(chat, card)));
  }

  /** Says a line to somebody in their own chat, once for the key. @throws as {@link show} */
  async tell(key: string, person: Person, text: string, mail?: MailContent): Promise<Delivery> {
    const { speaker } = this.#parts;
    return await this.#bring(person, mail, async (chat) => await this.#once(key, () => speaker.tell(chat, text)));
  }

  /**
   * Sends a mail besides what stands in Teams, once for its key, unless somebody wants none. False where none was sent.
   * @throws {WorkspaceError} throttled, unavailable, timeout
   */
  async mail({ aadObjectId }: Person, mail: MailContent): Promise<boolean> {
    if (isFormer({ aadObjectId })) return false;
    return await this.#mail((await this.#parts.people.get(aadObjectId)) ?? { aadObjectId }, mail, 'nowhere');
  }

  /**
   * Puts the card of that key into a conversation: where it stands, `to.activityId` where it was pressed, else posts it.
   * Before `notBefore` nothing is posted: an answer may be on its way there, and `waits` says to come again then.
   * @throws as {@link show}
   */
  async showIn(key: string, to: ConversationAddress, card: Card, notBefore?: Date): Promise<Delivery | 'waits'> {
    const { speaker, clock } = this.#parts;
    return await this.#orNowhere(async () => {
      const changed = await this.#change(key, to, card);
      if (changed !== 'waits') return changed;
      if (notBefore && clock.now() < notBefore && (await this.#parts.postedCards.look(key)).state === 'none')
        return 'waits';
      return await this.#once(key, () => speaker.post(to, card));
    });
  }

  /** Says a line in a conversation, once for the key. @throws as {@link show} */
  async tellIn(key: string, to: ConversationAddress, text: string): Promise<Delivery> {
    return await this.#orNowhere(async () => await this.#once(key, () => this.#parts.speaker.tell(to, text)));
  }

  /** Changes the card of that key where it stands; `waits` where none does, or somebody deleted it. @throws as {@link show} */
  async change(key: string, to: ConversationAddress, card: Card): Promise<Delivery | 'waits'> {
    return await this.#orNowhere(async () => await this.#change(key, to, card));
  }

  async #change(key: string, to: ConversationAddress, card: Card): Promise<'teams' | 'waits'> {
    const { speaker, postedCards } = this.#parts;
    const remembered = await postedCards.find(key);
    const activityId = remembered ?? to.activityId;
    if (!activityId) return 'waits';
    try {
      await speaker.update(to, activityId, card);
      return 'teams';
    } catch (error) {
      if (!(error instanceof TeamsError) || error.reason !== 'gone') throw error;
      if (remembered) await postedCards.forget(key);
      return 'waits';
    }
  }

  async #bring(
    person: Person,
    mail: MailContent | undefined,
    use: (chat: ConversationAddress) => Promise<Delivery>,
  ): Promise<Delivery> {
    if (isFormer(person)) return 'nowhere';
    const { people, reach } = this.#parts;
    const record = (await people.get(person.aadObjectId)) ?? { aadObjectId: person.aadObjectId };
    const inTeams = (await reach.inOwnChat(record, use).catch(throwLater)) ?? 'nowhere';
    const isMailed = await this.#mail(record, mail, inTeams);
    return inTeams !== 'teams' && isMailed ? 'mail' : inTeams;
  }

  /** Posts what was never begun; `unknown` where it may have been posted before. */
  async #once(key: string, post: () => Promise<string>): Promise<'teams' | 'unknown'> {
    const { postedCards, log } = this.#parts;
    if (!(await postedCards.begin(key))) return (await postedCards.find(key)) ? 'teams' : 'unknown';
    let activityId: string;
    try {
      activityId = await post();
    } catch (error) {
      if (error instanceof TeamsError && error.reason === 'ambiguous') {
        log.warn({ err: error, key }, 'A message may have arrived or not; it is not sent again.');
        return 'unknown';
      }
      // Certainly not posted, so the next attempt may.
      await postedCards.forget(key);
      throw error;
    }
    await this.#remember(key, activityId);
    return 'teams';
  }

  /** A card whose place is lost still says what it said; pressing it shows how things stand. */
  async #remember(key: string, activityId: string): Promise<void> {
    const { postedCards, log } = this.#parts;
    await postedCards.remember(key, activityId || 'said').catch(async (error: unknown) => {
      log.warn({ err: error, key }, 'It was not remembered where a card stands; once more.');
      await postedCards.remember(key, activityId || 'said');
    });
  }

  /** True where the mail is sent, now or before. Who wants none gets none, who wants them gets them beside Teams. */
  async #mail(person: PersonRecord, mail: MailContent | undefined, inTeams: Delivery): Promise<boolean> {
    const { mail: client, speaker, postedCards, log } = this.#parts;
    if (!client || !mail || person.mail === 'never') return false;
    if (inTeams === 'teams' && person.mail !== 'always') return false;
    const mark = `mail/${person.aadObjectId}/${mail.key}`;
    if (await postedCards.find(mark)) return true;
    try {
      const card = mail.card && (await speaker.seal(mail.card as Card));
      if (!(await client.send({ ...mail, ...(card && { card }), to: person.aadObjectId }))) return false;
    } catch (error) {
      if (!(error instanceof WorkspaceError) || error.code !== 'refused') throw error;
      log.warn({ err: error, person: person.aadObjectId }, 'A mail was refused.');
      return false;
    }
    await postedCards.remember(mark, 'sent');
    return true;
  }

  async #orNowhere<D extends string>(work: () => Promise<D>): Promise<D | 'nowhere'> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof TeamsError) || !final.includes(error.reason)) return throwLater(error);
      this.#parts.log.info({ reason: error.reason, code: error.code }, 'A conversation could not be told.');
      return 'nowhere';
    }
  }
}

/** Teams' own pause, in the words of whoever tries effects again. */
function throwLater(error: unknown): never {
  if (!(error instanceof TeamsError) || error.reason !== 'throttled') throw error;
  const { retryAfterSeconds } = error;
  throw new WorkspaceError('throttled', 'Teams is asked too much at the moment. Try again in a minute.', {
    cause: error,
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
  });
}
