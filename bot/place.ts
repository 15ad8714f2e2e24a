import { type Activity, ActivityTypes } from 'botbuilder-core';
import type { BoundChannel } from '../services/workspaces/workspaces.ts';
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

/** What Teams tells of the team around an activity (Teams, "Get Teams context" and "Conversation events": `channelData`). */
interface TeamFacts {
  readonly eventType?: unknown;
  readonly channel?: { readonly id?: unknown };
  readonly team?: { readonly id?: unknown };
}

/** The channel in which something is said: the same for all its threads. Undefined everywhere else. */
export function channelOf(activity: Activity): BoundChannel | undefined {
  const { conversationId, serviceUrl, type } = placeOf(activity);
  if (type !== 'channel') return undefined;
  const { team } = factsOf(activity);
  return {
    ...{ conversationId: conversationId.split(';')[0]!, serviceUrl },
    ...(typeof team?.id === 'string' && { teamId: team.id }),
  };
}

/** Ids of the team and channel that the bot has left, or that are gone; empty for anything else. */
export function leftIn(activity: Activity): readonly string[] {
  if (placeOf(activity).type === 'personal' && !factsOf(activity).team) return [];
  const { eventType, channel, team } = factsOf(activity);
  if (eventType === 'channelDeleted') return wordsIn(channel?.id);
  const isRemoved = activity.membersRemoved?.some(({ id }) => id === activity.recipient?.id) ?? false;
  const isUninstalled =
    activity.type === ActivityTypes.InstallationUpdate && (activity.action?.startsWith('remove') ?? false);
  if (!isRemoved && !isUninstalled && eventType !== 'teamDeleted') return [];
  return wordsIn(team?.id, activity.conversation.id.split(';')[0]);
}

function factsOf({ channelData }: Activity): TeamFacts {
  const { eventType, channel, team } = (channelData ?? {}) as TeamFacts;
  return { eventType, ...(isObject(channel) && { channel }), ...(isObject(team) && { team }) };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function wordsIn(...values: readonly unknown[]): readonly string[] {
  return values.filter((value) => typeof value === 'string' && value !== '') as string[];
}
