import assert from 'node:assert/strict';
import { fields } from '../support/card-content.ts';
import type { Chat } from '../support/chat.ts';
import { sharedSandbox, type TestSandbox } from '../support/sandbox.ts';

describe('a machine that is given to somebody, in a chat', () => {
  let sandbox: TestSandbox;
  let owner: Chat;
  let member: Chat;
  const told = /^card-r in Cardiology is yours now\. Write "start card-r" to use it\.$/;

  before(async function () {
    this.timeout(90_000);
    sandbox = await sharedSandbox();
    owner = sandbox.chat('owner2', { name: 'gives machines' });
    member = sandbox.chat('researcher2', { name: 'gets machines' });
    await member.say('hello');
  });

  after(async () => {
    await owner?.say('assign card-r to nobody');
  });

  const listFor = async (who: Chat) => (await who.sayAndSee('machines in cardiology', /^Machines in Cardiology/)).text;
  const timesTold = () => member.messages().filter(({ text }) => told.test(text)).length;

  it('is theirs by a sentence: they are told once, though it is said twice, and see it as theirs', async () => {
    const given = await owner.say('assign card-r to Researcher 2');
    assert.match(given.text, /Belongs to\nResearcher 2\n[\s\S]*card-r belongs to Researcher 2 now\./);
    await member.shows(told);
    await owner.say('assign card-r to Researcher 2');

    assert.match(await listFor(member), /card-r\nWindows · Standard_D4s_v5 · for Researcher 2/);
    assert.match((await member.say('show my machine')).text, /^card-r\n[\s\S]*Belongs to\nResearcher 2/);
    assert.equal(timesTold(), 1);
  });

  it('stays whose it is by a word about no machine or nobody of the workspace, and by a word of a member', async () => {
    for (const name of ['Outsider', 'Zed', '"; $filter=1 eq 1', '../../admin', 'x'.repeat(300)]) {
      const { text } = await owner.say(`assign card-r to ${name}`);
      assert.match(text, /^(?:Who gets card-r\?|I did not understand that)\n/, name);
    }
    const elsewhere = await owner.say('assign onc-r to Researcher 2');
    assert.match(elsewhere.text, /Cardiology has no machine "onc-r"\. Write "machines" to see those there are\./);
    assert.match((await owner.say('assign ../card to Researcher 2')).text, /^Which machine\?/);
    assert.match((await member.say('assign card-r to nobody')).text, /Ask an owner of Cardiology to do it for you\./);

    assert.match(await listFor(owner), /card-r\nWindows · Standard_D4s_v5 · for Researcher 2/);
  });

  it('is nobody’s again, and is given on a card, where a press that comes twice tells nobody twice', async () => {
    assert.match((await owner.say('take card-r back from Researcher 2')).text, /card-r belongs to nobody now\./);
    assert.doesNotMatch(await listFor(member), /for Researcher 2/);

    const form = await owner.say('assign card-r');
    assert.ok('whom' in fields(form.card));
    const { outsider, researcher2 } = sandbox.endpoints.people;
    for (const whom of [outsider.aadObjectId, "' or 1 eq 1", '../owner2']) {
      const { text } = await owner.press(form, 'Give it', { whom });
      assert.match(text, /They are not in Cardiology, so they cannot have one of its machines\. Add them first\./);
    }
    const before = timesTold();
    const whom = researcher2.aadObjectId;
    const presses = await Promise.all([1, 2].map(async () => await owner.press(form, 'Give it', { whom })));
    for (const { text } of presses) assert.match(text, /card-r belongs to Researcher 2 now\./);
    await member.connector.until(() => timesTold() > before || undefined, { withinMs: 15_000, what: 'the line' });
    await listFor(member);
    assert.equal(timesTold(), before + 1);
  });
});
