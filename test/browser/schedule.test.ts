import { PlaygroundPage } from './playground-page.ts';
import { browser, playgroundSandbox } from './shared.ts';

describe('a machine that stops by itself, in the Teams playground', function () {
  this.timeout(300_000);
  let chat: PlaygroundPage;
  let owner: PlaygroundPage;

  before(async () => {
    const { endpoints } = await playgroundSandbox();
    chat = await PlaygroundPage.open(await browser(), endpoints.playgrounds!.researcher);
    owner = await PlaygroundPage.open(await browser(), endpoints.playgrounds!.owner);
    await owner.say('hello');
    await owner.shows('What can I do for you?');
  });

  after(async () => {
    await chat?.close();
    await owner?.close();
  });

  it('asks when it shall stop, and says when it will', async () => {
    await chat.say('set a schedule for onc-python');
    await chat.shows('When shall onc-python stop?');
    await chat.picture('schedule-form', 2);

    await chat.say('stop onc-python every day at 19:00');
    await chat.shows('onc-python stops every day at 19:00');
    await chat.picture('schedule-set', 2);
  });

  it('comes with the price of staying, and changes in its place', async () => {
    const { control } = await playgroundSandbox();
    const { now } = (await control.tick({ advanceSeconds: 0 })) as { now: string };
    const evening = new Date(`${now.slice(0, 10)}T17:35:00Z`);
    if (evening <= new Date(now)) evening.setUTCDate(evening.getUTCDate() + 1);
    await control.tick({ now: evening.toISOString() });
    // Half past six comes at another time in summer.
    for (let step = 0; step < 4 && !(await isThere(chat, 'onc-python stops at 19:00')); step += 1)
      await control.tick({ advanceSeconds: 25 * 60 });
    await chat.shows('onc-python stops at 19:00', 'Keep 1 h', 'Until 22:00', 'Not tonight', 'Stop now');
    await chat.picture('schedule-evening', 1);

    await chat.press(/^Keep 1 h/);
    await chat.shows('You keep onc-python until 20:00');
    await chat.picture('schedule-kept', 1);

    await control.tick({ advanceSeconds: 2 * 3600 });
    for (let step = 0; step < 10 && !(await isThere(chat, 'onc-python stopped at 20:00')); step += 1)
      await control.tick({ advanceSeconds: 10 });
    await chat.shows('onc-python stopped at 20:00', 'Stopped');
    await chat.picture('schedule-stopped', 1);
  });

  it('tells the owner at night what costs money for nobody', async () => {
    const sandbox = await playgroundSandbox();
    await chat.say('start onc-r');
    await chat.shows('onc-r', 'Started', 'Connect to onc-r');
    await fetch(`${sandbox.endpoints.control}/metrics/onc-r`, {
      ...{ method: 'PUT', headers: { 'content-type': 'application/json' } },
      body: JSON.stringify({ cpu: 1 }),
    });
    await sandbox.control.tick({ advanceSeconds: 10 * 3600 });
    await owner.shows('Paid for and not used in Oncology', 'onc-r', 'started by Researcher');
    await owner.picture('schedule-ghosts', 1);
    await owner.press('Ask', { row: 'onc-r' });
    await owner.shows('You asked whether it is needed');

    await chat.shows('Do you still need onc-r?');
    await chat.picture('schedule-question', 1);
    await chat.press('Keep it for a week');
    await chat.shows('onc-r is left alone for a week');
  });

  it('reads as well on a narrow screen', async () => {
    await chat.narrow();
    await chat.say('stop onc-r every weekday at 19:00');
    await chat.shows('onc-r stops every weekday at 19:00');
    await chat.say('keep onc-r on');
    await chat.shows('onc-r stops at 19:00');
    await chat.picture('schedule-narrow', 1);
    await chat.say('no more schedule for onc-r');
    await chat.shows('onc-r stops no more by itself');
  });
});

async function isThere(chat: PlaygroundPage, words: string): Promise<boolean> {
  return await chat
    .card(words)
    .waitFor({ timeout: 1500 })
    .then(() => true)
    .catch(() => false);
}
