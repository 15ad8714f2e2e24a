import assert from 'node:assert/strict';
import type { Json } from '../support/card-content.ts';
import type { Chat, Reply } from '../support/chat.ts';
import { sharedSandbox, type TestSandbox } from '../support/sandbox.ts';
import { SandboxAzure } from '../support/sandbox-azure.ts';
import { eventually } from './eventually.ts';

describe('a new workspace that does not come to its end, in the chat', () => {
  let sandbox: TestSandbox;
  let azure: SandboxAzure;
  let admin: Chat;

  before(async function () {
    this.timeout(90_000);
    sandbox = await sharedSandbox();
    azure = new SandboxAzure(sandbox.endpoints);
    admin = sandbox.chat('admin', { name: 'undone' });
  });
  afterEach(async () => {
    await sandbox.control.clearFaults();
  });

  /** Asked for by the admin, and checked. */
  async function planned(name: string): Promise<Reply> {
    const fields: Json = {
      ...{ name, purpose: 'Blood counts.', costCentre: 'CC-200', members: '', others: '' },
      ...{ owner: sandbox.endpoints.people.owner2.aadObjectId, budget: '2000 EUR', thresholds: '' },
      ...{ endsOn: new Date(Date.now() + 200 * 86_400_000).toISOString().slice(0, 10), preset: 'standard' },
      ...{ size1: 'none', image1: 'ubuntu', environment1: 'python', machine1: '' },
    };
    const form = await admin.say('new workspace');
    await admin.press(form, 'Check it', fields);
    return await admin.shows(new RegExp(`^${name} can be created`), { on: form });
  }

  /** The next deployment goes on for so long, and then fails. */
  const fails = (seconds: number) =>
    sandbox.control.fault({
      ...{ service: 'arm', method: 'PUT', path: '/deployments/' },
      operation: { code: 'StorageAccountAlreadyTaken', message: 'The name is taken.', seconds, at: storage },
    });
  const storage = 'Microsoft.Storage/storageAccounts';

  it('is made by a second try when somebody has cancelled the first in the portal', async () => {
    const plan = await planned('Blood Bank');
    await fails(300);
    await admin.press(plan, 'Create Blood Bank');
    // It can be cancelled once Azure has begun with it.
    await eventually(() => sandbox.control.cancelDeployment('labdesk-blood-bank-1'));
    const failed = await admin.shows(/^Blood Bank is not finished[\s\S]*Somebody cancelled it in Azure\./, {
      on: plan,
    });

    await admin.press(failed, 'Try again from here');
    await admin.shows(/^Blood Bank is ready/, { on: plan });
    assert.equal(await azure.arm('GET', '/resourceGroups/rg-blood-bank'), 200);
    assert.match((await admin.say('members of blood bank')).text, /Owner 2/);
  });

  it('leaves nothing of it when what was made is removed, and its name is free again', async () => {
    const plan = await planned('Kidneys');
    await fails(0.5);
    await admin.press(plan, 'Create Kidneys');
    const failed = await admin.shows(/^Kidneys is not finished/, { on: plan });
    const group = "/groups(uniqueName='labdesk-kidneys-1')";
    assert.equal(await azure.arm('GET', '/resourceGroups/rg-kidneys'), 200);
    assert.equal(await azure.known(group), true);

    const asked = await admin.press(failed, 'Remove what was made');
    await admin.press(asked, 'Remove what was made');
    await admin.shows(/^What was made of Kidneys is removed/, { on: plan });
    assert.equal(await azure.arm('GET', '/resourceGroups/rg-kidneys'), 404);
    assert.equal(await azure.known(group), false);

    const again = await planned('Kidneys');
    const { text } = await admin.press(again, 'Leave it');
    assert.match(text, /^Kidneys was withdrawn/);
  });
});
