import { setTimeout as delay } from 'node:timers/promises';
import {
  type Activity,
  ActivityTypes,
  BotAdapter,
  type ConversationReference,
  DeliveryModes,
  INVOKE_RESPONSE_KEY,
  type InvokeResponse,
  type ResourceResponse,
  TurnContext,
} from 'botbuilder-core';
import type { ConversationAddress } from '../services/people/conversation-address.ts';
import type { Messenger } from './messenger.ts';
import { inWords } from './turns/invoke-answer.ts';
import { TeamsTurnContext } from './turns/turn-context.ts';

type Logic = (context: TurnContext) => Promise<void>;

/** How long Teams waits for a turn, and what is said where it takes longer. */
export interface Patience {
  readonly ms: number;
  /** What the person reads then, in plain words; the turn goes on. */
  readonly says: (activity: Activity) => string;
  /** What is said, or how the turn ended, was lost. */
  readonly failed: (activity: Activity, error: unknown) => void;
}

/**
 * botbuilder's adapter over our gate and messenger: turns, middleware, handlers and dialogs are botbuilder's; what comes in was
 * verified before, and what goes out leaves through the messenger. Nothing is built per turn but the turn's context.
 */
export class TeamsAdapter extends BotAdapter {
  readonly #messenger: Messenger;
  readonly #logic: Logic;
  readonly #patience: Patience | undefined;
  /** Turns that have begun to say something. */
  readonly #speaking = new WeakSet<Activity>();

  constructor(messenger: Messenger, logic: Logic, patience?: Patience) {
    super();
    this.#messenger = messenger;
    this.#logic = logic;
    this.#patience = patience;
  }

  /**
   * Runs one turn. One that outlasts the patience goes on by itself: a press is answered in words then, which is all that its person
   * reads; the answer to a message still comes.
   * @returns what the HTTP response to an invoke says (501 where nobody answered it); undefined for everything else
   * @throws what the turn threw, where there is no `onTurnError`
   */
  async process(activity: Activity): Promise<InvokeResponse | undefined> {
    const context = new TeamsTurnContext(this as BotAdapter, activity);
    const turn = this.runMiddleware(context, this.#logic);
    if (this.#patience && !(await endsWithin(turn, this.#patience.ms)))
      return this.#leave(activity, turn, this.#patience);
    await turn;
    if (activity.deliveryMode === DeliveryModes.ExpectReplies) {
      return { status: 200, body: { activities: context.bufferedReplyActivities } };
    }
    if (activity.type !== ActivityTypes.Invoke) return undefined;
    const response = context.turnState.get<Activity | undefined>(INVOKE_RESPONSE_KEY);
    return response ? (response.value as InvokeResponse) : { status: 501 };
  }

  /** Says that it takes long, where nothing was said yet. */
  #leave(activity: Activity, turn: Promise<void>, { says, failed }: Patience): InvokeResponse | undefined {
    const lost = (error: unknown) => failed(activity, error);
    turn.catch(lost);
    const isInvoke = activity.type === ActivityTypes.Invoke;
    if (!isInvoke && (activity.type !== ActivityTypes.Message || this.#speaking.has(activity))) return undefined;
    const text = says(activity);
    const message = { type: ActivityTypes.Message, text, textFormat: 'plain' };
    if (isInvoke) return { status: 200, body: inWords(text) };
    if (activity.deliveryMode === DeliveryModes.ExpectReplies) return { status: 200, body: { activities: [message] } };
    const reply = TurnContext.applyConversationReference(message, TurnContext.getConversationReference(activity));
    this.#messenger.send(addressOf(reply), reply).catch(lost);
    return undefined;
  }

  /** The base class's, as a native async function (see `TeamsTurnContext` for why). */
  protected override async runMiddleware(context: TurnContext, next: Logic): Promise<void> {
    if (context.activity.locale) context.locale = context.activity.locale;
    const { proxy, revoke } = Proxy.revocable(context, {});
    try {
      await this.middleware.run(proxy, () => next(proxy));
    } catch (error) {
      if (!this.onTurnError) throw error;
      await this.onTurnError(proxy, error as Error);
    } finally {
      revoke();
    }
  }

  override async sendActivities(context: TurnContext, activities: Partial<Activity>[]): Promise<ResourceResponse[]> {
    this.#speaking.add(context.activity);
    const responses: ResourceResponse[] = [];
    for (const activity of activities) responses.push({ id: await this.#send(context, activity) });
    return responses;
  }

  async #send(context: TurnContext, activity: Partial<Activity>): Promise<string> {
    switch (activity.type) {
      case 'delay':
        await delay(typeof activity.value === 'number' ? activity.value : 1_000);
        return '';
      case ActivityTypes.InvokeResponse:
        context.turnState.set(INVOKE_RESPONSE_KEY, activity);
        return '';
      case ActivityTypes.Trace:
        return '';
      default:
        return this.#messenger.send(addressOf(activity), activity);
    }
  }

  override async updateActivity(_: TurnContext, activity: Partial<Activity>): Promise<ResourceResponse> {
    return { id: await this.#messenger.update(addressOf(activity), activity.id ?? '', activity) };
  }

  override async deleteActivity(_: TurnContext, reference: Partial<ConversationReference>): Promise<void> {
    await this.#messenger.delete(addressOf(reference), reference.activityId ?? '');
  }

  /** Runs `logic` in a conversation that was left; what it sends is no reply to anything. */
  override async continueConversation(reference: Partial<ConversationReference>, logic: Logic): Promise<void> {
    const { activityId: _, ...place } = reference;
    const event = { type: ActivityTypes.Event, name: 'continueConversation' };
    const context = new TeamsTurnContext(
      this as BotAdapter,
      TurnContext.applyConversationReference(event, place, true),
    );
    await this.runMiddleware(context, logic);
  }
}

/** False where it has not ended by then, however it ends. */
async function endsWithin(work: Promise<void>, ms: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), ms);
  const ended = () => resolve(true);
  work.then(ended, ended);
  const isEnded = await promise;
  clearTimeout(timer);
  return isEnded;
}

function addressOf(place: Partial<Activity> | Partial<ConversationReference>): ConversationAddress {
  return { serviceUrl: place.serviceUrl ?? '', conversationId: place.conversation?.id ?? '' };
}
