import { clientId, type PersonKey, people, tenantId } from './seed.ts';

/** Who has a chat client of their own. */
export const chatters = ['researcher', 'owner', 'admin'] as const satisfies readonly PersonKey[];
export type Chatter = (typeof chatters)[number];

/**
 * The playground's configuration for one person, as it has to be in version 0.1.1 of its format: exactly five `users`
 * besides the current one, or it never opens. Conversation ids are the same at every start, so that what the bot
 * remembers of a conversation stays true.
 */
export function playgroundConfig(chatter: Chatter): object {
  const others = (Object.keys(people) as PersonKey[]).filter((key) => key !== chatter).slice(0, 5);
  return {
    version: '0.1.1',
    tenantId,
    bot: { id: `28:${clientId}`, name: 'Labdesk' },
    currentUser: user(chatter),
    users: others.map(user),
    personalChat: { id: `a:personal-${chatter}` },
    groupChat: { id: `19:group-${chatter}@thread.v2`, name: 'Oncology group' },
    team: {
      id: `19:team-${chatter}@thread.tacv2`,
      name: 'Oncology',
      aadGroupId: '2b0c7a46-58a3-4d0f-9d43-52cf6e4b8b7f',
      channels: [{ id: `19:channel-${chatter}@thread.tacv2`, name: 'Analysis' }],
    },
  };
}

function user(key: PersonKey): object {
  const { name, upn, aadObjectId } = people[key];
  const [givenName = name, surname = ''] = name.split(' ');
  return {
    id: `29:${aadObjectId}`,
    name,
    // Spelled like this in the playground's format.
    userPrincipleName: upn,
    aadObjectId,
    givenName,
    surname,
    email: upn,
  };
}
