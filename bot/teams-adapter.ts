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
import type { ConversationAddress } from './actions/action.ts';
import type { Messenger } from './messenger.ts';
import { TeamsTurnContext } from './turn-context.ts';

type Logic = (context: TurnContext) => Promise<void>;

/**
 * botbuilder's adapter over our gate and messenger: turns, middleware, handlers and dialogs are botbuilder's; what comes in was
 * verified before, and what goes out leaves through the messenger. Nothing is built per turn but the turn's context.
 */
export class TeamsAdapter extends BotAdapter {
  readonly #messenger: Messenger;
  readonly #logic: Logic;

  constructor(messenger: Messenger, logic: Logic) {
    super();
    this.#messenger = messenger;
    this.#logic = logic;
  }

  /**
   * Runs one turn.
   * @returns what the HTTP response to an invoke says (501 where nobody answered it); undefined for everything else
   * @throws what the turn threw, where there is no `onTurnError`
   */
  async process(activity: Activity): Promise<InvokeResponse | undefined> {
    const context = new TeamsTurnContext(this as BotAdapter, activity);
    await this.runMiddleware(context, this.#logic);
    if (activity.deliveryMode === DeliveryModes.ExpectReplies) {
      return { status: 200, body: { activities: context.bufferedReplyActivities } };
    }
    if (activity.type !== ActivityTypes.Invoke) return undefined;
    const response = context.turnState.get<Activity | undefined>(INVOKE_RESPONSE_KEY);
    return response ? (response.value as InvokeResponse) : { status: 501 };
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

function addressOf(place: Partial<Activity> | Partial<ConversationReference>): ConversationAddress {
  return { serviceUrl: place.serviceUrl ?? '', conversationId: place.conversation?.id ?? '' };
}
