import { playgroundUrl } from './endpoints.ts';
import { type Chatter, chatters } from './playground-config.ts';
import type { Ports } from './ports.ts';
import { people } from './seed.ts';
import type { Settings } from './settings.ts';

const roles: Readonly<Record<Chatter, string>> = {
  researcher: 'works in Oncology and Genomics',
  owner: 'owns Oncology and Genomics',
  admin: 'runs the place',
};

/** What a person sees once everything answers. */
export function greeting(settings: Settings, ports: Ports): string {
  const chats = chatters.map(
    (chatter) => `  ${people[chatter].name.padEnd(12)}${playgroundUrl(ports, chatter)}   ${roles[chatter]}`,
  );
  const lines = settings.playground
    ? ['Labdesk is ready. Open one of these and write "hello":', '', ...chats]
    : [`Labdesk is ready at http://127.0.0.1:${ports.bot}/api/messages, without chat clients.`];
  const signed = settings.auth && settings.playground;
  return [
    '',
    ...lines,
    ...(signed ? ['', 'The chat clients sign nothing, so the bot refuses them while SANDBOX_AUTH is on.'] : []),
    '',
    `Everything it keeps, and its logs, are in ${settings.directory}. Ctrl+C ends it.`,
    '',
  ].join('\n');
}
