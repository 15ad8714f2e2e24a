import type { Chat, Reply } from '../support/chat.ts';
import type { RecordedRequest } from '../support/control.ts';
import type { TestSandbox } from '../support/sandbox.ts';

const ending = { Started: 'start', Stopped: 'stop' } as const;

/** Sees to it that the machine is in the state, by asking for it as people do; resolves with the card that shows it. */
export async function bring(chat: Chat, machine: string, state: keyof typeof ending): Promise<Reply> {
  const there = await chat.say(`show ${machine}`);
  if (there.text.includes(`\n${state}\n`)) return there;
  const asked = await chat.say(`${ending[state]} ${machine}`);
  const answer = state === 'Stopped' && asked.text.startsWith('Stop ') ? await chat.say('yes') : asked;
  return await chat.shows(new RegExp(`^${machine}\\b[\\s\\S]*\\n${state}\\n`), { on: answer });
}

/** The calls that change something in Azure, oldest first. */
export async function changesInAzure({ control }: TestSandbox): Promise<RecordedRequest[]> {
  return (await control.requests('arm')).filter(({ method }) => method !== 'GET');
}
