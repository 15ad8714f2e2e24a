import assert from 'node:assert/strict';
import { people } from '../../../sandbox/seed.ts';
import { GraphDirectory } from '../../../services/azure/directory.ts';
import { GraphGroups } from '../../../services/azure/groups.ts';
import { CachedTokens } from '../../../services/azure/tokens.ts';
import { person, startWorld, type World } from '../../sandbox/azure/world.ts';

const nowhere = '97d48953-0000-4ea6-86c6-000000000000';
const { researcher, researcher2, owner, owner2, outsider } = people;
const everybody = [researcher, researcher2, owner, owner2, outsider].map(({ aadObjectId }) => aadObjectId);

/** More than Graph takes with a new group. */
const crowd = Array.from({ length: 30 }, (_, index) => `person-${index}`);

describe('GraphGroups that are made and filled', () => {
  let world: World;
  let groups: GraphGroups;
  let directory: GraphDirectory;

  before(async () => {
    world = await startWorld({ fill: (data) => void data.people.push(...crowd.map((id) => person(id))) });
    const tokens = new CachedTokens(world.credential);
    groups = new GraphGroups(tokens, world.azure.origin);
    directory = new GraphDirectory(tokens, world.azure.origin);
  });
  beforeEach(async () => {
    await world.control('DELETE', '/faults');
    await world.control('DELETE', '/requests');
  });
  after(() => world[Symbol.asyncDispose]());

  const fault = (more: object) => world.control('POST', '/faults', { service: 'graph', ...more });
  const calls = async () =>
    ((await world.control('GET', '/requests?service=graph')).body as { method: string; path: string }[]).length;
  const rolesIn = async (groupId: string) =>
    Object.fromEntries((await directory.members(groupId)).map(({ aadObjectId, role }) => [aadObjectId, role]));
  const wanted = (key: string, more = {}) => ({
    ...{ key, name: 'Cardiology', description: "Hearts & o'neil", mailNickname: `labdesk-${key}` },
    owners: [owner.aadObjectId],
    ...more,
  });

  it('are the same under the same key, also where nobody heard the answer, and get whom they lack', async () => {
    await fault({ method: 'PATCH', drop: 'after', times: 1 });
    const { groupId } = await groups.create(wanted('lost', { members: [owner.aadObjectId, researcher.aadObjectId] }));
    assert.deepEqual(await rolesIn(groupId), { [owner.aadObjectId]: 'owner', [researcher.aadObjectId]: 'member' });

    const again = await groups.create(
      wanted('lost', { owners: [owner2.aadObjectId], members: [outsider.aadObjectId] }),
    );
    const other = await groups.create(wanted("o'ther"));
    assert.deepEqual([again.groupId, other.groupId === groupId], [groupId, false]);
    assert.deepEqual(await rolesIn(groupId), {
      [owner.aadObjectId]: 'owner',
      [owner2.aadObjectId]: 'owner',
      [researcher.aadObjectId]: 'member',
      [outsider.aadObjectId]: 'member',
    });
    const as = 'https://graph.microsoft.com';
    const { body } = await world.call('GET', `/v1.0/groups/${groupId}`, { as });
    assert.deepEqual(
      [body.displayName, body.mailEnabled, body.securityEnabled, body.mailNickname, body.uniqueName],
      ['Cardiology', false, true, 'labdesk-lost', 'lost'],
    );
  });

  it('are one where two ask at once, with all of more people than Graph takes at creation', async () => {
    const made = await Promise.all([1, 2].map(() => groups.create(wanted('race', { members: crowd }))));

    assert.equal(new Set(made.map(({ groupId }) => groupId)).size, 1);
    assert.equal(Object.keys(await rolesIn(made[0]!.groupId)).length, crowd.length + 1);
  });

  it('say what to do where Graph takes no such group', async () => {
    await assert.rejects(groups.create(wanted('bad', { mailNickname: 'two words' })), { code: 'invalid' });
    await assert.rejects(groups.create(wanted('bad', { owners: [] })), { code: 'invalid' });
    await assert.rejects(groups.create(wanted('bad', { members: [nowhere] })), { code: 'not-found' });
    await fault({ method: 'PATCH', status: 403 });
    await assert.rejects(groups.create(wanted('bad')), { code: 'refused' });
    await fault({ method: 'GET', status: 429, retryAfter: 9 });
    await assert.rejects(groups.create(wanted('bad')), { code: 'throttled', retryAfterSeconds: 9 });
    await world.control('DELETE', '/faults');
    // What was made by somebody else this moment may not be shown yet.
    await groups.create(wanted('late'));
    await fault({ method: 'GET', path: 'uniqueName', status: 404, times: 2 });
    await assert.rejects(groups.create(wanted('late')), { code: 'busy' });
  });

  it('are removed once, and twice is the same', async () => {
    const { groupId } = await groups.create(wanted('short'));
    await fault({ method: 'DELETE', drop: 'after', times: 1 });
    await groups.remove(groupId);
    await groups.remove(groupId);

    await assert.rejects(directory.members(groupId), { code: 'not-found' });
  });

  it('take and lose many people with a request for each twenty, and tell who failed and why', async () => {
    const { groupId } = await groups.create(wanted('many'));
    await world.control('DELETE', '/requests');
    const failed = await groups.addMembers(groupId, [...everybody, nowhere, ...everybody]);
    assert.deepEqual(
      failed.map(({ aadObjectId, error }) => [aadObjectId, error.code]),
      [[nowhere, 'not-found']],
    );
    assert.equal(Object.keys(await rolesIn(groupId)).length, everybody.length);
    assert.deepEqual(await groups.addMembers(groupId, everybody), []);

    const gone = Array.from({ length: 30 }, (_, index) => nowhere.slice(0, -2) + String(10 + index));
    await world.control('DELETE', '/requests');
    assert.deepEqual(await groups.removeMembers(groupId, [...gone, ...everybody]), []);
    assert.ok((await calls()) <= 2 + 35, 'a batch and its parts');
    assert.deepEqual(await rolesIn(groupId), { [owner.aadObjectId]: 'owner' });
  });

  it('try once more what may pass, and stop asking where Graph asks to slow down', async () => {
    const { groupId } = await groups.create(wanted('patience'));
    const path = 'members';
    await fault({ path, status: 503, times: 2 });
    await fault({ path, status: 409, times: 1 });
    assert.deepEqual(await groups.addMembers(groupId, everybody), []);
    await fault({ drop: 'before', times: 1 });
    assert.deepEqual(await groups.removeMembers(groupId, everybody), []);

    await world.control('DELETE', '/faults');
    await fault({ path: 'batch', status: 429, retryAfter: 30, times: 1 });
    const failed = await groups.addMembers(groupId, [...everybody, ...Array.from({ length: 40 }, (_, n) => `x${n}`)]);
    assert.equal(failed.length, everybody.length + 40);
    for (const { error } of failed) assert.deepEqual([error.code, error.retryAfterSeconds], ['throttled', 30]);
  });
});
