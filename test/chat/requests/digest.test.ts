import assert from 'node:assert/strict';
import { DateTime } from 'luxon';
import type { Chat } from '../../support/chat.ts';
import { TestSandbox } from '../../support/sandbox.ts';
import { RequestWorld } from './request-world.ts';

/** In a sandbox of its own, since its clock goes by weeks. */
describe('a digest', () => {
  let sandbox: TestSandbox;
  let world: RequestWorld;
  let researcher: Chat;
  let owner: Chat;

  before(async function () {
    this.timeout(90_000);
    sandbox = await TestSandbox.start();
    world = new RequestWorld(sandbox, 'digest');
    researcher = sandbox.chat('researcher', { name: 'digest', locale: 'de-DE' });
    owner = sandbox.chat('owner', { name: 'digest' });
    await researcher.say('hello');
    await owner.say('hello');
  });
  after(() => sandbox.stop());

  const digests = (chat: Chat, title: string) => chat.messages().filter(({ text }) => text.startsWith(title));
  /** Where the chats' people are, it is Monday at that time; so many weeks from now. */
  const monday = (time: string, weeks: number) => {
    const [hour, minute] = time.split(':').map(Number);
    const london = DateTime.now().setZone('Europe/London').startOf('week').plus({ weeks });
    return { now: london.set({ hour, minute }).toUTC().toISO()! };
  };

  it('comes on Monday at eight to the owner and the author, each in their language, once', async () => {
    const { name } = await world.askAndWait(researcher, owner);

    await sandbox.control.tick(monday('07:55', 1));
    assert.equal(digests(owner, 'Your week').length, 0);
    await sandbox.control.tick(monday('08:01', 1));
    await owner.shows(new RegExp(`^Your week in Labdesk\\n1 request waits for you[\\s\\S]*${name}`));
    await researcher.shows(new RegExp(`^Ihre Woche in Labdesk\\n1 Ihrer Anträge ist offen[\\s\\S]*${name}`));
    await sandbox.control.tick(monday('09:00', 1));

    assert.deepEqual([digests(owner, 'Your week').length, digests(researcher, 'Ihre Woche').length], [1, 1]);
  });

  it('leaves out a week that was missed, and comes on the Monday after', async () => {
    await sandbox.control.tick({ now: DateTime.fromISO(monday('12:00', 2).now).plus({ days: 2 }).toISO()! });
    assert.equal(digests(owner, 'Your week').length, 1);

    await sandbox.control.tick(monday('08:01', 3));
    await owner.connector.until(() => (digests(owner, 'Your week').length === 2 ? true : undefined));
  });
});
