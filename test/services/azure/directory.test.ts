import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { StateData } from '../../../sandbox/azure/state.ts';
import { admins, people, reviewers, workspaces } from '../../../sandbox/seed.ts';
import { GraphDirectory } from '../../../services/azure/directory.ts';
import { CachedTokens } from '../../../services/azure/tokens.ts';
import { person, startWorld, type World } from '../../sandbox/azure/world.ts';

const oncology = workspaces.find(({ id }) => id === 'oncology')!.groupId;
const genomics = workspaces.find(({ id }) => id === 'genomics')!.groupId;
const { researcher, researcher2, owner, admin, reviewer, outsider } = people;

interface Received {
  readonly path: string;
  readonly parts?: readonly { readonly path: string }[];
}

const crowd = '7b1f2f0e-3c1d-4a67-9b58-0d5a4f0f6a11';

/** Beside the seed 2,500 people in one group, the first of them in 1,100 more: more than Graph puts on a page. */
function fill(data: StateData): void {
  const ids = Array.from({ length: 2500 }, (_, index) => `person-${index}`);
  const [template] = data.groups;
  const groups = Array.from({ length: 1100 }, () => ({
    ...template!,
    id: randomUUID(),
    members: [ids[0]!],
  }));
  data.people.push(...ids.map((id) => person(id)));
  data.groups.push(
    { ...template!, id: crowd, members: ids, owners: [] },
    ...groups.map((one) => ({ ...one, owners: [] })),
  );
}

