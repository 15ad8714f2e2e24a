import assert from 'node:assert/strict';
import { buttons } from '../support/card-content.ts';
import { sharedSandbox, type TestSandbox } from '../support/sandbox.ts';

describe('help and greetings', () => {
  let sandbox: TestSandbox;

  before(async function () {
    this.timeout(60_000);
    sandbox = await sharedSandbox();
  });

  for (const greeting of ['hello', 'Hi!', 'help', 'what can you do?', 'good morning', 'HELP ME PLEASE']) {
    it(`answers "${greeting}" with what can be done`, async () => {
      const reply = await sandbox.chat('researcher', { name: 'greetings' }).say(greeting);

      assert.match(reply.text, /^What can I do for you\?/);
      assert.match(reply.text, /Machines[\s\S]*start onc-|start gen-/);
    });
  }

  it('groups what can be done by noun and says what comes later', async () => {
    const { text } = await sandbox.chat('owner', { name: 'groups' }).say('help');

    assert.match(text, /\nMachines\n/);
    assert.match(text, /\nWorkspaces\n/);
    assert.match(text, /\nMoney\n/);
    assert.match(text, /Coming later: .*datasets/i);
  });

  it('names to a researcher nothing that only admins may do', async () => {
    const researcher = await sandbox.chat('researcher', { name: 'mine' }).say('help');
    const admin = await sandbox.chat('admin', { name: 'mine' }).say('help');

    assert.doesNotMatch(researcher.text, /administration/i);
    assert.match(admin.text, /administration/i);
  });

  it('tells an outsider how to get in, and offers no machines', async () => {
    const { card, text } = await sandbox.chat('outsider').say('hello');

    assert.match(text, /You are in no workspace yet/);
    assert.doesNotMatch(text, /\nMachines\n|onc-/);
    assert.deepEqual(
      buttons(card).filter(({ verb }) => String(verb).startsWith('machine.')),
      [],
    );
  });

  it('has buttons that lead on', async () => {
    const chat = sandbox.chat('researcher', { name: 'leads on' });
    const help = await chat.say('help');

    const machines = await chat.press(help, 'machine.list');
    const workspaces = await chat.press(help, 'workspace.list');

    assert.equal(machines.status, 200);
    assert.match(machines.text, /machines/i);
    assert.match(workspaces.text, /Your workspaces/);
  });

  it('suggests the nearest three where it does not understand, each as a button that works', async () => {
    const chat = sandbox.chat('researcher', { name: 'misunderstood' });

    const reply = await chat.say('the weather is lovely in Lisbon');

    assert.match(reply.text, /did not understand/);
    const suggested = buttons(reply.card).filter(({ title }) => title !== 'Help');
    assert.equal(suggested.length, 3);
    for (const button of suggested) {
      const { status, text } = await chat.pressButton(button, {}, reply.id);
      assert.equal(status, 200);
      assert.notEqual(text, '');
    }
  });

  it('says of what is still to come that it is, and what can be done meanwhile', async () => {
    const { text } = await sandbox.chat('owner', { name: 'coming' }).say('search the datasets for liver');

    assert.match(text, /Not here yet/);
    assert.match(text, /Until then/);
  });
});
