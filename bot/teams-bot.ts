import { hash } from 'node:crypto';
import { type Activity, ActivityHandlerBase, ActivityTypes, type TurnContext } from 'botbuilder-core';
import type { Logger } from 'pino';
import { texts } from '../cards/texts.ts';
import type { ChannelBindings } from '../services/channel-bindings.ts';
import type { Clock } from '../services/clock.ts';
import { WorkspaceError } from '../services/errors.ts';
import type { Members } from '../services/members.ts';
import type { Caller, Roles } from '../services/people.ts';
import type { PersonDirectory } from '../services/person-directory.ts';
import type { Stored } from '../services/store/store.ts';
import type { Origin, Reply } from './actions/action.ts';
import type { ConversationDocument, Conversations, PersonState, TurnResult } from './conversations.ts';
import type { Desk } from './desk.ts';
import { failureCard } from './failures.ts';
import { answerInvoke, inWords } from './invoke-answer.ts';
import { meetingOf } from './meeting.ts';
import type { Nonces } from './nonces.ts';
import { channelOf, isArrival, leftIn, placeOf } from './place.ts';
import { type Press, readPress } from './press.ts';
import { readSearch, searchResponse } from './search-query.ts';
import type { Speaker } from './speaker.ts';
import { isTaskInvoke } from './task-module.ts';
import { TaskTurns } from './task-turns.ts';
import type { Turn } from './turn.ts';
import { TurnQueue } from './turn-queue.ts';
import { normaliseMessage } from './understanding/message.ts';

export interface TeamsBotParts {
  readonly desk: Desk;
  readonly members: Members;
  readonly channelBindings: Pick<ChannelBindings, 'left'>;
  readonly conversations: Conversations;
  readonly people: PersonDirectory;
  readonly nonces: Nonces;
  readonly speaker: Speaker;
  readonly clock: Clock;
  readonly publicUrl: string;
  readonly log: Logger;
}

/** Where Outlook's actionable messages come from (Bot Framework, "Channels reference"). */
const mailChannel = 'outlook';

type Answered = { readonly reply: Reply; readonly person: PersonState };

/** One activity in, one answer out: every shape of Teams' is translated here and nowhere else. */
export class TeamsBot extends ActivityHandlerBase {
  readonly #parts: TeamsBotParts;
  readonly #turns = new TurnQueue();
  readonly #tasks: TaskTurns;

  constructor(parts: TeamsBotParts) {
    super();
    this.#parts = parts;
    this.#tasks = new TaskTurns(parts);
  }

