import assert from 'node:assert/strict';
import { WorkspaceError } from '../../../services/errors.ts';
import { machineRecord } from '../../../services/machines/machine-record.ts';
import { type MemberVerb, membersAddress, workspaceMembers } from '../../../services/members/member-record.ts';
import type { Caller } from '../../../services/people/people.ts';
import { dataRequest } from '../../../services/requests/request.ts';
import { admin, caller, owner, researcher, workspace } from '../../support/machine-samples.ts';
import { MachineWorld } from '../../support/machine-world.ts';
import { dataRequest as openRequest } from '../../support/request-samples.ts';

const oncology = workspace();
const group = oncology.groupId;
const newcomer = { aadObjectId: 'newcomer', name: 'Researcher 3', mail: 'researcher3@labdesk.example' };
const guest = { aadObjectId: 'guest', name: 'Guest', mail: 'guest@partner.example', isGuest: true };
let keys = 0;

describe('the members of a workspace', () => {
  let world: MachineWorld;
  let told: string[];
  const by = {
    owner: caller(owner, { oncology: 'owner' }),
    researcher: caller(researcher, { oncology: 'member' }),
    admin: caller(admin, {}, { admin: true }),
  };

  beforeEach(async () => {
    world = await MachineWorld.start();
    told = [];
    world.directory.member('admins', admin.aadObjectId);
    for (const person of [newcomer, guest]) world.directory.contacts.set(person.aadObjectId, person);
    world.followMembers();
    world.topUps.register(world.effects);
    world.hear(workspaceMembers, ['member.card', 'member.tell'], ({ kind, data }) =>
      told.push(`${kind} ${data.to ?? data.change}`),
    );
    world.hear(dataRequest, ['card.show', 'line.tell', 'request.nudge']);
  });

  afterEach(async () => await world.stop());

  async function wants(who: Caller, verb: MemberVerb, people: string[], key = `key ${++keys}`) {
    const follower = { conversationId: 'a:owner', serviceUrl: 'https://smba.example/emea/' };
    const change = await world.memberships.change(who, oncology, { verb, people }, { key, via: 'card', follower });
    await world.clock.advance(5);
    return await read(change.key);
  }

  async function read(key: string) {
    const document = await world.changes.get(workspaceMembers, membersAddress(oncology.id));
    return document?.changes.find((change) => change.key === key);
  }

  const roleOf = async (id: string) => (await world.members.rolesOf(id)).workspaces.get(oncology.id);

  it('are added several at once, see the workspace at once, and are told', async () => {
    assert.equal(await roleOf(newcomer.aadObjectId), undefined);
    world.directory.contacts.set('fourth', { aadObjectId: 'fourth', name: 'Researcher 4' });
    const change = await wants(by.owner, 'add', [newcomer.aadObjectId, 'fourth']);

    assert.deepEqual(
      change?.tasks.map(({ person, state }) => [person.name, state]),
      [
        ['Researcher 3', 'done'],
        ['Researcher 4', 'done'],
      ],
    );
    assert.equal(await roleOf(newcomer.aadObjectId), 'member');
    assert.deepEqual(told.toSorted(), [`member.card ${change?.key}`, 'member.tell fourth', 'member.tell newcomer']);
    const document = await world.changes.get(workspaceMembers, membersAddress(oncology.id));
    assert.equal(document?.state, 'settled');
    assert.equal(document?.history[0]?.why, 'Researcher 3, Researcher 4');
    assert.doesNotMatch(JSON.stringify(document?.history.map(({ detail }) => detail)), /newcomer|Researcher/);
  });

  it('are made owners, who are members too, and members again', async () => {
    await wants(by.admin, 'appoint', [newcomer.aadObjectId]);
    assert.equal(await roleOf(newcomer.aadObjectId), 'owner');
    assert.ok(world.directory.memberships.get(group)?.has(newcomer.aadObjectId));
    await wants(by.owner, 'demote', [newcomer.aadObjectId]);
    assert.equal(await roleOf(newcomer.aadObjectId), 'member');
    await assert.rejects(wants(by.owner, 'demote', [newcomer.aadObjectId]), { code: 'conflict' });
  });

  it('are twenty at once at most', async () => {
    const many = Array.from({ length: 21 }, (_, index) => `person ${index}`);
    const message = 'These are 21 people. Name at most 20 at once.';
    await assert.rejects(wants(by.owner, 'add', many), { code: 'invalid', message });
  });

  it('are managed by owners and admins alone, as the directory says at that moment', async () => {
    await assert.rejects(wants(by.researcher, 'add', [newcomer.aadObjectId]), { code: 'forbidden' });
    world.directory.owner(group, newcomer.aadObjectId);
    world.directory.ownerships.get(group)!.delete(owner.aadObjectId);
    await assert.rejects(wants(by.owner, 'remove', [researcher.aadObjectId]), { code: 'not-found' });
    assert.deepEqual(world.entra.calls, []);
  });

  it('never lose their last owner, whoever asks, and also where the directory alone knows', async () => {
    await assert.rejects(wants(by.owner, 'remove', [owner.aadObjectId]), { message: /last owner of Oncology/ });
    await assert.rejects(wants(by.admin, 'demote', [owner.aadObjectId]), { message: /last owner of Oncology/ });

    await wants(by.owner, 'appoint', [newcomer.aadObjectId]);
    const both = ['first', 'second'].map(async (key, index) => {
      const person = [owner, newcomer][index]!.aadObjectId;
      const follower = { conversationId: 'a', serviceUrl: 'https://smba.example/' };
      const wish = { verb: 'remove' as const, people: [person] };
      await world.memberships.change(by.admin, oncology, wish, { key, via: 'card', follower });
    });
    await world.clock.advance(10);
    await Promise.all(both);
    await world.clock.advance(10);
    const ends = [await read('first'), await read('second')].map((change) => change?.tasks[0]);
    assert.deepEqual(ends.map((task) => task?.state).toSorted(), ['done', 'failed']);
    assert.match(ends.find((task) => task?.problem)?.problem ?? '', /last owner of Oncology/);
    assert.equal(world.directory.ownerships.get(group)?.size, 1);
  });

  it('are no guests where the workspace takes none', async () => {
    await assert.rejects(wants(by.owner, 'add', [guest.aadObjectId]), {
      code: 'forbidden',
      message: /takes no guests/,
    });
    const open = { ...oncology, members: { guests: true } };
    const [meant] = await world.memberships.weigh(by.owner, open, { verb: 'add', people: [guest.aadObjectId] });
    assert.equal(meant?.isGuest, true);
  });

  it('get into no group that makes reviewers or admins, whoever asks', async () => {
    for (const groupId of ['admins', 'reviewers'])
      for (const who of [by.owner, by.admin]) {
        const trap = workspace('oncology', { groupId });
        const wish = { verb: 'add' as const, people: [newcomer.aadObjectId] };
        await assert.rejects(world.memberships.weigh(who, trap, wish), { code: 'refused' });
      }
  });

  it('get into no group that is in one that makes reviewers or admins, also where it came to be since', async () => {
    const { directory, entra } = world;
    const refusal = { code: 'refused', message: /makes reviewers or admins, .*Ask an admin to take it out/ };
    for (const verb of ['add', 'appoint'] as const) {
      directory.outerGroups.set(group, new Set(['between', 'reviewers']));
      await assert.rejects(wants(by.owner, verb, [newcomer.aadObjectId]), refusal);
      await assert.rejects(wants(by.admin, verb, [newcomer.aadObjectId]), refusal);
    }
    assert.deepEqual([entra.calls, await roleOf(newcomer.aadObjectId)], [[], undefined]);

    directory.outerGroups.clear();
    entra.failures.push(new WorkspaceError('throttled', 'Wait.', { retryAfterSeconds: 20 }));
    const { key } = (await wants(by.owner, 'add', [newcomer.aadObjectId]))!;
    directory.outerGroups.set(group, new Set(['admins']));
    await world.clock.advance(120);
    assert.match((await read(key))?.tasks[0]?.problem ?? '', refusal.message);
    assert.deepEqual([entra.calls.length, await roleOf(newcomer.aadObjectId)], [1, undefined]);
  });

  it('are not removed from such a group either, whose admins and reviewers would be dismissed with that', async () => {
    const { directory, entra } = world;
    const refusal = { code: 'refused', message: /makes reviewers or admins, .*Ask an admin to take it out/ };
    directory.outerGroups.set(group, new Set(['admins']));
    await assert.rejects(wants(by.owner, 'remove', [researcher.aadObjectId]), refusal);
    assert.deepEqual(entra.calls, []);
    assert.equal(await roleOf(researcher.aadObjectId), 'member');
  });

  it('cost one more question at a change, and none at a look', async () => {
    const { directory, memberships } = world;
    await memberships.weigh(by.owner, oncology, { verb: 'add', people: [newcomer.aadObjectId] });
    assert.equal(directory.askedForOuter, 0);
    await wants(by.owner, 'add', [newcomer.aadObjectId]);
    assert.equal(directory.askedForOuter, 2, 'once when it was decided, once when it was done');
  });

  it('are changed in the end where the directory is throttled, and told once', async () => {
    for (let times = 0; times < 3; times += 1)
      world.entra.failures.push(new WorkspaceError('throttled', 'Wait.', { retryAfterSeconds: 20 }));
    const change = await wants(by.owner, 'add', [newcomer.aadObjectId]);
    assert.equal(change?.tasks[0]?.state, 'pending');
    assert.deepEqual(told, []);
    await world.clock.advance(120);

    assert.equal((await read(change!.key))?.tasks[0]?.state, 'done');
    assert.deepEqual(told.toSorted(), [`member.card ${change?.key}`, 'member.tell newcomer']);
  });

  it('read on the card why somebody could not be added, while the others are', async () => {
    world.directory.contacts.set('fourth', { aadObjectId: 'fourth', name: 'Researcher 4' });
    world.entra.failures.push(new WorkspaceError('refused', 'Labdesk may not change this group. Tell an admin.'));
    const change = await wants(by.owner, 'add', [newcomer.aadObjectId, 'fourth']);

    assert.deepEqual(change?.tasks.map(({ state }) => state).toSorted(), ['done', 'failed']);
    assert.match(change?.tasks.find(({ problem }) => problem)?.problem ?? '', /may not change this group/);
  });

  it('are changed once, however often it is asked', async () => {
    await Promise.all([wants(by.owner, 'add', [newcomer.aadObjectId], 'same'), world.clock.advance(3)]);
    await wants(by.owner, 'add', [newcomer.aadObjectId], 'same');

    assert.deepEqual(world.entra.calls, [`addMember ${group} newcomer`]);
    assert.equal(told.filter((line) => line === 'member.tell newcomer').length, 1);
  });

  it('leave nothing open behind: requests are withdrawn, machines are free, nobody waits for their word', async () => {
    const leaving = caller(newcomer, { oncology: 'owner' });
    await wants(by.owner, 'appoint', [newcomer.aadObjectId]);
    await world.assignments.assign(by.owner, oncology, 'onc-r', newcomer.aadObjectId, { key: 'assign', via: 'chat' });
    assert.equal((await world.record('onc-r'))?.assignee?.name, newcomer.aadObjectId);
    await world.budgets.set(by.admin, oncology, { amount: '1000', currency: 'EUR' }, { key: 'budget', via: 'chat' });
    const wish = { amount: '5', reason: 'two more weeks' };
    const asked = await world.topUps.ask(leaving, oncology, wish, { key: 'ask', via: 'chat' });
    await world.clock.advance(5);
    await wants(by.owner, 'remove', [newcomer.aadObjectId]);

    const request = await world.requests.get(by.admin, `oncology-${asked.number}`);
    assert.equal(request.state, 'withdrawn');
    assert.match(request.history.at(-1)?.why ?? '', /no longer a member of Oncology/);
    const record = await world.changes.get(machineRecord, { partition: 'workspace/oncology', id: 'machine/onc-r' });
    assert.equal(record?.assignee, undefined);
    assert.equal(await roleOf(newcomer.aadObjectId), undefined);
  });

  it('decide no more once they are no owners: others do, or the next in line is asked', async () => {
    await wants(by.owner, 'appoint', [newcomer.aadObjectId]);
    const asked = (id: string) => ({ aadObjectId: id, name: id, as: 'owner' as const });
    const listing = { person: researcher.aadObjectId, group: 'Pending' };
    for (const [number, approvers] of [
      [1, [asked(owner.aadObjectId), asked(newcomer.aadObjectId)]],
      [2, [asked(newcomer.aadObjectId)]],
    ] as const)
      await world.store.create(
        openRequest('in_review', {
          ...{ id: `request/${number}`, number, approvers, claimedBy: undefined },
          listing: { order: `00000000${number}`, ...listing },
        }),
      );
    const escalated: string[] = [];
    world.hear(dataRequest, ['request.escalate'], (_, { id }) => escalated.push(id));
    await wants(by.owner, 'demote', [newcomer.aadObjectId]);
    await world.clock.advance(5);

    const first = await world.changes.get(dataRequest, { partition: 'workspace/oncology', id: 'request/1' });
    assert.deepEqual(
      first?.approvers.map(({ aadObjectId }) => aadObjectId),
      [owner.aadObjectId],
    );
    assert.match(first?.history.at(-1)?.why ?? '', /no longer an owner of Oncology/);
    assert.deepEqual(escalated, ['request/2']);
  });
});
