import { type Activity, ActivityTypes, type TurnContext } from 'botbuilder-core';
import type { Logger } from 'pino';
import type { Card } from '../cards/card.ts';
import { notice } from '../cards/talk/notice.ts';
import { texts } from '../cards/texts.ts';
import type { ConversationAddress } from '../services/people/conversation-address.ts';
import type { PersonDirectory } from '../services/people/person-directory.ts';
import type { Reply } from './actions/action.ts';
import type { Messenger } from './messenger.ts';
import type { Nonces } from './nonces.ts';
import { answerInvoke, inWords } from './turns/invoke-answer.ts';

/** Most people whose view of a card Teams refreshes by itself (Teams, "Universal Actions", `userIds`). */
const mostRefreshed = 60;

/** Puts cards in front of people: sealed, in the right chat, as an answer, in a card's place, or unasked. */
export class Speaker {
  readonly #messenger: Messenger;
  readonly #people: PersonDirectory;
  readonly #nonces: Nonces;
  readonly #log: Logger;

  constructor(messenger: Messenger, people: PersonDirectory, nonces: Nonces, log: Logger) {
    this.#messenger = messenger;
    this.#people = people;
    this.#nonces = nonces;
    this.#log = log;
  }

  /** Answers a message; the id under which the card stands. What is for one person's eyes goes to their own chat. */
  async answer(context: TurnContext, reply: Reply, personal: boolean): Promise<string | undefined> {
    if (reply.personal && !personal) {
      const text = await this.#toOwnChat(context.activity, reply);
      await context.sendActivity(await this.#message(notice({ title: text })));
      return undefined;
    }
    return (await context.sendActivity(await this.#message(reply.card)))?.id;
  }

  /** Answers a press: the card takes the place of the one that was pressed, in this person's view. */
  async respond(context: TurnContext, reply: Reply, personal: boolean): Promise<void> {
    const body =
      reply.personal && !personal
        ? inWords(await this.#toOwnChat(context.activity, reply))
        : { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: await this.seal(reply.card) };
    await answerInvoke(context, body);
  }

  /** Posts a card unasked and says under which id it stands. @throws {TeamsError} */
  async post(to: ConversationAddress, card: Card): Promise<string> {
    return await this.#messenger.send(to, await this.#message(card));
  }

  /** Posts one line. @throws {TeamsError} */
  async tell(to: ConversationAddress, text: string): Promise<string> {
    return await this.#messenger.send(to, { type: ActivityTypes.Message, text, textFormat: 'plain' });
  }

  /** Puts a card in the place of the one that stands. @throws {TeamsError} gone, where it was deleted */
  async update(to: ConversationAddress, activityId: string, card: Card): Promise<void> {
    await this.#messenger.update(to, activityId, await this.#message(card));
  }

  /** With nonces on its buttons, and Teams' ids of those whose view it refreshes by itself; without any, it refreshes for nobody. */
  async seal(card: Card): Promise<Card> {
    const sealed = this.#nonces.seal(card);
    if (!sealed.refresh) return sealed;
    const people = sealed.refresh.userIds.map((aadObjectId) => ({ aadObjectId }));
    const userIds = (await this.#people.teamsIds(people).catch(() => [])).slice(0, mostRefreshed);
    return { ...sealed, refresh: { ...sealed.refresh, userIds } };
  }

  /** Somebody's own chat; undefined where Teams does not let us into it. */
  async ownChat({ from, serviceUrl }: Activity): Promise<ConversationAddress | undefined> {
    const { aadObjectId = '', id } = from;
    try {
      const known = (await this.#people.get(aadObjectId))?.chat;
      return known ?? (await this.#messenger.createConversation({ serviceUrl, id }));
    } catch (error) {
      this.#log.info({ err: error, person: aadObjectId }, 'A personal chat could not be reached.');
      return undefined;
    }
  }

  async #toOwnChat(activity: Activity, { card, ownChat, posted }: Reply): Promise<string> {
    const { sent, unsent } = ownChat ?? texts.talk.ownChat;
    const chat = await this.ownChat(activity);
    try {
      if (!chat) return unsent;
      const activityId = await this.post(chat, card);
      if (activityId) await posted?.(activityId);
      return sent;
    } catch (error) {
      this.#log.info({ err: error, person: activity.from.aadObjectId }, 'A personal chat could not be reached.');
      return unsent;
    }
  }

  async #message(card: Card): Promise<Partial<Activity>> {
    const content = await this.seal(card);
    return {
      type: ActivityTypes.Message,
      summary: card.fallbackText,
      attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content }],
    };
  }
}
