import assert from 'node:assert/strict';
import { admins } from '../../sandbox/seed.ts';
import { badges, findButton, type Json } from '../support/card-content.ts';
import type { Chat } from '../support/chat.ts';
import { sharedSandbox, type TestSandbox } from '../support/sandbox.ts';
import { SandboxAzure } from '../support/sandbox-azure.ts';

describe('the end of a workspace, in the chat', () => {
  let sandbox: TestSandbox;
  let azure: SandboxAzure;
  let admin: Chat;
  let second: Chat;
  let owner: Chat;

  before(async function () {
    this.timeout(90_000);
    sandbox = await sharedSandbox();
    azure = new SandboxAzure(sandbox.endpoints);
    admin = sandbox.chat('admin', { name: 'archives' });
    second = sandbox.chat('reviewer2', { name: 'archives' });
    owner = sandbox.chat('owner2', { name: 'archives' });
    await Promise.all([admin.say('hello'), second.say('hello'), owner.say('hello')]);
    // A workspace of its own, since others work in those of the seed.
    const form = await admin.say('create a workspace for Pathology');
    const endsOn = new Date(Date.now() + 300 * 86_400_000).toISOString().slice(0, 10);
    const filled: Json = {
      ...{ name: 'Pathology', purpose: 'Slides.', costCentre: 'CC-100', members: '', others: '', budget: '5000 EUR' },
      ...{ owner: sandbox.endpoints.people.owner2.aadObjectId, thresholds: '90', endsOn, preset: 'standard' },
      ...{ size1: 'Standard_D2s_v5', image1: 'ubuntu', environment1: 'python', machine1: '' },
    };
    await admin.press(form, 'Check it', filled);
    const checked = await admin.shows(/^Pathology can be created/);
    await admin.press(checked, 'Create Pathology');
    await Promise.all([admin.shows(/^Pathology is ready/), owner.shows(/^Pathology is ready/)]);
  });

  after(async () => {
    await azure.graph(
      'DELETE',
      `/groups/${admins.groupId}/members/${sandbox.endpoints.people.reviewer2.aadObjectId}/$ref`,
    );
  });

  it('needs its second key', async () => {
    await owner.sayAndSee('archive pathology', /Ask an admin/);
    const before = await admin.say('archive pathology');
    assert.match(before.text, /^Archive Pathology\?\n/);
    assert.match(before.text, /People\n1 owner and 0 members\nMachines\n1, 1 of them on\n/);
    const wrong = await admin.press(before, 'Archive Pathology', { word: 'oncology' });
    assert.match(wrong.text, /Nothing was changed\. Type "Pathology" to go on/);
    const alone = await admin.press(before, 'Archive Pathology', { word: 'pathology' });
    assert.match(alone.text, /only admin/);

    const person = `${sandbox.endpoints.graph}/v1.0/directoryObjects/${sandbox.endpoints.people.reviewer2.aadObjectId}`;
    await azure.graph('POST', `/groups/${admins.groupId}/members/$ref`, { '@odata.id': person });
    const mine = await admin.press(await admin.say('archive pathology'), 'Archive Pathology', { word: ' pathology ' });
    assert.match(mine.text, /^Pathology waits for a second admin/);
    assert.deepEqual(badges(mine.card), ['Pending']);
    const asked = await second.shows(/^Admin wants to archive Pathology/);
    await owner.shows(/^Admin wants to archive Pathology\. If a second admin agrees/);
    const both = await admin.pressButton(findButton(asked.card, 'Archive Pathology'), {}, mine.id);
    assert.match(both.text, /another admin has to turn the second/);
    await admin.sayAndSee('archive pathology', /^Pathology waits for a second admin/);

    await second.press(asked, 'Archive Pathology');
    await second.shows(/^Pathology is archived/, { on: asked });
    await admin.shows(/^Pathology is archived[\s\S]*Two keys\nAdmin and Reviewer 2\nDeleted machines\npat-python/);
    await owner.sayAndSee('machines in pathology', /^Machines in Cardiology/);
    await admin.sayAndSee('set the budget of pathology to 10 EUR', /archived since/);
  });

  it('hands out its certificate, verifies it, and comes back', async () => {
    const archived = await admin.sayAndSee('archive pathology', /^Pathology is archived/);
    const certificate = await admin.press(archived, 'Certificate');
    const { url } = findButton(certificate.card, 'Download');
    assert.match(String(url), /\/records\/[\w-]{32}$/);
    await admin.sayAndSee('verify the records of pathology', /are intact[\s\S]*Certificates\n1\n/);

    await admin.press(archived, 'Bring it back');
    await admin.shows(/^Pathology is back[\s\S]*1 machine made anew/, { on: archived });
    await owner.shows(/^Pathology was brought back/);
    await owner.sayAndSee('members of pathology', /Owner 2/);
  });
});
