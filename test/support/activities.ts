import { createHash, randomUUID } from 'node:crypto';
import type { Json } from './card-content.ts';
import type { Endpoints, Person } from './endpoints.ts';

export type Scope = 'personal' | 'groupChat' | 'channel';

/** Where somebody writes from: the facts that every activity of theirs carries. */
export interface Place {
  readonly scope: Scope;
  readonly conversationId: string;
  readonly person: Person;
  readonly serviceUrl: string;
  readonly tenantId: string;
  readonly botId: string;
  readonly locale: string;
}

/** A person's place in a conversation of the given scope; the same name is the same conversation. */
export function placeOf(
  endpoints: Pick<Endpoints, 'tenantId' | 'clientId'>,
  person: Person,
  serviceUrl: string,
  { scope = 'personal', name = '', locale = 'en-GB' }: { scope?: Scope; name?: string; locale?: string } = {},
): Place {
  // A personal chat is one person's; the others are shared by name.
  const key = createHash('sha256')
    .update(scope === 'personal' ? `${person.aadObjectId} ${name}` : `${scope} ${name}`)
    .digest('base64url');
  const conversationId = {
    personal: `a:${key}`,
    groupChat: `19:${key.slice(0, 32)}@thread.v2`,
    channel: `19:${key.slice(0, 32)}@thread.tacv2;messageid=1795300000000`,
  }[scope];
  return {
    ...{ scope, conversationId, person, serviceUrl, locale },
    tenantId: endpoints.tenantId,
    botId: `28:${endpoints.clientId}`,
  };
}

/** What all activities have in common, as Teams sends them. */
function base(place: Place): Json {
  const { scope, conversationId, person, serviceUrl, tenantId, botId, locale } = place;
  const now = new Date();
  return {
    id: `${now.getTime()}-${randomUUID()}`,
    timestamp: now.toISOString(),
    localTimestamp: now.toISOString(),
    localTimezone: 'Europe/London',
    channelId: 'msteams',
    serviceUrl,
    from: { id: `29:${person.aadObjectId}`, name: person.name, aadObjectId: person.aadObjectId },
    recipient: { id: botId, name: 'Labdesk' },
    conversation: {
      id: conversationId,
      conversationType: scope,
      tenantId,
      ...(scope !== 'personal' && { isGroup: true }),
      ...(scope === 'channel' && { name: 'Analysis' }),
    },
    channelData: { tenant: { id: tenantId }, ...(scope === 'channel' && channelFacts(conversationId)) },
    entities: [{ type: 'clientInfo', locale, country: 'GB', platform: 'Web', timezone: 'Europe/London' }],
    locale,
  };
}

function channelFacts(conversationId: string): Json {
  const id = conversationId.replace(/;messageid=.*$/, '');
  const team = id.replace('19:', '19:team-');
  return { teamsChannelId: id, teamsTeamId: team, channel: { id }, team: { id: team, name: 'Oncology' } };
}

/** A typed message; outside the personal chat it mentions the bot, as people must. */
export function message(place: Place, text: string): Json {
  const activity = base(place);
  if (place.scope === 'personal') return { ...activity, type: 'message', textFormat: 'plain', text };
  const mention = { type: 'mention', mentioned: { id: place.botId, name: 'Labdesk' }, text: '<at>Labdesk</at>' };
  return {
    ...activity,
    type: 'message',
    textFormat: 'plain',
    text: `<at>Labdesk</at> ${text}`,
    entities: [...(activity.entities as unknown[]), mention],
  };
}

/** A press of an Action.Execute, with the card's fields merged into its data as Teams does. */
export function press(place: Place, button: Json, fields: Json = {}, replyToId?: string): Json {
  const { type, id, title, verb, data } = button;
  const activity = base(place);
  return {
    ...activity,
    type: 'invoke',
    name: 'adaptiveCard/action',
    channelData: { ...(activity.channelData as Json), source: { name: 'message' }, legacy: { replyToId } },
    ...(replyToId !== undefined && { replyToId }),
    value: {
      action: { type, ...(id !== undefined && { id }), title, verb, data: { ...(data as Json), ...fields } },
      trigger: 'manual',
    },
  };
}

/** The bot was added to the conversation by the person, or removed from it. */
export function installation(place: Place, action: 'add' | 'remove' = 'add'): Json {
  return { ...base(place), type: 'installationUpdate', action };
}

/** People and the bot came into the conversation. */
export function membersAdded(place: Place, people: readonly Person[] = [place.person]): Json {
  return {
    ...base(place),
    type: 'conversationUpdate',
    membersAdded: [...people.map(({ aadObjectId }) => ({ id: `29:${aadObjectId}`, aadObjectId })), { id: place.botId }],
  };
}
