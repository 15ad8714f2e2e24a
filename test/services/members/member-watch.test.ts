import assert from 'node:assert/strict';
import { pino } from 'pino';
import { WorkspaceError } from '../../../services/errors.ts';
import { machineRecord } from '../../../services/machines/machine-record.ts';
import { MemberDepartures } from '../../../services/members/member-departures.ts';
import { MemberWatch } from '../../../services/members/member-watch.ts';
import { WatchedDepartures } from '../../../services/members/member-watch-departures.ts';
import { KnownMembersStore } from '../../../services/members/member-watch-known.ts';
import { memberWatchAddress, memberWatchRecord } from '../../../services/members/member-watch-record.ts';
import { MemberWatchSweep } from '../../../services/members/member-watch-sweep.ts';
import { DocumentForgetting } from '../../../services/retention/document-forgetting.ts';
import { WriteConflict } from '../../../services/store/store.ts';
import { caller, owner, researcher, workspace } from '../../support/machine-samples.ts';
import { MachineWorld } from '../../support/machine-world.ts';

const oncology = workspace();
const group = oncology.groupId;
const newcomer = { aadObjectId: 'newcomer', name: 'Researcher 3', mail: 'researcher3@labdesk.example' };

describe('what others change in the group of a workspace', () => {
  let world: MachineWorld;
  let watch: MemberWatch;
  let sweep: MemberWatchSweep;
  let known: KnownMembersStore;
  let told: string[];

  beforeEach(async () => {
    world = await MachineWorld.start();
    told = [];
    world.directory.contacts.set(newcomer.aadObjectId, newcomer);
    world.directory.contacts.set(researcher.aadObjectId, researcher);
    world.followMembers();
    const { entra: groups, members, workspaces, changes, clock, store } = world;
    watch = new MemberWatch({ store, groups, members, workspaces, changes, clock });
    sweep = new MemberWatchSweep({ watch, workspaces, changes, clock, log: pino({ level: 'silent' }) });
    known = new KnownMembersStore(store);
    sweep.register(world.effects);
    const departures = new MemberDepartures(world);
    new WatchedDepartures({ store, members, departures, workspaces }).register(world.effects);
    world.hear(memberWatchRecord, ['member.noticed'], ({ data }) => told.push(`${data.to} ${data.notice}`));
    world.ledger.register(world.effects, [memberWatchRecord]);
  });

  afterEach(async () => await world.stop());

  const record = async () => await world.changes.get(memberWatchRecord, memberWatchAddress(oncology.id));
  const notices = async () =>
    ((await record())?.notices ?? []).map(({ added, removed }) => [
      added.people.map(({ name }) => name),
      removed.people.map(({ name }) => name),
    ]);
  const look = async () => {
    await watch.look(oncology);
    await world.clock.advance(5);
  };
  const wants = async (verb: 'add' | 'remove', person: string) => {
    const by = caller(owner, { oncology: 'owner' });
    const follower = { conversationId: 'a:owner', serviceUrl: 'https://smba.example/emea/' };
    const wish = { verb, people: [person] };
    await world.memberships.change(by, oncology, wish, { key: `${verb} ${person}`, via: 'card', follower });
    await world.clock.advance(5);
  };

  it('is learned at the first look, and noticed, recorded and told once after it', async () => {
    await look();
    assert.equal(await record(), undefined);
    await look();
    world.directory.member(group, newcomer.aadObjectId);
    world.directory.member(group, 'unknown-to-all');
    for (let times = 0; times < 3; times += 1) await look();

    const document = await record();
    assert.deepEqual(await notices(), [[['Researcher 3', 'unknown-to-all'], []]]);
    assert.deepEqual(told, [`${owner.aadObjectId} ${document?.notices[0]?.id}`]);
    const [entry] = document?.history ?? [];
    assert.deepEqual([entry?.what, entry?.detail], ['member.noticed', { added: 2, removed: 0 }]);
    assert.doesNotMatch(JSON.stringify(document?.history), /newcomer|Researcher 3/);
    await world.clock.advance(10);
    const { items } = await world.store.list({ partition: 'ledger/oncology', kind: 'ledger' });
    assert.ok(items.some(({ document: each }) => JSON.stringify(each).includes('member.noticed')));
  });

  it('parts whoever left from their things, and forgets what was heard of them, unless they own it', async () => {
    const by = caller(owner, { oncology: 'owner' });
    await world.assignments.assign(by, oncology, 'onc-r', researcher.aadObjectId, { key: 'assign', via: 'chat' });
    await world.assignments.assign(by, oncology, 'onc-python', owner.aadObjectId, { key: 'own', via: 'chat' });
    world.directory.member(group, owner.aadObjectId);
    await look();
    assert.equal((await world.members.rolesOf(researcher.aadObjectId)).workspaces.get('oncology'), 'member');
    world.directory.memberships.get(group)!.clear();
    await look();

    assert.equal((await world.members.rolesOf(researcher.aadObjectId)).workspaces.get('oncology'), undefined);
    const document = await world.changes.get(machineRecord, { partition: 'workspace/oncology', id: 'machine/onc-r' });
    assert.equal(document?.assignee, undefined);
    assert.match(document?.history.at(-1)?.why ?? '', /^Researcher is no longer a member of Oncology/);
    assert.equal((await world.record('onc-python'))?.assignee?.aadObjectId, owner.aadObjectId);
    assert.deepEqual((await known.get(oncology.id))?.document.leaving, []);
    assert.deepEqual((await record())?.notices[0]?.removed.count, 2);
  });

  it('is not what was asked for here, also where Graph tells of it late', async () => {
    await look();
    await wants('add', newcomer.aadObjectId);
    world.entra.lookFailures.push(new WorkspaceError('unavailable', 'Half a page.'));
    await assert.rejects(look(), { code: 'unavailable' });
    await world.clock.advance(2 * 3600);
    await look();
    await wants('remove', newcomer.aadObjectId);
    // As Graph told it a while ago.
    world.directory.member(group, newcomer.aadObjectId);
    await look();
    world.directory.leave(group, newcomer.aadObjectId);
    await look();
    assert.equal(await record(), undefined);

    await world.clock.advance(2 * 3600);
    world.directory.member(group, newcomer.aadObjectId);
    await look();
    assert.deepEqual(await notices(), [[['Researcher 3'], []]]);
  });

  it('is noticed also of somebody who was just changed here, once Graph cannot be late any more', async () => {
    await look();
    await wants('remove', researcher.aadObjectId);
    await wants('add', newcomer.aadObjectId);
    world.directory.member(group, researcher.aadObjectId);
    world.directory.leave(group, newcomer.aadObjectId);
    await look();
    assert.equal(await record(), undefined);
    await world.clock.advance(3601);
    await look();
    await look();

    assert.deepEqual(await notices(), [[['Researcher'], ['Researcher 3']]]);
    assert.equal(told.length, 1);
  });

  it('is found again where everything has to be read anew, and neither lost nor told twice', async () => {
    await look();
    world.directory.member(group, newcomer.aadObjectId);
    await look();
    world.entra.forgetLinks();
    await look();
    assert.equal((await notices()).length, 1);
    world.directory.leave(group, researcher.aadObjectId);
    world.entra.forgetLinks();
    await look();
    await look();

    assert.deepEqual(await notices(), [
      [[], ['Researcher']],
      [['Researcher 3'], []],
    ]);
    assert.equal(told.length, 2);
  });

  it('is told once wherever a look breaks off', async () => {
    await look();
    world.directory.member(group, newcomer.aadObjectId);
    world.directory.isDown = true;
    await assert.rejects(look(), { code: 'unavailable' });
    assert.equal((await known.get(oncology.id))?.document.found?.added[0], newcomer.aadObjectId);
    world.directory.isDown = false;
    await look();
    assert.deepEqual([told.length, (await known.get(oncology.id))?.document.found], [1, undefined]);

    // It was put on record, and the process died before it wrote that down.
    const { notices: [notice] = [] } = (await record())!;
    const found = { id: notice!.id, at: notice!.at, added: [newcomer.aadObjectId], removed: [] };
    await known.amend(oncology.id, () => ({ found }));
    await look();
    assert.deepEqual([told.length, (await known.get(oncology.id))?.document.found], [1, undefined]);

    world.directory.member(group, 'another');
    const both = await Promise.allSettled([watch.look(oncology), watch.look(oncology)]);
    await world.clock.advance(5);
    assert.ok(both.some(({ status }) => status === 'fulfilled'));
    for (const result of both) if (result.status === 'rejected') assert.ok(result.reason instanceof WriteConflict);
    assert.equal(told.length, 2);
  });

  it('is no news while a workspace is closed, nor what was done to it meanwhile', async () => {
    await look();
    await world.workspaces.amend(oncology.id, { archivedAt: '2026-03-02T10:00:00.000Z' });
    world.directory.memberships.get(group)!.clear();
    // Another instance does not know yet that it is closed.
    await look();
    await watch.look({ ...oncology, archivedAt: '2026-03-02T10:00:00.000Z' });
    assert.equal(await known.get(oncology.id), undefined);
    await world.workspaces.amend(oncology.id, { archivedAt: undefined });
    world.directory.member(group, newcomer.aadObjectId);
    await look();

    assert.deepEqual([await record(), told], [undefined, []]);
  });

  it('is looked for every five minutes in all workspaces, and again soon where Graph was throttled', async () => {
    await sweep.start();
    await sweep.start();
    await world.clock.advance(299);
    assert.equal(world.entra.looks, 0);
    await world.clock.advance(2);
    assert.equal(world.entra.looks, 2);
    world.directory.member(group, newcomer.aadObjectId);
    for (let times = 0; times < 4; times += 1)
      world.entra.lookFailures.push(new WorkspaceError('throttled', 'Wait.', { retryAfterSeconds: 40 }));
    await world.clock.advance(300);
    assert.equal(told.length, 0);
    await world.clock.advance(120);
    assert.equal(told.length, 1);

    world.entra.lookFailures.push(new WorkspaceError('not-found', 'The group is gone.'));
    const before = world.entra.looks;
    await world.clock.advance(600);
    assert.equal(world.entra.looks, before + 4);
  });

  it('keeps no name of somebody who is forgotten, and the count', async () => {
    await look();
    world.directory.member(group, newcomer.aadObjectId);
    await look();
    await world.clock.advance(10);
    const forgetting = new DocumentForgetting(world.store, world.changes);
    const signal = new AbortController().signal;
    await forgetting.look([oncology], newcomer.aadObjectId, 'forget', undefined, signal);

    assert.doesNotMatch(JSON.stringify(await record()), /newcomer|Researcher 3/);
    assert.equal((await record())?.notices[0]?.added.count, 1);
  });

  it('is one notice for ten thousand people, of whom it names five', async () => {
    await look();
    for (let index = 0; index < 10_000; index += 1) world.directory.memberships.get(group)!.add(`person-${index}`);
    await look();

    const [notice] = (await record())?.notices ?? [];
    assert.deepEqual([notice?.added.count, notice?.added.people.length, told.length], [10_000, 5, 1]);
    world.entra.forgetLinks();
    await look();
    assert.equal((await record())?.notices.length, 1);
  });
});
