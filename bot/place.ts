import { type Activity, ActivityTypes } from 'botbuilder-core';
import type { Conversation } from './conversations.ts';

/** Where something is said. */
export type Place = Pick<Conversation, 'conversationId' | 'serviceUrl' | 'type'>;

/** A conversation of no type that Teams is known to send is taken for a person's own. */
export function placeOf({ conversation, serviceUrl }: Activity): Place {
  const type = conversation.conversationType;
  return {
    conversationId: conversation.id,
    serviceUrl,
    type: type === 'groupChat' || type === 'channel' ? type : 'personal',
  };
}

/** True where the bot itself has come: the app was installed, or it was added to a conversation. */
export function isArrival(activity: Activity): boolean {
  if (activity.type === ActivityTypes.InstallationUpdate) return activity.action?.startsWith('add') ?? false;
  return activity.membersAdded?.some(({ id }) => id === activity.recipient?.id) ?? false;
}
