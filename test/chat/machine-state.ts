import type { Chat, Reply } from '../support/chat.ts';
import type { RecordedRequest } from '../support/control.ts';
import type { TestSandbox } from '../support/sandbox.ts';

const patienceInMs = 15_000;
const ending = { Started: 'start', Stopped: 'stop' } as const;

/** Sees to it that the machine is in the state, by asking for it as people do; resolves with the card that shows it. */
export async function bring(
  { control }: TestSandbox,
  chat: Chat,
  machine: string,
  state: keyof typeof ending,
): Promise<Reply> {
  const there = await chat.say(`show ${machine}`);
  if (there.text.includes(`\n${state}\n`)) return there;
  const asked = await chat.say(`${ending[state]} ${machine}`);
  const on = state === 'Stopped' && asked.text.startsWith('Stop ') ? await chat.say('yes') : asked;
  const deadline = Date.now() + patienceInMs;
  for (;;) {
    const done = await chat
      .shows(new RegExp(`^${machine}\\b[\\s\\S]*\\n${state}\\n`), { on, withinMs: 150 })
      .catch(fail);
    if (!(done instanceof Error)) return done;
    if (Date.now() > deadline) throw done;
    // Labdesk asks Azure again only after seconds; a machine of the sandbox is faster.
    await control.tick({ advanceSeconds: 2 });
  }
}

function fail(error: Error): Error {
  return error;
}

/** The calls that change something in Azure, oldest first; what was spent is asked for by POST. */
export async function changesInAzure({ control }: TestSandbox): Promise<RecordedRequest[]> {
  return (await control.requests('arm')).filter(
    ({ method, path }) => method !== 'GET' && !/CostManagement\/query$/i.test(path),
  );
}
