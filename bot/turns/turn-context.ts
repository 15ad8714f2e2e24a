import {
  type Activity,
  DeliveryModes,
  type ResourceResponse,
  type SendActivitiesHandler,
  TurnContext,
} from 'botbuilder-core';

/**
 * botbuilder's turn, sending in a native async function. The SDK's own are compiled down to generators whose closures outlive a young
 * collection: they made half of a turn's cost and kept 300 MB of garbage around. Where somebody listens to what is sent, or the
 * answers are collected, the SDK's way is taken.
 */
export class TeamsTurnContext extends TurnContext {
  // No #private: the turn is handed out behind a proxy.
  private observed = false;

  override onSendActivities(handler: SendActivitiesHandler): this {
    this.observed = true;
    return super.onSendActivities(handler);
  }

  override async sendActivity(
    activityOrText: string | Partial<Activity>,
    speak?: string,
    inputHint?: string,
  ): Promise<ResourceResponse | undefined> {
    if (typeof activityOrText === 'string') return super.sendActivity(activityOrText, speak, inputHint);
    const [response] = await this.sendActivities([activityOrText]);
    return response;
  }

  override async sendActivities(activities: Partial<Activity>[]): Promise<ResourceResponse[]> {
    if (this.observed || this.activity.deliveryMode === DeliveryModes.ExpectReplies)
      return super.sendActivities(activities);
    const reference = TurnContext.getConversationReference(this.activity);
    const outgoing = activities.map(({ id: _, ...activity }) => {
      const complete = TurnContext.applyConversationReference(activity, reference);
      complete.type ||= 'message';
      return complete;
    });
    const responses = await this.adapter.sendActivities(this, outgoing);
    if (outgoing.some((activity) => activity.type !== 'trace')) this.responded = true;
    return responses;
  }
}
