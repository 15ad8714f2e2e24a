import assert from 'node:assert/strict';
import { message } from '../support/activities.ts';
import { badges, buttons } from '../support/card-content.ts';
import type { Chat } from '../support/chat.ts';
import { sharedSandbox, type TestSandbox } from '../support/sandbox.ts';
import { SandboxAzure } from '../support/sandbox-azure.ts';
import { eventually } from './eventually.ts';

const betweenLooks = 301;
/** Until then whoever was changed here is not looked at. */
const isOurs = 3601;

describe('the people of a workspace, in a chat', () => {
  let sandbox: TestSandbox;
  let owner: Chat;
  let newcomer: Chat;

  before(async function () {
    this.timeout(90_000);
    sandbox = await sharedSandbox();
    owner = sandbox.chat('owner2', { name: 'people of owner2' });
    newcomer = sandbox.chat('outsider', { name: 'people of outsider' });
  });

  after(async () => {
    await sandbox.control.clearFaults();
  });

  /** What the card's field offers while somebody writes. */
  async function offered(to: Chat, queryText: string, dataset = 'people'): Promise<unknown> {
    const value = { queryText, queryOptions: { skip: 0, top: 15 }, dataset };
    const { status, body } = await to.post({
      ...message(to.place, ''),
      ...{ type: 'invoke', name: 'application/search', value },
    });
    assert.equal(status, 200);
    const { type, value: found } = body as { type: string; value: { results: unknown } };
    assert.equal(type, 'application/vnd.microsoft.search.searchResponse');
    return found.results;
  }

  it('are shown to choose from where they are called nearly so, and asked about by full name then', async () => {
    const near = await owner.say('add Otusider to cardiology');
    assert.match(near.text, /Nobody is called Otusider\. Choose whom you mean[\s\S]*outsider@labdesk\.example/);
    const { aadObjectId } = newcomer.place.person;
    const asked = await owner.press(near, 'Go on', { people: aadObjectId });
    assert.match(asked.text, /Add Outsider to Cardiology\?/);
  });

  it('are picked in the picker of Teams as well, which sends object ids', async () => {
    const form = await owner.say('add a member to cardiology');
    assert.match(form.text, /Pick from your organisation/);
    const asked = await owner.press(form, 'Go on', { picked: newcomer.place.person.aadObjectId });
    assert.match(asked.text, /Add Outsider to Cardiology\?/);
  });

  it('are found by half a name, named in full, added, and see the workspace at once', async () => {
    assert.match((await newcomer.say('machines in cardiology')).text, /in no workspace yet/);
    const asked = await owner.say('add outs to cardiology');
    assert.match(asked.text, /Add Outsider to Cardiology\?[\s\S]*outsider@labdesk\.example/);
    const pressed = await owner.press(asked, 'Add');
    assert.deepEqual(badges(pressed.card), ['Pending']);

    const done = await owner.shows(/Outsider is in Cardiology now/, { withinMs: 15_000 });
    assert.deepEqual(badges(done.card), ['Done']);
    assert.equal(done.id, asked.id);
    assert.match((await newcomer.sayAndSee('machines in cardiology', /Machines in/)).text, /card-python/);
    await newcomer.shows(/Owner 2 added you to Cardiology/);
    const list = await owner.say('members of cardiology');
    assert.match(list.text, /Owner 2[\s\S]*Owner[\s\S]*Outsider[\s\S]*Member/);
  });

  it('are removed after a question that says what follows, and are strangers at the next word', async () => {
    const asked = await owner.say('remove Outsider from cardiology');
    assert.match(asked.text, /Remove Outsider from Cardiology\?[\s\S]*lose access at once/);
    await owner.press(asked, 'Remove');
    await owner.shows(/Outsider is not in Cardiology any more/, { withinMs: 15_000 });

    assert.match((await newcomer.sayAndSee('machines in cardiology', /workspace/)).text, /in no workspace yet/);
  });

  it('are known to an admin who is none of them, where the workspace is named', async () => {
    const admin = sandbox.chat('admin', { name: 'people of admin' });
    const asked = await admin.say('remove Researcher 2 from cardiology');
    assert.match(asked.text, /^Remove Researcher 2 from Cardiology\?/);
    const other = await admin.say('remove Xy from cardiology');
    assert.match(other.text, /Xy/);
    assert.doesNotMatch(other.text, /Archive/);
  });

  it('never lose their last owner', async () => {
    const { text } = await owner.say('remove me from cardiology');
    assert.match(text, /Owner 2 is the last owner of Cardiology\. Make somebody else an owner first/);
  });

  it('are not for members to change, or to search for', async () => {
    const member = sandbox.chat('researcher2', { name: 'people of researcher2' });
    assert.match((await member.say('add Outsider to cardiology')).text, /Ask an owner of Cardiology/);
    const list = await member.say('members of cardiology');
    assert.deepEqual(buttons(list.card), []);
    const title = 'Outsider · outsider@labdesk.example';
    assert.deepEqual(await offered(owner, 'outs'), [{ title, value: newcomer.place.person.aadObjectId }]);
    assert.deepEqual(await offered(member, 'outs'), []);
    assert.deepEqual(await offered(owner, ''), []);

    const here = [{ title: 'Owner 2', value: owner.place.person.aadObjectId }];
    assert.deepEqual(await offered(owner, '2 own', 'members/cardiology'), here);
    assert.deepEqual(await offered(owner, 'outs', 'members/cardiology'), []);
    for (const place of ['cardiology', 'oncology', 'nowhere', ''])
      assert.deepEqual(await offered(newcomer, '', `members/${place}`), [], place);
  });

  it('are added in the end where the directory is throttled', async () => {
    const asked = await owner.say('add Outsider to cardiology');
    await sandbox.control.fault({
      service: 'graph',
      method: 'POST',
      path: 'members',
      status: 429,
      retryAfter: 1,
      times: 2,
    });
    await owner.press(asked, 'Add');
    await owner.shows(/Outsider is in Cardiology now/, { on: asked, withinMs: 20_000 });
    await owner.press(await owner.say('remove Outsider from cardiology'), 'Remove');
    await owner.shows(/Outsider is not in Cardiology any more/, { withinMs: 15_000 });
  });

  it('are noticed where others add and remove them outside Labdesk', async () => {
    const azure = new SandboxAzure(sandbox.endpoints);
    const { aadObjectId } = newcomer.place.person;
    const members = `/groups/${azure.workspace('cardiology').groupId}/members`;
    const admin = sandbox.chat('admin', { name: 'looks at groups' });
    await sandbox.control.tick({ advanceSeconds: isOurs });
    await eventually(async () => /Groups are looked at\s+last/.test((await admin.say('health')).text) || undefined);

    const reference = { '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${aadObjectId}` };
    await azure.graph('POST', `${members}/$ref`, reference);
    await sandbox.control.tick({ advanceSeconds: betweenLooks });
    await owner.shows(/^One person was added to Cardiology outside Labdesk: Outsider\. Write "members of Cardiology"/);
    await newcomer.sayAndSee('machines in cardiology', /card-python/);

    await azure.graph('DELETE', `${members}/${aadObjectId}/$ref`);
    await sandbox.control.tick({ advanceSeconds: betweenLooks });
    await owner.shows(/^One person was removed from Cardiology outside Labdesk: Outsider\./);
    await newcomer.sayAndSee('machines in cardiology', /in no workspace yet/);
  });
});
