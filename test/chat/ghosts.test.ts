import assert from 'node:assert/strict';
import { sharedSandbox, type TestSandbox } from '../support/sandbox.ts';
import { bring } from './machine-state.ts';

describe('what costs money for nobody, in the chat', () => {
  let sandbox: TestSandbox;

  before(async () => {
    sandbox = await sharedSandbox();
    await sandbox.chat('owner').say('hello');
    await bring(sandbox, sandbox.chat('researcher'), 'onc-r', 'Started');
    await work('onc-r', 1);
  });
  after(async () => {
    await work('onc-r', 60);
    await bring(sandbox, sandbox.chat('researcher'), 'onc-r', 'Stopped');
  });

  /** From now on the machine's processors do this much. */
  async function work(machine: string, percent: number): Promise<void> {
    const response = await fetch(`${sandbox.endpoints.control}/metrics/${machine}`, {
      ...{ method: 'PUT', headers: { 'content-type': 'application/json' } },
      body: JSON.stringify({ cpu: percent }),
    });
    assert.ok(response.ok, await response.text());
  }

  it('is told to the owner at night, who asks whoever started it, who keeps it', async () => {
    const [owner, researcher] = [sandbox.chat('owner'), sandbox.chat('researcher')];
    const { now } = (await sandbox.control.tick({ advanceSeconds: 5 * 3600 })) as { now: string };
    const night = new Date(`${now.slice(0, 10)}T03:00:30Z`);
    if (night <= new Date(now)) night.setUTCDate(night.getUTCDate() + 1);
    await sandbox.control.tick({ now: night.toISOString() });

    const found = await owner.shows(/^Paid for and not used in Oncology/);
    assert.match(found.text, /onc-r\n[\d.]+ EUR a day\nRunning, and not used[^\n]*started by Researcher/);
    const asked = await owner.press(found, 'Ask');
    assert.match(asked.text, /You asked whether it is needed/);

    const question = await researcher.shows(/^Do you still need onc-r\?\nOncology · [\d.]+ EUR a day/);
    const kept = await researcher.press(question, 'Keep it for a week');
    assert.match(kept.text, /^onc-r is left alone for a week/);
    await owner.shows(/Researcher keeps it for a week/, { on: found });
  });

  it('can be stopped from its row, and the card stays', async () => {
    const owner = sandbox.chat('owner');
    await work('onc-python', 1);
    await bring(sandbox, owner, 'onc-python', 'Started');
    await sandbox.control.tick({ advanceSeconds: 86_400 });
    const found = await owner.shows(/^Paid for and not used in Oncology\n[\s\S]*\nonc-python\n/);

    const asked = await owner.press(found, /^Stop$/);
    assert.match(asked.text, /^Stop onc-python\?[\s\S]*Open work is lost/);
    const stopped = await owner.press(asked, 'Stop onc-python');
    assert.match(stopped.text, /^Paid for and not used in Oncology\n[\s\S]*\nonc-python\n[\s\S]*You stopped it/);
    await sandbox.control.tick({ advanceSeconds: 10 });
    await owner.shows(/^onc-python\n[\s\S]*\nStopped\n/);
    await owner.shows(/You stopped it/, { on: found });
    await work('onc-python', 60);
    await bring(sandbox, owner, 'onc-python', 'Started');
  });
});
