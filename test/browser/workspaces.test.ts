import { sharedSandbox, type TestSandbox } from '../support/sandbox.ts';
import { PlaygroundPage } from './playground-page.ts';
import { browser } from './shared.ts';

describe('a new workspace in the Teams playground', function () {
  this.timeout(240_000);
  let sandbox: TestSandbox;
  let admin: PlaygroundPage;
  let owner: PlaygroundPage;
  let researcher: PlaygroundPage;

  before(async () => {
    // Slower than in other tests, so that there is something to watch.
    sandbox = await sharedSandbox({ SANDBOX_PLAYGROUND: 'on', SANDBOX_VM_SECONDS: '2', SANDBOX_DEPLOY_SECONDS: '12' });
    const { playgrounds } = sandbox.endpoints;
    admin = await PlaygroundPage.open(await browser(), playgrounds!.admin, { height: 2000 });
    owner = await PlaygroundPage.open(await browser(), playgrounds!.owner);
    researcher = await PlaygroundPage.open(await browser(), playgrounds!.researcher);
    await owner.say('hello');
    await researcher.say('hello');
  });

  after(async () => {
    await sandbox.control.clearFaults();
    for (const page of [admin, owner, researcher]) await page?.close();
  });

  it('begins with a form that holds what the admin said, and says beside each field what is wrong', async () => {
    await admin.say('create a workspace for Neurology with 5000 EUR a month');
    await admin.shows('A new workspace: Neurology', 'Monthly budget');
    await admin.picture('workspace-form', 1);
    await admin.press('Check it');
    await admin.shows('are not right yet', 'Write what it is for');
    await admin.picture('workspace-form-problems', 1);
  });

  it('is filled in, checked, and shown with its price before anything is made', async () => {
    await admin.fill('What is it for?', 'Images of the stroke study, for six researchers.');
    await admin.fill('Cost centre', 'CC-100');
    await admin.fill('Owner, by name', 'owner@labdesk.example');
    await admin.pickDay(15);
    await admin.press('Check it');
    await admin.shows(/Neurology can be created/);
    await admin.picture('workspace-checked', 1);
  });

  it('grows on one card, which says what failed and goes on from there', async () => {
    const operation = {
      code: 'AllocationFailed',
      message: 'No room in this zone',
      at: 'Microsoft.Storage/storageAccounts',
    };
    await sandbox.control.fault({ service: 'arm', method: 'PUT', path: '/deployments/', operation });
    await admin.press('Create Neurology');
    await admin.shows(/Neurology is being created/, 'Closed network');
    await admin.shows(/Neurology is not finished/, 'No room in this zone');
    await admin.picture('workspace-failed', 1);
    await admin.press('Try again from here');
    await admin.shows(/Neurology is being created/, '›');
    await admin.picture('workspace-creating', 1);
    await admin.shows(/Neurology is ready/);
    await admin.picture('workspace-ready', 1);
  });

  it('is there at once for its owner, who adds a researcher found by half a name', async () => {
    await owner.shows(/Neurology is ready/, 'You own it');
    await owner.picture('workspace-owner', 1);
    await owner.say('add resear to neurology');
    await owner.shows('Several people may be meant');
    await owner.choose(/Researcher · researcher@/);
    await owner.press('Go on');
    await owner.shows(/Add Researcher to Neurology/);
    await owner.press('Add');
    await owner.shows(/Researcher is in Neurology now/);
  });

  it('is there for the researcher, who starts its machine', async () => {
    await researcher.say('machines in neurology');
    await researcher.shows('Machines in Neurology', 'neu-python');
    await researcher.picture('workspace-researcher', 1);
    await researcher.say('stop neu-python');
    await researcher.shows('Stop neu-python?');
    await researcher.press('Stop neu-python');
    await researcher.shows('neu-python', 'Stopped', 'Start neu-python');
    await researcher.press('Start neu-python');
    await researcher.shows('neu-python', 'Started', 'Stop neu-python');
  });

  it('knows nobody any more who was removed, at their next word', async () => {
    await owner.say('remove Researcher from neurology');
    await owner.shows('Remove Researcher from Neurology?');
    await owner.press(/^Remove/);
    await owner.shows(/Researcher is not in Neurology any more/);
    await researcher.say('use neurology');
    await researcher.shows('I know no workspace "neurology" that you work in');
  });

  it('reads as well on a narrow screen', async () => {
    await admin.narrow();
    await admin.picture('workspace-ready-narrow', 1);
    await admin.say('new workspace');
    await admin.shows(/^A new workspace/);
    await admin.picture('workspace-form-narrow', 1);
  });
});