describe('GraphDirectory', () => {
  let world: World;
  let directory: GraphDirectory;

  before(async () => {
    world = await startWorld({ fill });
    directory = new GraphDirectory(new CachedTokens(world.credential), world.azure.origin);
  });
  beforeEach(async () => {
    await world.control('DELETE', '/faults');
    await world.control('DELETE', '/requests');
  });
  after(() => world[Symbol.asyncDispose]());

  const requests = async () => (await world.control('GET', '/requests?service=graph')).body as Received[];
  const fault = (more: object) => world.control('POST', '/faults', { service: 'graph', ...more });

  it('tells the groups that somebody is in and those that somebody owns, by one call', async () => {
    const member = await directory.groupsOf(researcher.aadObjectId);
    const calls = (await requests()).length;
    const head = await directory.groupsOf(owner.aadObjectId);

    assert.deepEqual([...member.memberOf].sort(), [oncology, genomics].sort());
    assert.equal(member.ownerOf.size, 0);
    assert.deepEqual([...head.ownerOf].sort(), [oncology, genomics].sort());
    assert.ok((await directory.groupsOf(admin.aadObjectId)).memberOf.has(admins.groupId));
    assert.ok((await directory.groupsOf(reviewer.aadObjectId)).memberOf.has(reviewers.groupId));
    assert.equal(calls, 1);
  });

  it('knows no groups of somebody whom it does not know, whatever the id looks like', async () => {
    for (const id of ['97d48953-0000-4ea6-86c6-000000000000', 'nobody', 'a/b', '../groups', 'x?$select=id', '#', 'é']) {
      const { memberOf, ownerOf } = await directory.groupsOf(id);
      assert.deepEqual([memberOf.size, ownerOf.size], [0, 0], id);
    }
    assert.equal((await directory.groupsOf(outsider.aadObjectId)).memberOf.size, 0);
    const parts = (await requests()).flatMap((call) => call.parts ?? [call]);
    assert.equal(parts.length, 16);
    assert.ok(parts.every(({ path }) => path.startsWith('/v1.0/users/')));
  });

  it('lists the people of a group, each once, owners first', async () => {
    assert.deepEqual(await directory.members(oncology), [
      { aadObjectId: owner.aadObjectId, name: 'Owner', role: 'owner' },
      { aadObjectId: researcher.aadObjectId, name: 'Researcher', role: 'member' },
      { aadObjectId: researcher2.aadObjectId, name: 'Researcher 2', role: 'member' },
    ]);
  });

  it('reads every page, of people and of groups', async () => {
    const people = await directory.members(crowd);
    const { memberOf } = await directory.groupsOf('person-0');

    assert.equal(people.length, 2500);
    assert.equal(new Set(people.map(({ aadObjectId }) => aadObjectId)).size, 2500);
    assert.equal(memberOf.size, 1101);
    // A batch with the first pages; then two pages of people more, and one of groups.
    assert.equal((await requests()).length, 3 + 2);
  });

  it('says what people can do where Graph does not answer as it should', async () => {
    const table = [
      [401, 'refused'],
      [403, 'refused'],
      [429, 'throttled'],
      [500, 'unavailable'],
      [503, 'unavailable'],
    ] as const;
    for (const [status, code] of table) {
      await world.control('DELETE', '/faults');
      await fault({ status, times: 10, retryAfter: 30 });
      const began = Date.now();

      await assert.rejects(directory.groupsOf(researcher.aadObjectId), { name: 'WorkspaceError', code }, `${status}`);
      assert.ok(Date.now() - began < 10_000, `${status}: the client's own retries would make people wait`);
    }
  });

  it('tries once more by itself what may pass', async () => {
    await fault({ status: 503, times: 1 });

    assert.equal((await directory.groupsOf(researcher.aadObjectId)).memberOf.size, 2);
  });

  it('does not take a directory that failed half-way for one that knows nobody', async () => {
    await fault({ status: 404, path: 'transitiveMemberOf', times: 10 });
    await fault({ status: 503, path: 'ownedObjects', times: 10 });

    await assert.rejects(directory.groupsOf(owner.aadObjectId), { code: 'unavailable' });
  });

  it('tries again alone what failed in a batch, and leaves alone who asks it to wait', async () => {
    await fault({ status: 503, path: 'ownedObjects', times: 1 });

    assert.equal((await directory.groupsOf(owner.aadObjectId)).ownerOf.size, 2);
    assert.deepEqual(
      (await requests()).map(({ parts = [] }) => parts.map(({ path }) => path.split('/')[4])),
      [['transitiveMemberOf', 'ownedObjects'], ['ownedObjects']],
    );

    await world.control('DELETE', '/requests');
    await fault({ status: 429, path: 'transitiveMemberOf', retryAfter: 17 });
    await assert.rejects(directory.groupsOf(owner.aadObjectId), { code: 'throttled', retryAfterSeconds: 17 });
    assert.equal((await requests()).length, 1);
  });

  it('asks once more where a batch is cut off in the middle, and says so where it is cut off again', async () => {
    await fault({ drop: 'after', path: 'ownedObjects', times: 2 });
    await assert.rejects(directory.groupsOf(owner.aadObjectId), { code: 'unavailable' });

    await fault({ drop: 'before', path: 'owners', times: 1 });
    assert.equal((await directory.members(oncology)).length, 3);
  });

  it('says so where it cannot even sign in', async () => {
    const credential = { getToken: async () => Promise.reject(new Error('AADSTS7000215: secret of 4711')) };
    const locked = new GraphDirectory(new CachedTokens(credential), world.azure.origin);

    await assert.rejects(locked.groupsOf(researcher.aadObjectId), { name: 'WorkspaceError', code: 'unavailable' });
    await assert.rejects(locked.check());
    await directory.check();
  });

  it('lists owners alone, and everybody in a group without its owners', async () => {
    assert.deepEqual(await directory.owners(oncology), [{ aadObjectId: owner.aadObjectId, name: 'Owner' }]);
    assert.deepEqual(await directory.everybodyIn(admins.groupId), [{ aadObjectId: admin.aadObjectId, name: 'Admin' }]);
    await assert.rejects(directory.owners('97d48953-0000-4ea6-86c6-000000000000'), { code: 'not-found' });
  });

  it('finds somebody with their address, and nobody where there is nobody', async () => {
    assert.deepEqual(await directory.person(researcher.aadObjectId), {
      aadObjectId: researcher.aadObjectId,
      name: 'Researcher',
      mail: researcher.upn,
    });
    assert.equal(await directory.person('97d48953-0000-4ea6-86c6-000000000000'), undefined);
  });

  it("tells automatic replies: none, always, and with their times in the mailbox's zone", async () => {
    const set = async (automaticRepliesSetting: object) => {
      const url = `/v1.0/users/${owner.aadObjectId}/mailboxSettings`;
      const { status } = await world.call('PATCH', url, {
        as: 'https://graph.microsoft.com',
        body: { automaticRepliesSetting },
      });
      assert.equal(status, 200);
      return await directory.absence(owner.aadObjectId);
    };

    assert.equal(await directory.absence(owner.aadObjectId), undefined);
    assert.deepEqual(await set({ status: 'alwaysEnabled' }), {});
    const scheduled = {
      status: 'scheduled',
      scheduledStartDateTime: { dateTime: '2026-11-02T08:00:00.0000000', timeZone: 'UTC' },
      scheduledEndDateTime: { dateTime: '2026-11-09T08:00:00.0000000', timeZone: 'Europe/Berlin' },
    };
    assert.deepEqual(await set(scheduled), {
      from: new Date('2026-11-02T08:00:00Z'),
      until: new Date('2026-11-09T07:00:00Z'),
    });
    assert.equal(await set({ status: 'disabled' }), undefined);
  });

  it('takes nobody for away whose mailbox it may not see or who has none', async () => {
    await fault({ status: 403, path: 'mailboxSettings', times: 1 });

    assert.equal(await directory.absence(owner.aadObjectId), undefined);
    assert.equal(await directory.absence('97d48953-0000-4ea6-86c6-000000000000'), undefined);
    await fault({ status: 503, path: 'mailboxSettings', times: 2 });
    await assert.rejects(directory.absence(owner.aadObjectId), { code: 'unavailable' });
  });
});
