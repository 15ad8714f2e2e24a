import assert from 'node:assert/strict';
import { join } from 'node:path';
import { SystemClock } from '../../services/clock.ts';
import { SqliteStore } from '../../services/store/sqlite.ts';
import { WorkspaceDirectory } from '../../services/workspace-directory.ts';
import type { MemberPolicy } from '../../services/workspaces.ts';
import type { Chat } from '../support/chat.ts';
import { sharedSandbox, type TestSandbox } from '../support/sandbox.ts';

/** For so long a bot works with what it knows of workspaces. */
const knownForSeconds = 61;

describe('a workspace that asks for a training, in a chat', () => {
  let sandbox: TestSandbox;
  let owner: Chat;
  let member: Chat;

  before(async function () {
    this.timeout(90_000);
    sandbox = await sharedSandbox();
    owner = sandbox.chat('owner2', { name: 'training of owner2' });
    member = sandbox.chat('researcher2', { name: 'training of researcher2' });
    await ask({ training: { name: 'data protection training', validMonths: 12 } });
  });

  after(async () => await ask(undefined));

  /** What the workspace asks of its members, as an operator sets it. */
  async function ask(members: MemberPolicy | undefined): Promise<void> {
    const store = new SqliteStore({ path: join(sandbox.directory, 'labdesk.db') });
    await new WorkspaceDirectory(store, new SystemClock()).amend('cardiology', { members });
    await store.close();
    await sandbox.control.tick({ advanceSeconds: knownForSeconds });
  }

  it('lets nobody work there without a date, and says whom to ask', async () => {
    for (const words of ['start card-python', 'request results.csv from cardiology']) {
      const { text } = await member.say(words);
      assert.match(text, /no date of your data protection training\. Ask an owner of Cardiology to record it/, words);
    }
    assert.match((await member.say('who am I')).text, /Cardiology[\s\S]*data protection training/);
    assert.match(
      (await owner.say('members of cardiology')).text,
      /Researcher 2[\s\S]*data protection training missing/,
    );
  });

  it('takes the date from an owner alone, for people who are there, and for days that were', async () => {
    const own = await member.say('Researcher 2 did the training yesterday in cardiology');
    assert.match(own.text, /Ask an owner of Cardiology/);
    const stranger = await owner.say('Outsider did the training yesterday in cardiology');
    assert.match(stranger.text, /^Record a date in Cardiology\nThe day of the data protection training/);
    assert.doesNotMatch(stranger.text, /Outsider/);
    const late = await owner.say('training of Researcher 2 in cardiology on 2031-01-01');
    assert.match(late.text, /1 January 2031 is still to come/);
    assert.match((await member.say('start card-python')).text, /no date of your/);
  });

  it('opens with the date, which stands in the list', async () => {
    const { text } = await owner.say('Researcher 2 did the training yesterday in cardiology');
    assert.match(text, /is on record\nIt is valid until/);
    assert.match((await owner.say('members of cardiology')).text, /data protection training valid until/);

    assert.match((await member.say('start card-python')).text, /card-python is (starting|started already)/);
    assert.match((await member.say('who am I')).text, /data protection training valid until/);
  });
});
