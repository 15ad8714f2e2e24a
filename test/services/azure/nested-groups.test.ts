import assert from 'node:assert/strict';
import { admins, people, reviewers, workspaces } from '../../../sandbox/seed.ts';
import { GraphDirectory } from '../../../services/azure/directory.ts';
import { GraphGroups } from '../../../services/azure/groups.ts';
import { CachedTokens } from '../../../services/azure/tokens.ts';
import { startWorld, type World } from '../../sandbox/azure/world.ts';

const oncology = workspaces.find(({ id }) => id === 'oncology')!.groupId;
const genomics = workspaces.find(({ id }) => id === 'genomics')!.groupId;
const { researcher } = people;

describe('groups in groups', () => {
  let world: World;
  let directory: GraphDirectory;
  let groups: GraphGroups;
  const platform = [admins.groupId, reviewers.groupId];

  before(async () => {
    world = await startWorld();
    const tokens = new CachedTokens(world.credential);
    directory = new GraphDirectory(tokens, world.azure.origin);
    groups = new GraphGroups(tokens, world.azure.origin);
  });
  after(async () => await world[Symbol.asyncDispose]());

  const requests = async () => (await world.control('GET', '/requests?service=graph')).body as { path: string }[];

  it('make whoever is in them what the outer ones make, over any number of them', async () => {
    assert.equal(await directory.isGroupIn(oncology, platform), false);
    await groups.addMember(genomics, oncology);
    assert.equal(await directory.isGroupIn(oncology, platform), false);
    await groups.addMember(reviewers.groupId, genomics);
    await groups.addMember(oncology, reviewers.groupId);

    await world.control('DELETE', '/requests');
    assert.equal(await directory.isGroupIn(oncology, platform), true);
    assert.equal((await requests()).length, 1);
    assert.equal(await directory.isGroupIn(oncology, [admins.groupId]), false);
    assert.ok((await directory.groupsOf(researcher.aadObjectId)).memberOf.has(reviewers.groupId));

    await groups.removeMember(reviewers.groupId, genomics);
    assert.equal(await directory.isGroupIn(oncology, platform), false);
  });

  it('are listed beside the people of a group, and taken out of it like them', async () => {
    await groups.addMember(genomics, oncology);
    const { name } = workspaces.find(({ id }) => id === 'oncology')!;
    const [inner = assert.fail()] = await directory.groupsIn(genomics);
    assert.equal(inner.groupId, oncology);
    assert.match(inner.name, new RegExp(name));
    assert.ok((await directory.members(genomics)).every(({ aadObjectId }) => aadObjectId !== oncology));
    assert.deepEqual(await groups.removeMembers(genomics, [oncology]), []);
    assert.deepEqual(await directory.groupsIn(genomics), []);
    assert.deepEqual(await groups.addMembers(genomics, [oncology]), []);
    assert.equal((await directory.groupsIn(genomics)).length, 1);
  });

  it('are told of where the directory cannot be asked, or the group is gone', async () => {
    await world.control('POST', '/faults', { service: 'graph', status: 503, times: 2 });
    await assert.rejects(directory.isGroupIn(oncology, platform), { name: 'WorkspaceError', code: 'unavailable' });
    const nowhere = '97d48953-0000-4ea6-86c6-000000000000';
    await assert.rejects(directory.isGroupIn(nowhere, platform), { name: 'WorkspaceError', code: 'not-found' });
  });
});
