import { type Activity, ActivityTypes } from 'botbuilder-core';
import type { Meeting } from '../../services/people/person-record.ts';

const longest = 200;

/**
 * What an activity tells about whoever sent it: who they are, where they are reached, in what language and time zone
 * (Teams, "Get Teams context": `locale`, `localTimezone`, the `clientInfo` entity). Undefined where it names nobody.
 */
export function meetingOf(activity: Activity): Meeting | undefined {
  const { from, conversation, serviceUrl, locale, localTimezone } = activity;
  if (!from?.aadObjectId || from.aadObjectId.length > longest) return undefined;
  const client = activity.entities?.find(({ type }) => type === 'clientInfo') as
    | { locale?: unknown; timezone?: unknown }
    | undefined;
  return {
    aadObjectId: from.aadObjectId,
    teamsId: word(from.id),
    name: word(from.name),
    locale: word(locale) ?? word(client?.locale),
    timeZone: word(localTimezone) ?? word(client?.timezone),
    tenantId: word(conversation.tenantId),
    serviceUrl,
    ...(isOwnChat(activity) && { conversationId: conversation.id }),
    leaving: isDeparture(activity),
  };
}

/**
 * Where the message extension is used, Labdesk need not be in the conversation at all: it may be a chat of two people, or a meeting
 * (Teams, "Create and send dialogs", payloads by conversation).
 */
function isOwnChat({ name, conversation: { conversationType } }: Activity): boolean {
  if (name?.startsWith('composeExtension/')) return false;
  return conversationType !== 'groupChat' && conversationType !== 'channel';
}

/** The app was removed from their own chat. What happens in a group says nothing about it. */
function isDeparture({ type, action, membersRemoved, recipient, conversation }: Activity): boolean {
  if (conversation.conversationType === 'groupChat' || conversation.conversationType === 'channel') return false;
  if (type === ActivityTypes.InstallationUpdate) return action?.startsWith('remove') ?? false;
  return membersRemoved?.some(({ id }) => id === recipient?.id) ?? false;
}

function word(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' && value.length <= longest ? value : undefined;
}
