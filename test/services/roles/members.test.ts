import assert from 'node:assert/strict';
import { Members } from '../../../services/roles/members.ts';
import { WorkspaceDirectory } from '../../../services/workspaces/workspace-directory.ts';
import { admin, caller, owner, researcher, workspace } from '../../support/machine-samples.ts';
import { SimulatedDirectory } from '../../support/simulated-directory.ts';
import { MemoryStore } from '../effects/world/memory-store.ts';
import { SimulatedClock } from '../effects/world/simulated-clock.ts';

const { aadObjectId } = researcher;

describe('Members', () => {
  const oncology = workspace();
  let clock: SimulatedClock;
  let directory: SimulatedDirectory;
  let members: Members;

  beforeEach(async () => {
    clock = new SimulatedClock();
    directory = new SimulatedDirectory();
    const workspaces = new WorkspaceDirectory(new MemoryStore(clock), clock);
    await workspaces.register([oncology, workspace('genomics')]);
    members = new Members(directory, workspaces, { reviewers: 'reviewers', admins: 'admins' }, clock);
    directory.member('group-oncology', aadObjectId);
    directory.owner('group-oncology', owner.aadObjectId);
  });

  it('take roles from groups: of workspaces, of reviewers, of admins', async () => {
    directory.member('group-genomics', owner.aadObjectId);
    directory.member('reviewers', owner.aadObjectId);
    directory.member('admins', admin.aadObjectId);
    directory.member('some other group', aadObjectId);

    const [member, both, boss] = await Promise.all(
      [researcher, owner, admin].map((person) => members.rolesOf(person.aadObjectId)),
    );

    assert.deepEqual(member, {
      admin: false,
      reviewer: false,
      workspaces: new Map([['oncology', 'member']]),
      checkedAt: clock.now(),
    });
    assert.deepEqual([...(both?.workspaces ?? [])].sort(), [
      ['genomics', 'member'],
      ['oncology', 'owner'],
    ]);
    assert.deepEqual([both?.reviewer, both?.admin, boss?.admin, boss?.workspaces.size], [true, false, true, 0]);
  });

  it('make an owner of somebody who is owner and member, and nothing of who merely owns the group of admins', async () => {
    directory.member('group-oncology', owner.aadObjectId);
    directory.owner('admins', owner.aadObjectId);

    const roles = await members.rolesOf(owner.aadObjectId);

    assert.equal(roles.workspaces.get('oncology'), 'owner');
    assert.equal(roles.admin, false);
  });

  it('ask again after a minute, so that who left is out by then', async () => {
    await members.rolesOf(aadObjectId);
    directory.leave('group-oncology', aadObjectId);

    await clock.advance(59);
    assert.equal((await members.rolesOf(aadObjectId)).workspaces.size, 1);
    assert.equal(directory.asked, 1);
    await clock.advance(1);
    assert.equal((await members.rolesOf(aadObjectId)).workspaces.size, 0);
    assert.equal(directory.asked, 2);
  });

  it('ask at once for a decision', async () => {
    await members.rolesOf(aadObjectId);
    directory.leave('group-oncology', aadObjectId);

    assert.equal((await members.rolesNow(aadObjectId)).workspaces.size, 0);
  });

  it('are of the moment when the directory was asked, however long it takes to answer', async () => {
    const askedAt = clock.now();
    const answer = directory.groupsOf.bind(directory);
    directory.groupsOf = async (id) => {
      const groups = await answer(id);
      await clock.advance(3);
      return groups;
    };

    const { checkedAt } = await members.rolesOf(aadObjectId);

    assert.deepEqual(checkedAt, askedAt);
  });

  it('ask once for all who wait for the same answer', async () => {
    await Promise.all(Array.from({ length: 20 }, () => members.rolesOf(aadObjectId)));
    await clock.advance(60);
    await Promise.all(Array.from({ length: 20 }, () => members.rolesOf(aadObjectId)));

    assert.equal(directory.asked, 2);
  });

  it('hand on that the directory is down, and ask again at the next turn', async () => {
    directory.isDown = true;
    const asked = await Promise.allSettled(Array.from({ length: 3 }, () => members.rolesOf(aadObjectId)));
    directory.isDown = false;

    assert.deepEqual(
      asked.map(({ status }) => status),
      Array(3).fill('rejected'),
    );
    assert.equal((await members.rolesOf(aadObjectId)).workspaces.get('oncology'), 'member');
  });

  it('go on with what was heard less than a minute ago while the directory is down', async () => {
    await members.rolesOf(aadObjectId);
    directory.isDown = true;

    await clock.advance(30);
    assert.equal((await members.rolesOf(aadObjectId)).workspaces.size, 1);
    await clock.advance(30);
    await assert.rejects(members.rolesOf(aadObjectId), { code: 'unavailable' });
  });

  it('list the people of a workspace to those in it, at most a minute old', async () => {
    const inside = caller(researcher, { oncology: 'member' });
    const first = await members.list(inside, oncology);
    directory.member('group-oncology', 'new');

    assert.deepEqual(
      first.map((person) => person.aadObjectId),
      [owner.aadObjectId, aadObjectId],
    );
    assert.equal((await members.list(inside, oncology)).length, 2);
    await clock.advance(60);
    assert.equal((await members.list(inside, oncology)).length, 3);
  });

  it('refuse the list to reviewers, and know no such workspace for outsiders, without asking the directory', async () => {
    await assert.rejects(members.list(caller(admin, {}, { reviewer: true }), oncology), { code: 'forbidden' });
    await assert.rejects(members.list(caller(researcher, { genomics: 'owner' }), oncology), { code: 'not-found' });

    assert.equal(directory.asked, 0);
  });

  it('list people again after a failure', async () => {
    const inside = caller(researcher, { oncology: 'member' });
    directory.isDown = true;
    await assert.rejects(members.list(inside, oncology), { code: 'unavailable' });
    directory.isDown = false;

    assert.equal((await members.list(inside, oncology)).length, 2);
  });

  it('tell the owners of a workspace and the admins as the directory has them this moment', async () => {
    directory.member('admins', admin.aadObjectId);
    directory.owner('admins', owner.aadObjectId);

    const ids = (people: readonly { aadObjectId: string }[]) => people.map((person) => person.aadObjectId);
    assert.deepEqual(ids(await members.owners(oncology)), [owner.aadObjectId]);
    assert.deepEqual(ids(await members.admins()), [admin.aadObjectId]);
    directory.leave('group-oncology', owner.aadObjectId);
    assert.deepEqual(await members.owners(oncology), []);
  });

  it('take somebody for away while their mailbox says so, and for there where it cannot be asked', async () => {
    const at = (days: number) => new Date(clock.now().getTime() + days * 86_400_000);
    directory.absences.set('always', {});
    directory.absences.set('soon', { from: at(1), until: at(3) });

    assert.deepEqual(await Promise.all(['always', 'soon', 'here'].map((id) => members.isAway(id))), [
      true,
      false,
      false,
    ]);
    await clock.advance(2 * 86_400);
    assert.equal(await members.isAway('soon'), true);
    await clock.advance(86_400);
    assert.equal(await members.isAway('soon'), false);
    directory.isDown = true;
    assert.equal(await members.isAway('always'), false);
  });
});
