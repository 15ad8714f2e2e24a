import type { TurnContext } from 'botbuilder-core';
import type { Logger } from 'pino';
import { texts } from '../../cards/texts.ts';
import type { Stored } from '../../services/store/store.ts';
import type { Reply } from '../actions/action.ts';
import type { ConversationDocument, Conversations } from '../conversations.ts';
import type { Desk } from '../desk.ts';
import type { Nonces } from '../nonces.ts';
import { placeOf } from '../place.ts';
import type { Speaker } from '../speaker.ts';
import { type Brought, type DeskTurns, personIn } from './desk-turns.ts';
import { answerInvoke, inWords } from './invoke-answer.ts';
import { type Press, readPress } from './press.ts';
import type { TurnQueue } from './turn-queue.ts';

export interface PressTurnsParts {
  readonly desk: Pick<Desk, 'action' | 'press'>;
  readonly turns: Pick<DeskTurns, 'run' | 'failed' | 'remember'>;
  readonly queue: Pick<TurnQueue, 'run'>;
  readonly conversations: Pick<Conversations, 'load'>;
  readonly nonces: Pick<Nonces, 'check'>;
  readonly speaker: Pick<Speaker, 'respond'>;
  readonly log: Logger;
}

type Pressed = Brought & { readonly press: Press };

/** Buttons: what comes of a press takes the card's place; whatever is no button of ours is answered in words. */
export class PressTurns {
  readonly #parts: PressTurnsParts;

  constructor(parts: PressTurnsParts) {
    this.#parts = parts;
  }

  async run(context: TurnContext): Promise<void> {
    const { desk, nonces, log } = this.#parts;
    const { activity } = context;
    const press = readPress(activity.value, (name) => desk.action(name));
    if (!press || (press.automatic && !press.action.readOnly))
      return await answerInvoke(context, inWords(texts.talk.unknownButton));
    const proven = press.action.readOnly ? 'plain' : nonces.check(press.action.name, press.data);
    if (!proven) {
      log.warn({ action: press.action.name, person: activity.from.aadObjectId }, 'A forged button was pressed.');
      return await answerInvoke(context, inWords(texts.talk.forgedButton));
    }
    const brought = { press, confirmed: proven === 'confirmed' };
    // What the button is about is all there is to know: no conversation needs to be read, and what it does is done once by its own key.
    if (press.given.workspace && (press.action.readOnly || press.given.request)) {
      const { reply } = await this.#atDesk(context, brought);
      return await this.#respond(context, reply);
    }
    await this.#parts.queue.run(activity.conversation.id, async () => await this.#inConversation(context, brought));
  }

  /** With what is remembered of the conversation, and remembered in it before it is answered. */
  async #inConversation(context: TurnContext, brought: Pressed): Promise<void> {
    const { conversations, speaker, turns } = this.#parts;
    const { activity } = context;
    let stored: Stored<ConversationDocument> | undefined;
    try {
      stored = await conversations.load(activity.conversation.id);
    } catch (error) {
      return await speaker.respond(context, turns.failed(activity, error, brought.press), true);
    }
    const before = personIn(stored, activity);
    const { reply, person } = await this.#atDesk(context, { ...brought, before });
    if (person !== before || !brought.press.action.readOnly) await turns.remember(activity, stored, { person });
    await this.#respond(context, reply);
  }

  async #atDesk(context: TurnContext, brought: Pressed) {
    const { action, given } = brought.press;
    return await this.#parts.turns.run(context, (turn) => this.#parts.desk.press(turn, { action, given }), brought);
  }

  async #respond(context: TurnContext, reply: Reply): Promise<void> {
    await this.#parts.speaker.respond(context, reply, placeOf(context.activity).type === 'personal');
  }
}
