import { type Activity, ActivityHandlerBase, ActivityTypes, type TurnContext } from 'botbuilder-core';
import type { Logger } from 'pino';
import type { ChannelBindings } from '../services/channels/channel-bindings.ts';
import type { PersonDirectory } from '../services/people/person-directory.ts';
import type { Members } from '../services/roles/members.ts';
import type { Stored } from '../services/store/store.ts';
import type { Clock } from '../services/time/clock.ts';
import type { Reply } from './actions/action.ts';
import type { ConversationDocument, Conversations } from './conversations.ts';
import type { Desk } from './desk.ts';
import type { Nonces } from './nonces.ts';
import { isArrival, leftIn, placeOf } from './place.ts';
import type { Speaker } from './speaker.ts';
import { DeskTurns, personIn } from './turns/desk-turns.ts';
import { answerInvoke } from './turns/invoke-answer.ts';
import { meetingOf } from './turns/meeting.ts';
import { PressTurns } from './turns/press-turns.ts';
import { readSearch, searchResponse } from './turns/search-query.ts';
import { isTaskInvoke } from './turns/task-module.ts';
import { TaskTurns } from './turns/task-turns.ts';
import { TurnQueue } from './turns/turn-queue.ts';

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

/** One activity in, one answer out: every shape of Teams' is translated here and nowhere else. */
export class TeamsBot extends ActivityHandlerBase {
  readonly #parts: TeamsBotParts;
  readonly #queue = new TurnQueue();
  readonly #turns: DeskTurns;
  readonly #presses: PressTurns;
  readonly #tasks: TaskTurns;

  constructor(parts: TeamsBotParts) {
    super();
    this.#parts = parts;
    this.#turns = new DeskTurns(parts);
    this.#presses = new PressTurns({ ...parts, turns: this.#turns, queue: this.#queue });
    this.#tasks = new TaskTurns({ ...parts, turns: this.#turns });
  }

  override async run(context: TurnContext): Promise<void> {
    await Promise.all([this.#meet(context.activity), this.#turn(context)]);
  }

  async #turn(context: TurnContext): Promise<void> {
    const { activity } = context;
    switch (activity.type) {
      case ActivityTypes.Message:
        return await this.#queue.run(activity.conversation.id, () => this.#message(context));
      case ActivityTypes.Invoke:
        if (activity.name === 'application/search') return await this.#search(context);
        if (isTaskInvoke(activity.name)) return await this.#tasks.run(context);
        return activity.name === 'adaptiveCard/action' ? await this.#presses.run(context) : undefined;
      case ActivityTypes.ConversationUpdate:
      case ActivityTypes.InstallationUpdate:
        await this.#queue.run(activity.conversation.id, () => this.#arrival(context));
        return await this.#departure(activity);
      default:
        return undefined;
    }
  }

  async #message(context: TurnContext): Promise<void> {
    const { activity } = context;
    let stored: Stored<ConversationDocument> | undefined;
    try {
      stored = await this.#parts.conversations.load(activity.conversation.id);
    } catch (error) {
      return await this.#deliver(context, this.#turns.failed(activity, error));
    }
    if (stored?.document.seen.includes(activity.id!)) return;
    const before = personIn(stored, activity);
    const { reply, person } = await this.#turns.run(context, (turn) => this.#parts.desk.say(turn), { before });
    if (await this.#turns.remember(activity, stored, { person })) await this.#deliver(context, reply);
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

  /** A field that searches while somebody writes: whatever goes wrong, it offers nothing, and what is written still counts. */
  async #search(context: TurnContext): Promise<void> {
    const { desk, log } = this.#parts;
    const { activity } = context;
    const query = readSearch(activity.value);
    let found: Awaited<ReturnType<Desk['search']>> = [];
    try {
      if (query) found = await desk.search(await this.#turns.caller(activity), query);
    } catch (error) {
      log.info({ err: error, activity: activity.id }, 'A field could not search.');
    }
    await answerInvoke(context, searchResponse(found));
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
    const { reply, person } = await this.#turns.run(context, (turn) =>
      desk.press({ ...turn, origin: { ...turn.origin, greeting: true } }, { action: help, given: {} }),
    );
    if (await this.#turns.remember(activity, stored, { person, welcomed: true })) await this.#deliver(context, reply);
  }
}