  override async run(context: TurnContext): Promise<void> {
    await Promise.all([this.#meet(context.activity), this.#turn(context)]);
  }

  async #turn(context: TurnContext): Promise<void> {
    const { activity } = context;
    switch (activity.type) {
      case ActivityTypes.Message:
        return await this.#turns.run(activity.conversation.id, () => this.#message(context));
      case ActivityTypes.Invoke:
        if (activity.name === 'application/search') return await this.#search(context);
        if (isTaskInvoke(activity.name)) return await this.#task(context);
        return activity.name === 'adaptiveCard/action' ? await this.#press(context) : undefined;
      case ActivityTypes.ConversationUpdate:
      case ActivityTypes.InstallationUpdate:
        await this.#turns.run(activity.conversation.id, () => this.#arrival(context));
        return await this.#departure(activity);
      default:
        return undefined;
    }
  }

  async #message(context: TurnContext): Promise<void> {
    const { activity } = context;
    const place = placeOf(activity);
    let stored: Stored<ConversationDocument> | undefined;
    try {
      stored = await this.#parts.conversations.load(place.conversationId);
    } catch (error) {
      return await this.#deliver(context, this.#failed(activity, error));
    }
    if (stored?.document.seen.includes(activity.id!)) return;
    const before = stored?.document.people[activity.from.aadObjectId ?? ''] ?? {};
    const { reply, person } = await this.#answer(context, before, (turn) => this.#parts.desk.say(turn));
    if (await this.#remember(activity, stored, { person })) await this.#deliver(context, reply);
  }

  /** What an activity tells about its sender is good to know later; nobody waits for it, or hears that it failed. */
  async #meet(activity: Activity): Promise<void> {
    const meeting = meetingOf(activity);
    if (!meeting) return;
    await this.#parts.people.met(meeting).catch((error: unknown) => {
      this.#parts.log.warn({ err: error, activity: activity.id }, 'What is known of somebody could not be kept.');
    });
  }

  async #deliver(context: TurnContext, reply: Reply): Promise<void> {
    const { activity } = context;
    try {
      const activityId = await this.#parts.speaker.answer(context, reply, placeOf(activity).type === 'personal');
      if (activityId) await reply.posted?.(activityId);
    } catch (error) {
      // What was done is done and on record; only the answer did not arrive, and asking again is safe.
      this.#parts.log.warn({ err: error, activity: activity.id }, 'An answer could not be delivered.');
    }
  }

  /** False where another instance has taken the activity: then nothing may be said. */
  async #remember(
    activity: Activity,
    stored: Stored<ConversationDocument> | undefined,
    result: TurnResult,
  ): Promise<boolean> {
    const { conversations, log } = this.#parts;
    const { aadObjectId = '' } = activity.from;
    const place = placeOf(activity);
    try {
      return await conversations.save(place, stored, activity.id!, aadObjectId, result);
    } catch (error) {
      // What was done is done, and done again it is the same; whoever asked shall hear of it.
      log.warn({ err: error, activity: activity.id }, 'A turn could not be remembered.');
      return true;
    }
  }

  async #press(context: TurnContext): Promise<void> {
    const { activity } = context;
    const press = readPress(activity.value, (name) => this.#parts.desk.action(name));
    if (!press) return await answerInvoke(context, inWords(texts.talk.unknownButton));
    if (press.automatic && !press.action.readOnly) return await answerInvoke(context, inWords(texts.talk.unknownButton));
    const proven = press.action.readOnly ? 'plain' : this.#parts.nonces.check(press.action.name, press.data);
    if (!proven) {
      this.#parts.log.warn(
        { action: press.action.name, person: activity.from.aadObjectId },
        'A forged button was pressed.',
      );
      return await answerInvoke(context, inWords(texts.talk.forgedButton));
    }
    // What the button is about is all there is to know: no conversation needs to be read, and what it does is done once by its own key.
    if (press.given.workspace && (press.action.readOnly || press.given.request))
      return await this.#pressed(context, press, proven === 'confirmed', {});
    await this.#turns.run(activity.conversation.id, async () => {
      let stored: Stored<ConversationDocument> | undefined;
      try {
        stored = await this.#parts.conversations.load(activity.conversation.id);
      } catch (error) {
        return await this.#parts.speaker.respond(context, this.#failed(activity, error, press), true);
      }
      const before = stored?.document.people[activity.from.aadObjectId ?? ''] ?? {};
      await this.#pressed(context, press, proven === 'confirmed', before, async (person) => {
        if (person !== before || !press.action.readOnly) await this.#remember(activity, stored, { person });
      });
    });
  }

  /** A field that searches while somebody writes: whatever goes wrong, it offers nothing, and what is written still counts. */
  async #search(context: TurnContext): Promise<void> {
    const { desk, log } = this.#parts;
    const { activity } = context;
    const query = readSearch(activity.value);
    let found: Awaited<ReturnType<Desk['search']>> = [];
    try {
      if (query) found = await desk.search(await this.#caller(activity), query);
    } catch (error) {
      log.info({ err: error, activity: activity.id }, 'A field could not search.');
    }
    await answerInvoke(context, searchResponse(found));
  }

  async #task(context: TurnContext): Promise<void> {
    await this.#tasks.run(
      context,
      async (run, press, confirmed) => (await this.#answer(context, {}, run, press, confirmed)).reply,
    );
  }

  async #pressed(
    context: TurnContext,
    press: Press,
    confirmed: boolean,
    before: PersonState,
    save?: (person: PersonState) => Promise<void>,
  ): Promise<void> {
    const { action, given } = press;
    const answered = await this.#answer(
      context,
      before,
      (turn) => this.#parts.desk.press(turn, { action, given }),
      press,
      confirmed,
    );
    await save?.(answered.person);
    await this.#parts.speaker.respond(context, answered.reply, placeOf(context.activity).type === 'personal');
  }

  /** Runs the desk; whatever goes wrong becomes a card, and nothing of the turn is remembered then. */
  async #answer(
    context: TurnContext,
    before: PersonState,
    run: (turn: Turn) => Promise<Reply>,
    press?: Press,
    confirmed = false,
  ): Promise<Answered> {
    const { log, clock } = this.#parts;
    const { activity } = context;
    const began = performance.now();
    try {
      const start = clock.now();
      const caller = await this.#caller(activity);
      const turn: Turn = {
        caller,
        text: press ? '' : normaliseMessage(activity.text ?? '', activity.recipient?.name),
        origin: this.#origin(activity, press, confirmed),
        context,
        began: start,
        now: clock.now(),
        person: before,
      };
      const reply = await run(turn);
      log.debug({ ...metadataOf(activity, press), ms: Math.round(performance.now() - began) }, 'A turn was answered.');
      return { reply, person: turn.person };
    } catch (error) {
      return { reply: this.#failed(activity, error, press), person: before };
    }
  }

  #failed(activity: Activity, error: unknown, press?: Press): Reply {
    return { card: failureCard(error, this.#parts.log, metadataOf(activity, press)), failed: true };
  }

  async #caller(activity: Activity): Promise<Caller> {
    const { aadObjectId = '', name = '' } = activity.from;
    const roles = await this.#parts.members.rolesOf(aadObjectId).catch((error) => this.#nothingAllowed(error));
    return {
      aadObjectId,
      name,
      tenantId: activity.conversation.tenantId ?? '',
      locale: activity.locale ?? 'en',
      roles,
    };
  }

  /** Greetings and help work without the directory; whatever needs a right then says why it cannot be done. */
  #nothingAllowed(error: unknown): Roles {
    if (!(error instanceof WorkspaceError)) throw error;
    return {
      admin: false,
      reviewer: false,
      workspaces: new Map(),
      checkedAt: this.#parts.clock.now(),
      unverified: error,
    };
  }

  #origin(activity: Activity, press: Press | undefined, confirmed: boolean): Origin {
    const { conversationId, serviceUrl, type } = placeOf(activity);
    const id = press ? String(press.data.nonce ?? activity.id) : activity.id!;
    return {
      // Of a card that several see, each press is its presser's own.
      key: hash('sha256', `${conversationId}\n${activity.from.aadObjectId}\n${id}`, 'base64url').slice(0, 22),
      via: press ? 'card' : 'chat',
      ...(activity.channelId === mailChannel && { byMail: true }),
      conversation: { conversationId, serviceUrl, activityId: press ? activity.replyToId : undefined },
      personal: type === 'personal',
      channel: channelOf(activity),
      version: press?.version,
      confirmed,
      linkTo: (path) => `${this.#parts.publicUrl}${path}`,
    };
  }

  /** Where Labdesk is not any more nothing can be posted. What fails here is found out by the next post. */
  async #departure(activity: Activity): Promise<void> {
    const { channelBindings, log } = this.#parts;
    const ids = leftIn(activity);
    if (ids.length === 0) return;
    await channelBindings.left(ids, `left/${activity.id}`).catch((error: unknown) => {
      log.warn({ err: error, activity: activity.id }, 'A channel could not be unbound.');
    });
  }

  /** Somebody installed the app or added the bot: they are welcomed, once. */
  async #arrival(context: TurnContext): Promise<void> {
    const { conversations, desk, log } = this.#parts;
    const { activity } = context;
    if (!isArrival(activity)) return;
    let stored: Stored<ConversationDocument> | undefined;
    try {
      stored = await conversations.load(activity.conversation.id);
    } catch (error) {
      // Nobody asked for anything; the next arrival is welcomed.
      return log.warn({ err: error, activity: activity.id }, 'Somebody could not be welcomed.');
    }
    if (stored?.document.welcomed || stored?.document.seen.includes(activity.id!)) return;
    const help = desk.action('help')!;
    const { reply, person } = await this.#answer(context, {}, (turn) =>
      desk.press({ ...turn, origin: { ...turn.origin, greeting: true } }, { action: help, given: {} }),
    );
    if (await this.#remember(activity, stored, { person, welcomed: true })) await this.#deliver(context, reply);
  }
}

function metadataOf({ id, from }: Activity, press: Press | undefined): object {
  return { activity: id, person: from.aadObjectId, pressed: press?.action.name };
}
