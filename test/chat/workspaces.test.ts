import assert from 'node:assert/strict';
import { buttons } from '../support/card-content.ts';
import { sharedSandbox, type TestSandbox } from '../support/sandbox.ts';

describe('workspaces in the chat', () => {
  let sandbox: TestSandbox;

  before(async function () {
    this.timeout(60_000);
    sandbox = await sharedSandbox();
  });

  it('lists the workspaces of a person with their role, and no others', async () => {
    const { text } = await sandbox.chat('owner', { name: 'workspaces' }).say('workspaces');

    assert.match(text, /Genomics\nOwner/);
    assert.match(text, /Oncology\nOwner/);
    assert.doesNotMatch(text, /Cardiology/);
  });

  it('lists every workspace to an admin, as a visitor', async () => {
    const { text } = await sandbox.chat('admin', { name: 'workspaces' }).say('my workspaces');

    assert.match(text, /Cardiology[\s\S]*Genomics[\s\S]*Oncology/);
    assert.match(text, /Not a member/);
  });

  it('shows a workspace with its people and machines', async () => {
    const { text } = await sandbox.chat('researcher', { name: 'workspaces' }).say('show workspace oncology');

    assert.match(text, /^Oncology\nMember/);
    assert.match(text, /People\n3/);
    assert.match(text, /Machines\n\d of 2 started/);
  });

  it('remembers the workspace that was chosen, for this person in this conversation', async () => {
    const here = sandbox.chat('researcher', { name: 'chosen' });
    const there = sandbox.chat('researcher', { name: 'not chosen' });

    const chosen = await here.say('use genomics');

    assert.match(chosen.text, /Machines in Genomics[\s\S]*gen-python/);
    assert.match((await here.say('machines')).text, /^Machines in Genomics/);
    assert.match((await there.say('machines')).text, /^Your machines/);
    assert.match((await here.say('workspaces')).text, /Genomics\nMember · You work here now/);
  });

  it('takes a workspace by button as by word', async () => {
    const chat = sandbox.chat('researcher', { name: 'by button' });
    const list = await chat.say('workspaces');
    const [button] = buttons(list.card).filter(
      ({ verb, data }) => verb === 'workspace.use' && (data as { id?: string }).id === 'oncology',
    );
    assert.ok(button);

    const { text } = await chat.pressButton(button, {}, list.id);

    assert.match(text, /^Machines in Oncology/);
    assert.match((await chat.say('machines')).text, /^Machines in Oncology/);
  });

  it('forgives a typing error in the name of a workspace', async () => {
    const { text } = await sandbox.chat('researcher', { name: 'typo' }).say('use onclogy');

    assert.match(text, /Oncology/);
  });

  it('says the same of a workspace that does not exist and of one that somebody is not in', async () => {
    const researcher = sandbox.chat('researcher', { name: 'not mine' });
    const outsider = sandbox.chat('outsider', { name: 'not mine' });

    for (const chat of [researcher, outsider]) {
      const missing = (await chat.say('use atlantis')).text;
      const hidden = (await chat.say('use cardiology')).text;
      assert.match(missing, /no workspace "atlantis" that you work in/);
      assert.equal(hidden.toLowerCase().replace('cardiology', 'atlantis'), missing.toLowerCase());
    }
  });
});
