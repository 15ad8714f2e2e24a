import assert from 'node:assert/strict';
import { MemberDepartures } from '../../../services/members/member-departures.ts';
import { MemberWatch } from '../../../services/members/member-watch.ts';
import { WatchedDepartures } from '../../../services/members/member-watch-departures.ts';
import { KnownMembersStore } from '../../../services/members/member-watch-known.ts';
import {
  type MemberWatchRecord,
  memberWatchAddress,
  memberWatchRecord,
} from '../../../services/members/member-watch-record.ts';
import type { Person } from '../../../services/people/people.ts';
import { caller, owner, researcher, workspace } from '../../support/machine-samples.ts';
import { MachineWorld } from '../../support/machine-world.ts';

const oncology = workspace();
const group = oncology.groupId;

describe('what others change in who owns the group of a workspace', () => {
  let world: MachineWorld;
  let watch: MemberWatch;
  let known: KnownMembersStore;
  let told: string[];
  let decideNoMore: string[];

  beforeEach(async () => {
    world = await MachineWorld.start();
    [told, decideNoMore] = [[], []];
    world.directory.contacts.set(owner.aadObjectId, owner);
    world.directory.contacts.set(researcher.aadObjectId, researcher);
    world.directory.contacts.set('newcomer', {
      aadObjectId: 'newcomer',
      name: 'newcomer',
      mail: 'newcomer@labdesk.example',
    });
    world.followMembers();
    const { entra: groups, members, workspaces, changes, clock, store } = world;
    watch = new MemberWatch({ store, groups, members, workspaces, changes, clock });
    known = new KnownMembersStore(store);
    const departures = new (class extends MemberDepartures {
      override async decidesNoMore(...[where, person, key]: Parameters<MemberDepartures['decidesNoMore']>) {
        decideNoMore.push(person.aadObjectId);
        await super.decidesNoMore(where, person, key);
      }
    })(world);
    new WatchedDepartures({ store, members, departures, workspaces }).register(world.effects);
    world.effects.register<MemberWatchRecord>(memberWatchRecord, 'member.noticed', {
      handle: async ({ data }) => {
        told.push(`${data.to}`);
        return { done: true };
      },
    });
  });

  afterEach(async () => await world.stop());

  const record = async () => await world.changes.get(memberWatchRecord, memberWatchAddress(oncology.id));
  const names = (people: readonly Person[] = []) => people.map(({ name }) => name);
  const notices = async () =>
    ((await record())?.notices ?? []).map(({ added, removed, appointed, demoted }) => ({
      ...{ added: added.count, removed: removed.count },
      ...{ appointed: names(appointed?.people), demoted: names(demoted?.people) },
    }));
  const look = async () => {
    await watch.look(oncology);
    await world.clock.advance(5);
  };
  const disown = (person: string) => world.directory.ownerships.get(group)!.delete(person);
  const wants = async (verb: 'add' | 'appoint' | 'demote', person: string) => {
    const by = caller(owner, { oncology: 'owner' });
    const follower = { conversationId: 'a:owner', serviceUrl: 'https://smba.example/emea/' };
    await world.memberships.change(by, oncology, { verb, people: [person] }, { key: verb, via: 'card', follower });
    await world.clock.advance(5);
  };

  it('is noticed, recorded and told to who owns it then, once', async () => {
    await look();
    world.directory.owner(group, researcher.aadObjectId);
    await look();
    await look();

    assert.deepEqual(await notices(), [{ added: 0, removed: 0, appointed: ['Researcher'], demoted: [] }]);
    assert.deepEqual(told.toSorted(), [owner.aadObjectId, researcher.aadObjectId].toSorted());
    const [entry] = (await record())?.history ?? [];
    assert.deepEqual([entry?.what, entry?.detail], ['member.noticed', { added: 0, removed: 0, appointed: 1 }]);
  });

  it('counts at once, and who is no owner any more is asked no more and keeps what a member has', async () => {
    world.directory.owner(group, researcher.aadObjectId);
    await look();
    const by = caller(owner, { oncology: 'owner' });
    await world.assignments.assign(by, oncology, 'onc-r', researcher.aadObjectId, { key: 'assign', via: 'chat' });
    assert.equal((await world.members.rolesOf(researcher.aadObjectId)).workspaces.get('oncology'), 'owner');
    disown(researcher.aadObjectId);
    await look();

    assert.equal((await world.members.rolesOf(researcher.aadObjectId)).workspaces.get('oncology'), 'member');
    assert.deepEqual(await notices(), [{ added: 0, removed: 0, appointed: [], demoted: ['Researcher'] }]);
    assert.deepEqual([decideNoMore, told], [[researcher.aadObjectId], [owner.aadObjectId]]);
    assert.equal((await world.record('onc-r'))?.assignee?.aadObjectId, researcher.aadObjectId);
    assert.deepEqual((await known.get(oncology.id))?.document.leaving, []);
  });

  it('is not what was asked for here, and is where it is undone by others', async () => {
    await look();
    await wants('appoint', researcher.aadObjectId);
    await look();
    assert.equal(await record(), undefined);
    disown(researcher.aadObjectId);
    await look();
    assert.equal(await record(), undefined, 'Graph may tell it late');
    await world.clock.advance(3601);
    await look();

    assert.deepEqual(await notices(), [{ added: 0, removed: 0, appointed: [], demoted: ['Researcher'] }]);
    await wants('add', 'newcomer');
    world.directory.owner(group, 'newcomer');
    await look();
    assert.deepEqual((await notices())[0]?.appointed, ['newcomer'], 'adding somebody is not about owners');
  });

  it('is learned, and told of nobody, where owners were not looked at before', async () => {
    await look();
    await known.amend(oncology.id, () => ({ owners: undefined }));
    world.directory.owner(group, researcher.aadObjectId);
    world.directory.member(group, 'newcomer');
    await look();

    assert.deepEqual(await notices(), [{ added: 1, removed: 0, appointed: [], demoted: [] }]);
    assert.deepEqual(
      (await known.get(oncology.id))?.document.owners?.ids.toSorted(),
      [owner.aadObjectId, researcher.aadObjectId].toSorted(),
    );
  });
});
