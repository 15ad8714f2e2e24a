import assert from 'node:assert/strict';
import type { StateData } from '../../../sandbox/azure/state.ts';
import { people, workspaces } from '../../../sandbox/seed.ts';
import { GraphDirectory } from '../../../services/azure/directory.ts';
import { GraphGroups } from '../../../services/azure/groups.ts';
import { CachedTokens } from '../../../services/azure/tokens.ts';
import type { ErrorCode } from '../../../services/errors.ts';
import type { GroupChanges } from '../../../services/roles/membership.ts';
import { person, startWorld, type World } from '../../sandbox/azure/world.ts';

const oncology = workspaces.find(({ id }) => id === 'oncology')!.groupId;
const genomics = workspaces.find(({ id }) => id === 'genomics')!.groupId;
const crowd = '7b1f2f0e-3c1d-4a67-9b58-0d5a4f0f6a11';
const nowhere = '97d48953-0000-4ea6-86c6-000000000000';
const crowdSize = 10_000;
const { researcher, researcher2, owner, owner2, outsider } = people;

/** Beside the seed some who are hard to find. */
function fill({ people: all }: StateData): void {
  const visitor = { userType: 'Guest', jobTitle: 'Visitor', mail: null };
  all.push(
    person('guest', 'Anna-Lena Größer "the 2nd" \\ (guest)', visitor),
    person('gone', 'Anna Gone', { accountEnabled: false }),
    person('anna', 'Zoe Anna', { department: 'Statistics' }),
    person('annas', 'Annabel R&D'),
    ...Array.from({ length: 60 }, (_, index) => person(`extra-${index}`, `Extra ${index}`)),
  );
}

/** A group of ten thousand. */
function crowdInto(data: StateData): void {
  const ids = Array.from({ length: crowdSize }, (_, index) => `person-${index}`);
  data.people.push(...ids.map((id) => person(id)));
  data.groups.push({ ...data.groups[0]!, id: crowd, members: ids, owners: [owner.aadObjectId] });
}

