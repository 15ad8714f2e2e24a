import type { Activity, TurnContext } from 'botbuilder-core';
import type { Logger } from 'pino';
import { texts } from '../../cards/texts.ts';
import type { ConversationAddress } from '../../services/people/conversation-address.ts';
import type { Reply } from '../actions/action.ts';
import type { Desk } from '../desk.ts';
import type { Nonces } from '../nonces.ts';
import type { Speaker } from '../speaker.ts';
import type { DeskTurns } from './desk-turns.ts';
import { answerInvoke } from './invoke-answer.ts';
import { dialogSaying, dialogWith, readTask } from './task-module.ts';
import type { Turn } from './turn.ts';

export interface TaskTurnsParts {
  readonly desk: Pick<Desk, 'action' | 'press'>;
  readonly turns: Pick<DeskTurns, 'run'>;
  readonly nonces: Pick<Nonces, 'check'>;
  readonly speaker: Pick<Speaker, 'ownChat' | 'post' | 'seal'>;
  readonly log: Logger;
}

/** Dialogs: one stays open as long as what comes of it is a form, and else closes while the card goes to the person's own chat. */
export class TaskTurns {
  readonly #parts: TaskTurnsParts;

  constructor(parts: TaskTurnsParts) {
    this.#parts = parts;
  }

  /** Answers a dialog that opens, or is sent. */
  async run(context: TurnContext): Promise<void> {
    await answerInvoke(context, await this.#answer(context));
  }

  async #answer(context: TurnContext): Promise<object> {
    const { desk, turns, nonces, speaker, log } = this.#parts;
    const { activity } = context;
    const call = readTask(activity.name!, activity.value, (name) => desk.action(name));
    if (!call) return dialogSaying(texts.talk.unknownButton);
    const { action, press } = call;
    const proven = press ? nonces.check(action.name, press.data) : 'plain';
    if (!proven) {
      log.warn({ action: action.name, person: activity.from.aadObjectId }, 'A forged button was pressed.');
      return dialogSaying(texts.talk.forgedButton);
    }
    const chat = press && (await speaker.ownChat(activity));
    const given = press?.given ?? {};
    const { reply } = await turns.run(context, (turn) => desk.press(inOwnChat(turn, chat), { action, given }), {
      press,
      confirmed: proven === 'confirmed',
    });
    if (reply.asks) return dialogWith(action.dialog!.title, await speaker.seal(reply.card));
    if (!press || reply.failed) return dialogSaying(reply.card.fallbackText);
    const isSent = chat !== undefined && (await this.#post(chat, reply, activity));
    return dialogSaying(texts.talk.dialog[isSent ? 'done' : 'unreached']);
  }

  async #post(chat: ConversationAddress, { card, posted }: Reply, { id }: Activity): Promise<boolean> {
    try {
      const activityId = await this.#parts.speaker.post(chat, card);
      if (activityId) await posted?.(activityId);
      return true;
    } catch (error) {
      // What was done is done and on record; asking again shows how it stands.
      this.#parts.log.warn({ err: error, activity: id }, 'An answer could not be delivered.');
      return false;
    }
  }
}

/** What is done in a dialog stands in the person's own chat. */
function inOwnChat(turn: Turn, chat: ConversationAddress | undefined): Turn {
  return { ...turn, origin: { ...turn.origin, personal: chat !== undefined, ...(chat && { conversation: chat }) } };
}
