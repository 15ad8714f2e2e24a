import assert from 'node:assert/strict';
import { sharedSandbox, type TestSandbox } from '../support/sandbox.ts';
import { PlaygroundPage } from './playground-page.ts';
import { browser } from './shared.ts';

const days = 24 * 3600;

describe('who stays, in the Teams playground', function () {
  this.timeout(120_000);
  let sandbox: TestSandbox;
  let owner: PlaygroundPage;

  before(async () => {
    // Of its own: its clock moves by months.
    sandbox = await sharedSandbox({ SANDBOX_PLAYGROUND: 'on', SANDBOX_VM_SECONDS: '1' });
    owner = await PlaygroundPage.open(await browser(), sandbox.endpoints.playgrounds!.owner);
    await owner.say('who am i');
    await owner.shows('You are Owner');
  });

  after(async () => await owner?.close());

  it('shows people which roles they have', async () => {
    await owner.picture('who-am-i', 2);
  });

  it('asks an owner by itself when the quarter begins that is the first after a full one', async () => {
    await owner.say('review members of oncology');
    await owner.shows('Nobody in Oncology is to be decided now');
    // The first morning is the one since when it is known.
    await sandbox.control.tick({ advanceSeconds: days });
    await sandbox.control.tick({ advanceSeconds: 190 * days });
    await owner.shows('Who stays in Oncology?', 'Researcher 2');
    await owner.picture('review', 1);
  });

  it('removes whom the owner sets to Remove, keeps the others, and says so on the card', async () => {
    await owner.pick(/^Researcher 2/, 'Remove');
    await owner.press(/^Decide these/);
    await owner.shows('Everybody in Oncology is decided', 'Owner removed Researcher 2.');
    await owner.say('members of oncology');
    const people = await owner.shows('People in Oncology', 'Researcher');
    assert.doesNotMatch(await people.innerText(), /Researcher 2/);
  });
});
