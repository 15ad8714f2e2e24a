import type { Activity } from 'botbuilder-core';
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
