import assert from 'node:assert/strict';
import { type Announcement, leftOf, reportOf } from '../../../services/announcements/announcement.ts';
import { bytesOf } from '../../../services/change/archive.ts';
import { AnnounceWorld, chief, personId } from '../../support/announce-world.ts';

describe('AnnouncementDelivery', () => {
  let world: AnnounceWorld;

  afterEach(() => world.stop());

  const partsOf = async (): Promise<readonly { readonly people: readonly string[] }[]> =>
    (await world.store.list({ partition: 'announcement/first', kind: 'announcement-part', limit: 1000 })).items.map(
      ({ document }) => document as unknown as { readonly people: readonly string[] },
    );

  it('tells 2,000 people once, of whom a tenth blocked Labdesk, while Teams throttles', async () => {
    const people = 2_000;
    const hasBlocked = (index: number) => index % 10 === 0;
    world = await AnnounceWorld.start(people, { blocks: hasBlocked, scale: 100 });
    // Some pauses are short enough to be waited for; with the long one the others wait too.
    world.connector.script({ method: 'POST', status: 429, code: 'Throttled', retryAfter: 0.05, times: 60 });
    world.connector.script({ method: 'POST', status: 429, code: 'Throttled', retryAfter: 45 });
    const first = world.process();
    await first.announce('The cluster is down on Friday.');
    const { reports, ...over } = await world.over('first', first);

    const received = world.received(people);
    assert.ok(received.every((count, index) => count === (hasBlocked(index) ? 0 : 1)));
    assert.equal(world.connector.calls.filter(({ status }) => status === 429).length, 61);
    assert.ok(Date.parse(over.endedAt!) - Date.parse(over.startedAt!) >= 45_000);
    assert.deepEqual(reportOf({ reports }), {
      ...{ people, delivered: 1_800, mailed: 0, blocked: 200, unreached: 0, unclear: 0 },
    });
    assert.ok(bytesOf({ ...over, reports } as Announcement) < 64 * 1024);
    const parts = await partsOf();
    assert.deepEqual(
      parts.map((part) => part.people.length),
      Array(10).fill(200),
    );
    assert.ok(parts.every((part) => JSON.stringify(part).length < 64 * 1024));
  });

  it('lets nobody wait for the last one of a part, and shows on the way how many have it', async () => {
    world = await AnnounceWorld.start(450, { scale: 100 });
    const [slowest, others] = [personId(5), Promise.withResolvers<void>()];
    let told = 0;
    world.before = async (person) => {
      // Of the second part, too: the first has 200 people.
      if (person === slowest) return await others.promise;
      told += 1;
      if (told === 300) others.resolve();
    };
    const first = world.process();
    const over = await world.over(await first.announce('The cluster is down on Friday.'), first);

    assert.equal(reportOf(over).delivered, 450);
    assert.ok(world.received(450).every((count) => count === 1));
    const shown = world.connector.calls.filter(({ conversationId }) => conversationId === 'a:admin');
    const delivered = shown.map(({ body }) => Number(/"In Teams","value":"(\d+)"/.exec(JSON.stringify(body))?.[1]));
    assert.ok(
      delivered.some((count) => count > 0 && count < 450),
      `${delivered}`,
    );
    assert.equal(delivered.at(-1), 450);
  });

  it('goes on where a killed process was, and tells nobody twice', async () => {
    const people = 500;
    world = await AnnounceWorld.start(people, { scale: 100 });
    const [first, second] = [world.process(), world.process()];
    const id = await first.announce('The cluster is down on Friday.');
    while (world.connector.calls.length < 250) await world.clock.advance(0.001);
    await first.kill();
    const over = await world.over(id, second);

    const report = reportOf(over);
    const received = world.received(people);
    assert.equal(Math.max(...received), 1);
    assert.equal(report.people, people);
    assert.equal(leftOf(report), 0);
    // What was on its way when the process died may have arrived: it is counted as such and not sent again.
    assert.equal(report.delivered + report.unclear, people);
    assert.ok(report.unclear <= 25, `${report.unclear} are unclear`);
    assert.ok(received.filter((count) => count === 1).length >= report.delivered);
  });

  it('sends by mail what Teams does not bring, remembers who blocked Labdesk, and notes in each ledger how many got it', async () => {
    world = await AnnounceWorld.start(20, { blocks: (index) => index < 3 });
    for (const index of [0, 1]) world.mailboxes.add(personId(index));
    const first = world.process();
    const id = await first.announce('Save your work.');
    await Promise.all([first.send(id), first.send(id)]);
    const over = await world.over(id, first);

    assert.deepEqual(reportOf(over), { people: 20, delivered: 17, mailed: 2, blocked: 1, unreached: 0, unclear: 0 });
    const asked = world.connector.calls.length;
    await world.over(await first.announce('It is back.', { key: 'second' }), first);
    const next = world.connector.calls.slice(asked).map(({ conversationId }) => conversationId);
    assert.ok(!next.some((conversationId) => ['a:0', 'a:1', 'a:2'].includes(conversationId)));
    assert.equal(world.mails.length, 4);
    assert.match(world.mails[0]!.text, /^Save your work\.\n\nAdmin, for the admins\./);
    const notes = world.noted.slice(0, 4).map(([place, { what, why, detail }]) => [place, what, why, detail?.people]);
    assert.deepEqual(notes, [
      ['genomics', 'announcement.sent', 'Save your work.', 20],
      ['oncology', 'announcement.sent', 'Save your work.', 20],
      ['genomics', 'announcement.over', undefined, 20],
      ['oncology', 'announcement.over', undefined, 20],
    ]);
  });

  it('says on the admin’s card that nobody was told, where the directory was silent for a day', async () => {
    world = await AnnounceWorld.start(10);
    const first = world.process();
    const id = await first.announce('The cluster is down on Friday.');
    world.directory.isDown = true;
    await world.clock.advance(30);
    world.clock.leap(86_400);
    const over = await world.over(id, first);

    assert.deepEqual([over.list, reportOf(over).people], [undefined, 0]);
    const shown = world.connector.calls.filter(({ conversationId }) => conversationId === 'a:admin');
    assert.match(JSON.stringify(shown.at(-1)?.body), /Nobody was told/);
  });

  it('tells one workspace alone, and does not blindly repeat what may have arrived', async () => {
    world = await AnnounceWorld.start(10);
    world.connector.script({ method: 'POST', conversationId: 'a:2', cut: 'after' });
    world.connector.script({ method: 'POST', conversationId: 'a:4', status: 500 });
    world.mailboxes.add(personId(2));
    const first = world.process();
    const id = await first.announce('For genomics.', { workspace: 'genomics' });

    assert.deepEqual(reportOf(await world.over(id, first)), {
      ...{ people: 5, delivered: 3, mailed: 0, blocked: 0, unreached: 0, unclear: 2 },
    });
    assert.equal(world.mails.length, 0);
    const posts = world.connector.calls.filter(({ conversationId }) => ['a:2', 'a:4'].includes(conversationId));
    assert.equal(posts.length, 2);
  });

  it('tells everybody else where the group of a workspace is gone, and says whom it left out', async () => {
    world = await AnnounceWorld.start(10);
    world.directory.gone.add('group-oncology');
    const first = world.process();
    const draft = await first.announcements.draft(chief, { text: 'Save your work.' }, { key: 'look', via: 'chat' });

    const { people, places, gone } = await first.announcements.audience(chief, draft);
    assert.deepEqual([people, places.map(({ workspace }) => workspace.id)], [5, ['genomics']]);
    assert.deepEqual(
      gone.map(({ id }) => id),
      ['oncology'],
    );
    const over = await world.over(await first.announce('Save your work.'), first);
    assert.equal(reportOf(over).delivered, 5);
    assert.deepEqual(over.gone, ['Oncology']);
    world.directory.isDown = true;
    await assert.rejects(first.announcements.audience(chief, { workspace: 'oncology' }), { code: 'unavailable' });
  });

  it('says in a line what came of it where that took more than a minute, also where nobody could be told', async () => {
    // Days of the clock pass in a moment, for which the limits of Teams are not made.
    world = await AnnounceWorld.start(2, { scale: 1_000 });
    const first = world.process();
    const lines = () =>
      world.connector.messages('a:admin').flatMap(({ activity: { text } }) => (typeof text === 'string' ? [text] : []));
    await world.over(await first.announce('Save your work.', { workspace: 'genomics' }), first);
    assert.deepEqual(lines(), []);

    const late = await first.announce('It is back.', { key: 'late', workspace: 'genomics' });
    world.directory.isDown = true;
    await world.clock.advance(120);
    world.directory.isDown = false;
    await world.over(late, first);
    assert.deepEqual(lines(), ['Your announcement to Genomics is through. Everybody was told.']);

    const never = await first.announce('It is gone.', { key: 'never' });
    world.directory.isDown = true;
    await world.clock.advance(90_000);
    await world.over(never, first);
    assert.match(lines().at(-1)!, /^Nobody was told\. The directory did not say for a day/);
    assert.match(JSON.stringify(world.connector.messages('a:admin')), /"Nobody was told"/);
  });
});
