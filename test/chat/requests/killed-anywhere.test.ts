import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { Bots } from '../../support/bots.ts';
import type { Chat, Reply } from '../../support/chat.ts';
import { runs } from '../../support/runs.ts';
import { sharedSandbox } from '../../support/sandbox.ts';
import { insist } from './insist.ts';
import { RequestWorld, stands } from './request-world.ts';

const atOnce = 3;
const kills = runs(3, 60);
/** From a press to the last effect it takes about so long where nothing else runs; a kill comes anywhere in it. */
const longestInMs = 400;
/** Another process looks after what a dead one left: a message, a lease, and perhaps a second look. */
const takenOverWithinMs = 120_000;

describe('processes that are killed at any moment after a press', () => {
  let world: RequestWorld;
  let researcher: Chat;
  let owner: Chat;
  let bots: Bots | undefined;

  before(async function () {
    this.timeout(90_000);
    world = await RequestWorld.open('anywhere', sharedSandbox({ SANDBOX_TEAMS_LIMITS: 'off' }));
  });

  afterEach(async function () {
    this.timeout(20_000);
    await bots?.stop();
  });

  it(`leave nothing undone and nothing done twice (${kills} kills)`, async function () {
    this.timeout(kills * 120_000);
    for (let done = 0; done < kills; done += atOnce) {
      [researcher, owner] = await world.chats('researcher', 'owner');
      const stories = [];
      for (let index = 1; index <= atOnce; index += 1)
        stories.push(await world.askAndWait(researcher, owner, { files: ['results.csv', 'cohort.csv'], use: 'both' }));
      bots = await Bots.beside(world.sandbox, atOnce);
      await Promise.all(stories.map(({ name, toDecide }, index) => check(name, toDecide, index + 1)));
      await bots.stop();
    }
  });

  /** Presses through a bot that is killed soon after; again through another one where the first has decided nothing. */
  async function check(name: string, toDecide: Reply, index: number): Promise<void> {
    const killedAfterMs = Math.random() * longestInMs;
    const bot = bots!.through(index, owner);
    const pressed = insist(async () => await bot.press(toDecide, 'request.approve')).catch(() => undefined);
    await delay(killedAfterMs);
    await bots!.kill(index);
    const answer = await pressed;
    const said = `${name}, killed after ${Math.round(killedAfterMs)} ms`;
    if (answer) assert.match(answer.text, /^You approved 2 files\n/, said);
    // Teams delivers again what was not answered.
    else {
      const again = await insist(async () => await owner.press(toDecide, 'request.approve'));
      assert.match(again.text, /^You approved 2 files\n/, said);
    }

    await shows(researcher, name);
    await shows(owner, name);
    const steps = world.history(name).map(({ what }) => what);
    for (const step of ['request.submit', 'request.checked', 'request.asked', 'request.approve', 'request.released'])
      assert.equal(steps.filter((what) => what === step).length, 1, `${said}: ${steps}`);
    for (const path of ['results.csv', 'cohort.csv']) {
      const data = await world.azure.data('oncology', path);
      assert.deepEqual(await world.azure.released('oncology', name, path), data, said);
      assert.deepEqual(await world.azure.approved('oncology', name, path), data, said);
    }
    for (const chat of [researcher, owner])
      assert.equal(chat.messages().filter(({ text }) => text.includes(`${name} · `)).length, 1, said);
    const lines = researcher.messages().filter(({ text }) => text.startsWith(`Owner approved ${name}: `));
    // One that was being sent is not sent again.
    assert.ok(lines.length <= 1, said);
  }

  async function shows(chat: Chat, name: string): Promise<void> {
    const words = new RegExp(`^[^\\n]*\\n${name} · [^\\n]*\\nApproved\\n`);
    await chat.shows(words, { withinMs: takenOverWithinMs });
    await stands(chat, name, 'Approved');
  }
});