describe('GraphGroups', () => {
  let world: World;
  let groups: GraphGroups;
  let directory: GraphDirectory;

  before(async () => {
    world = await startWorld({ fill });
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
  const calls = async () => (await world.control('GET', '/requests?service=graph')).body as { path: string }[];
  const rolesIn = async () =>
    Object.fromEntries((await directory.members(oncology)).map(({ aadObjectId, role }) => [aadObjectId, role]));
  const changesSince = async (link?: string): Promise<GroupChanges> => {
    const changes = await groups.changes(oncology, link);
    assert.ok(changes);
    return changes;
  };

  it('adds and removes people, and takes what is so already for done', async () => {
    const { aadObjectId } = outsider;
    for (let times = 0; times < 2; times += 1) await groups.addMember(oncology, aadObjectId);
    assert.equal((await rolesIn())[aadObjectId], 'member');

    for (let times = 0; times < 2; times += 1) await groups.addOwner(oncology, aadObjectId);
    assert.equal((await rolesIn())[aadObjectId], 'owner');

    for (let times = 0; times < 2; times += 1) await groups.removeOwner(oncology, aadObjectId);
    for (let times = 0; times < 2; times += 1) await groups.removeMember(oncology, aadObjectId);
    assert.equal((await rolesIn())[aadObjectId], undefined);
  });

  it('keeps the last owner and says so', async () => {
    await assert.rejects(groups.removeOwner(oncology, owner.aadObjectId), { name: 'WorkspaceError', code: 'conflict' });

    assert.equal((await rolesIn())[owner.aadObjectId], 'owner');
  });

  it('says that a group or a person is gone where somebody is to be added, and removes nobody from what is gone', async () => {
    await assert.rejects(groups.addMember(nowhere, outsider.aadObjectId), { code: 'not-found' });
    await assert.rejects(groups.addOwner(oncology, nowhere), { code: 'not-found' });
    await groups.removeMember(nowhere, outsider.aadObjectId);
    for (const id of ['../..', 'a/b', '$ref', '?x', '#']) await groups.removeMember(oncology, id);

    assert.equal(Object.keys(await rolesIn()).length, 3);
  });

  it('tells what a person can do where Graph does not take a change', async () => {
    const table: [fault: { status?: number; [more: string]: unknown }, code: ErrorCode][] = [
      [{ status: 400, message: 'Cannot Update a mail-enabled security groups.' }, 'refused'],
      [{ status: 403 }, 'refused'],
      [{ status: 409 }, 'busy'],
      [{ status: 429, retryAfter: 30 }, 'throttled'],
      [{ status: 503 }, 'unavailable'],
      [{ drop: 'before' }, 'unavailable'],
    ];
    for (const [answer, code] of table) {
      await world.control('DELETE', '/faults');
      await fault({ ...answer, times: 2 });
      await assert.rejects(groups.addMember(oncology, outsider.aadObjectId), { name: 'WorkspaceError', code }, code);
      await world.control('DELETE', '/faults');
      await fault({ ...answer, times: 2 });
      await assert.rejects(groups.search('anna'), { code: answer.status === 400 ? 'invalid' : code });
    }
  });

  it('waits for nobody who asks it to slow down, and hands on for how long', async () => {
    await fault({ status: 429, retryAfter: 77 });

    await assert.rejects(groups.changes(oncology), { code: 'throttled', retryAfterSeconds: 77 });
    assert.equal((await calls()).length, 1);
  });

  it('does once what was answered into a cut connection', async () => {
    await fault({ drop: 'after', times: 1 });
    await groups.addMember(oncology, outsider.aadObjectId);
    await fault({ drop: 'midway', times: 1 });
    await groups.removeMember(oncology, outsider.aadObjectId);

    assert.equal((await rolesIn())[outsider.aadObjectId], undefined);
  });

  it('finds people by words of their name and by the beginning of their addresses, the likeliest first', async () => {
    const found = async (text: string, limit?: number) =>
      (await groups.search(text, limit)).map(({ aadObjectId }) => aadObjectId);

    assert.deepEqual(await found('anna'), ['anna', 'guest', 'annas']);
    assert.deepEqual(await found('ANNA', 1), ['anna']);
    assert.deepEqual(await found('größer anna'), ['guest']);
    assert.deepEqual(await found(researcher2.upn), [researcher2.aadObjectId]);
    assert.deepEqual(await found('researcher'), [researcher.aadObjectId, researcher2.aadObjectId]);
    assert.deepEqual(await found('nobody of this name'), []);
    assert.equal((await found('extra')).length, 10);
    assert.deepEqual(await groups.search('größer'), [
      {
        aadObjectId: 'guest',
        name: 'Anna-Lena Größer "the 2nd" \\ (guest)',
        userPrincipalName: 'guest@x.example',
        jobTitle: 'Visitor',
        isGuest: true,
      },
    ]);
    const [{ mail, department, isGuest } = assert.fail()] = await groups.search('zoe');
    assert.deepEqual([mail, department, isGuest], ['anna@x.example', 'Statistics', false]);
  });

  it('looks for any text as it stands, and for nothing where there is no word in it', async () => {
    const hostile = [
      '"the 2nd" \\',
      'anna" OR "displayName:extra',
      'R&D',
      "o'neil & sons?$top=1#",
      'a\ud800',
      'x'.repeat(5000),
      ')("',
    ];
    const found = [];
    for (const text of hostile) found.push((await groups.search(text)).map(({ aadObjectId }) => aadObjectId));

    assert.deepEqual(found.slice(0, 3), [['guest'], [], ['annas']]);
    await world.control('DELETE', '/requests');
    for (const text of ['', ' \n\t', '"', '\\', '&', '\u0000']) assert.deepEqual(await groups.search(text), []);
    assert.deepEqual(await calls(), []);
  });

  it('tells everybody first, and then who came and who left', async () => {
    const first = await changesSince();
    await groups.addMember(oncology, outsider.aadObjectId);
    await groups.removeMember(oncology, researcher.aadObjectId);
    await groups.addMember(oncology, owner2.aadObjectId);
    await groups.removeMember(oncology, owner2.aadObjectId);
    const second = await changesSince(first.link);
    await groups.addMember(genomics, outsider.aadObjectId);
    const third = await changesSince(second.link);
    await groups.addMember(oncology, researcher.aadObjectId);
    await groups.removeMember(oncology, outsider.aadObjectId);

    const members = ({ members: { added, removed } }: GroupChanges) => [added.map(({ name }) => name).sort(), removed];
    assert.deepEqual(members(first), [['Researcher', 'Researcher 2'], []]);
    assert.deepEqual(members(second), [['Outsider'], [researcher.aadObjectId]]);
    assert.deepEqual(members(third), [[], []]);
    assert.deepEqual(members(await changesSince(first.link)), [[], []], 'what is as it was is no news');
  });

  it('tells of owners as of members', async () => {
    const first = await changesSince();
    await groups.addOwner(oncology, owner2.aadObjectId);
    const second = await changesSince(first.link);
    await groups.addMember(oncology, outsider.aadObjectId);
    await groups.removeOwner(oncology, owner2.aadObjectId);
    const third = await changesSince(second.link);
    await groups.removeMember(oncology, outsider.aadObjectId);

    const owners = ({ owners: { added, removed } }: GroupChanges) => [added.map(({ name }) => name), removed];
    assert.deepEqual(owners(first), [['Owner'], []]);
    assert.deepEqual(owners(second), [['Owner 2'], []]);
    assert.deepEqual(owners(third), [[], [owner2.aadObjectId]]);
    assert.deepEqual(
      [second.members.added, third.members.added.map(({ name }) => name)],
      [[], ['Outsider']],
      'an owner is not a member for being one',
    );
  });

  it('begins anew where a link is too old, or is none', async () => {
    const { link } = await changesSince();
    await fault({ status: 410, code: 'resyncRequired' });
    assert.equal(await groups.changes(oncology, link), undefined);
    for (const other of ['', 'nonsense', 'https://graph.example/v1.0/groups/delta', `${world.azure.origin}/v1.0/users`])
      assert.equal(await groups.changes(oncology, other), undefined, other);

    await world.control('POST', '/tick', { advanceSeconds: 8 * 86_400 });
    assert.equal(await groups.changes(oncology, link), undefined);
    await fault({ status: 410, code: 'resyncRequired' });
    await assert.rejects(groups.changes(oncology), { code: 'unavailable' });
  });

  it('holds its links over a restart, and says where the group was deleted', async () => {
    const { link } = await changesSince();
    await groups.addMember(oncology, outsider.aadObjectId);
    await world.restart();
    const { members, link: next } = await changesSince(link);
    assert.deepEqual(members.added, [{ aadObjectId: outsider.aadObjectId, name: 'Outsider' }]);

    await world.call('DELETE', `/v1.0/groups/${oncology}`, { as: 'https://graph.microsoft.com' });
    await assert.rejects(groups.changes(oncology, next), { code: 'not-found' });
  });

  it('reads ten thousand people, as changes and as members, also where a page breaks off in its middle', async () => {
    await world.restart(crowdInto);
    await world.control('DELETE', '/requests');
    const changes = await groups.changes(crowd);
    const asked = (await calls()).length;
    await world.control('DELETE', '/requests');
    const members = await directory.members(crowd);

    assert.ok(changes);
    assert.equal(new Set(changes.members.added.map(({ aadObjectId }) => aadObjectId)).size, crowdSize);
    // Its owner is named, too.
    assert.equal(asked, 11 + 11);
    assert.equal(members.length, crowdSize + 1);
    assert.equal((await calls()).length, 11);

    await fault({ drop: 'midway', path: 'skiptoken', times: 1 });
    assert.equal((await directory.members(crowd)).length, crowdSize + 1);
    await fault({ drop: 'midway', path: 'skiptoken', times: 2 });
    await assert.rejects(groups.changes(crowd), { code: 'unavailable' });
    await fault({ drop: 'midway', path: 'skiptoken', times: 2 });
    await assert.rejects(directory.members(crowd), { code: 'unavailable' });
  });
});
