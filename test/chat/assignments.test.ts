import assert from 'node:assert/strict';
import type { Chat } from '../support/chat.ts';
import { sharedSandbox } from '../support/sandbox.ts';

describe('a machine that is given to somebody, in a chat', () => {
  let owner: Chat;
  let member: Chat;

  before(async function () {
    this.timeout(90_000);
    const sandbox = await sharedSandbox();
    owner = sandbox.chat('owner2', { name: 'gives machines' });
    member = sandbox.chat('researcher2', { name: 'gets machines' });
    await member.say('hello');
  });

  it('says whose it is, tells them once, and is meant where they name none', async () => {
    const given = await owner.say('give card-python to Researcher 2');
    assert.match(given.text, /^card-python\n[\s\S]*card-python belongs to Researcher 2 now\./);
    assert.match((await owner.say('give card-python to Researcher 2')).text, /belongs to Researcher 2 now\./);

    await member.shows(/card-python in Cardiology is yours now\. Write "start card-python"/);
    assert.match((await member.say('is my machine running')).text, /^card-python\nCardiology/);
    assert.equal(member.messages().filter(({ text }) => /is yours now/.test(text)).length, 1);
    assert.match((await owner.say('machines in cardiology')).text, /card-python[\s\S]*for Researcher 2/);
  });

  it('goes to nobody who is not there, and by nobody’s word but an owner’s', async () => {
    for (const whom of ['Outsider', 'nosuchperson', '<b>*x*</b> \u202e'])
      assert.match((await owner.say(`assign card-python to ${whom}`)).text, /^Who gets card-python\?\n/, whom);
    assert.match((await owner.say('assign card-nothing to Researcher 2')).text, /has no machine "card-nothing"/);
    assert.match((await member.say('give card-python to Owner 2')).text, /Ask an owner of Cardiology to do it for you/);
    assert.match((await owner.say('machines in cardiology')).text, /card-python[\s\S]*for Researcher 2/);
  });

  it('is nobody’s again, however often that is pressed', async () => {
    const asked = await owner.say('assign card-python');
    const nobody = async () => (await owner.press(asked, 'machine.assign', { whom: 'nobody' })).text;
    for (const text of await Promise.all([nobody(), nobody()]))
      assert.match(text, /card-python belongs to nobody now\.|already/);

    assert.match((await member.say('is my machine running')).text, /^Which machine\?/);
  });
});
