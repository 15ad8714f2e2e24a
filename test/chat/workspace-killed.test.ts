import assert from 'node:assert/strict';
import type { Json } from '../support/card-content.ts';
import type { Chat } from '../support/chat.ts';
import { TestSandbox } from '../support/sandbox.ts';
import { eventually } from './eventually.ts';

describe('a bot that is killed again and again while it makes a workspace', () => {
  let sandbox: TestSandbox;
  let admin: Chat;

  before(async function () {
    this.timeout(90_000);
    sandbox = await TestSandbox.start({ env: { SANDBOX_DEPLOY_SECONDS: '8' } });
    admin = sandbox.chat('admin', { name: 'killed' });
  });
  after(async function () {
    this.timeout(20_000);
    await sandbox.stop();
  });

  const calls = async (method: string, path: string) =>
    (await sandbox.control.requests()).filter((call) => call.method === method && call.path.includes(path));

  it('has it ready all the same, of one group and one deployment', async function () {
    this.timeout(300_000);
    const values: Json = {
      ...{ name: 'Neurology', purpose: 'Images of the stroke study.', costCentre: 'CC-100', members: '', others: '' },
      ...{ owner: sandbox.endpoints.people.owner2.aadObjectId, budget: '5000 EUR', thresholds: '' },
      ...{ endsOn: new Date(Date.now() + 300 * 86_400_000).toISOString().slice(0, 10), preset: 'standard' },
      ...{ size1: 'Standard_D2s_v5', image1: 'ubuntu', environment1: 'python', machine1: '' },
    };
    const form = await admin.say('new workspace');
    await admin.press(form, 'Check it', values);
    const asked = await admin.shows(/Azure would make[\s\S]*Create Neurology/);
    // The directory has made the group, and the bot dies before it hears of it.
    await sandbox.control.fault({
      service: 'graph',
      method: 'PATCH',
      path: 'uniqueName',
      delayMs: 20_000,
      drop: 'after',
    });
    await admin.press(asked, 'Create Neurology');
    await eventually(async () => (await calls('PATCH', 'uniqueName'))[0]);
    await sandbox.crashBot();
    await eventually(async () => (await calls('PUT', '/deployments/'))[0]);
    await sandbox.crashBot();
    await admin.shows(/^Neurology is ready/, { on: asked, withinMs: 150_000 });

    const names = new Set((await calls('PUT', '/deployments/')).map(({ path }) => path.split('?')[0]));
    assert.equal(names.size, 1);
    const owner = sandbox.chat('owner2', { name: 'killed' });
    assert.match((await owner.say('members of neurology')).text, /Owner 2/);
  });
});
