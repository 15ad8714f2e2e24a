import { admins } from '../../sandbox/seed.ts';
import { sharedSandbox, type TestSandbox } from '../support/sandbox.ts';
import { SandboxAzure } from '../support/sandbox-azure.ts';
import { PlaygroundPage } from './playground-page.ts';
import { browser } from './shared.ts';

describe('the end of a workspace in the Teams playground', function () {
  this.timeout(180_000);
  let sandbox: TestSandbox;
  let admin: PlaygroundPage;
  /** Somebody who is made an admin, too. */
  let second: PlaygroundPage;

  before(async () => {
    // Of its own: machines that are deleted here would be missing elsewhere.
    sandbox = await sharedSandbox({ SANDBOX_PLAYGROUND: 'on', SANDBOX_VM_SECONDS: '3' });
    const { graph, people, playgrounds } = sandbox.endpoints;
    admin = await PlaygroundPage.open(await browser(), playgrounds!.admin);
    second = await PlaygroundPage.open(await browser(), playgrounds!.owner);
    await second.say('hello');
    await second.shows('What can I do for you?');
    const person = `${graph}/v1.0/directoryObjects/${people.owner.aadObjectId}`;
    await new SandboxAzure(sandbox.endpoints).graph('POST', `/groups/${admins.groupId}/members/$ref`, {
      '@odata.id': person,
    });
  });

  after(async () => {
    await admin?.close();
    await second?.close();
  });

  it('begins with what is open and what will happen, and takes the typed name', async () => {
    await admin.say('archive cardiology');
    await admin.shows('Archive Cardiology?', 'They lose access at once', 'Type Cardiology to go on');
    await admin.picture('archive-before', 1);
    await admin.fill('Type Cardiology to go on', 'Cardiology');
    await admin.press('Archive Cardiology');
    await admin.shows('Cardiology waits for a second admin');
    await admin.picture('archive-waits', 1);
  });

  it('asks a second admin, who agrees, and is followed on one card to its end', async () => {
    await second.shows('Admin wants to archive Cardiology', 'Refuse');
    await second.picture('archive-asked', 1);
    await second.press('Archive Cardiology');
    await second.shows('Cardiology is being archived', 'Group emptied');
    await second.picture('archive-closing', 1);
    await admin.shows('Cardiology is archived', 'Bring it back');
    await admin.picture('archive-archived', 1);
  });

  it('is brought back by a press', async () => {
    await admin.press('Bring it back');
    await admin.shows('Cardiology is back', 'Its people are in the group again');
    await admin.picture('archive-back', 1);
  });

  it('is told of a week before its last day, on a card on which an admin sets another', async () => {
    const chat = sandbox.chat('admin', { name: 'pathology' });
    const form = await chat.say('create a workspace for Pathology');
    const endsOn = new Date(Date.now() + 8 * 86_400_000).toISOString().slice(0, 10);
    const owner = sandbox.endpoints.people.owner2.aadObjectId;
    await chat.press(form, 'Check it', {
      ...{ name: 'Pathology', purpose: 'Slides.', costCentre: 'CC-100', members: '', others: '', budget: '5000 EUR' },
      ...{ owner, thresholds: '90', endsOn, preset: 'standard', size1: 'none' },
    });
    await chat.press(await chat.shows(/^Pathology can be created/), 'Create Pathology');
    await chat.shows(/^Pathology is ready/);
    // From here on this is the admin's own chat.
    await admin.say('hello');
    await admin.shows('What can I do for you?');
    await sandbox.control.tick({ advanceSeconds: 86_400 });
    await admin.shows(/Pathology ends in [78] days/, 'New last day');
    await admin.picture('ending', 1);
    await admin.press('Extend');
    await admin.shows(/Pathology ends on .* now/);
  });
});
