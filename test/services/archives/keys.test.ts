import assert from 'node:assert/strict';
import { WorkspaceError } from '../../../services/errors.ts';
import { ArchiveWorld, chief, deputy, second } from '../../support/archive-world.ts';
import { admin, caller, owner, researcher } from '../../support/machine-samples.ts';

const refusal = (code: WorkspaceError['code'], pattern: RegExp) => (error: unknown) =>
  error instanceof WorkspaceError && error.code === code && pattern.test(error.message);

describe('WorkspaceArchives', () => {
  let world: ArchiveWorld;

  beforeEach(async () => {
    world = await ArchiveWorld.start();
  });
  afterEach(() => world.stop());

  it('shows what is open before anything happens, and changes nothing for another name', async () => {
    const { archive, survey } = await world.archives.look(chief, await world.place());

    assert.equal(archive, undefined);
    assert.deepEqual(survey, {
      ...{ requests: 0, exports: 0, schedules: 0 },
      people: { owners: 1, members: 1 },
      machines: { all: 2, running: 1 },
      storage: { files: 7, bytes: 70 },
      cost: { all: [], month: [] },
    });
    const place = await world.place();
    await assert.rejects(
      world.archives.propose(chief, place, { ...world.command(), word: 'Genomics' }),
      refusal('invalid', /Type "Oncology"/),
    );
    assert.equal(await world.archives.of('oncology'), undefined);
  });

  it('is for admins alone, and needs two of them', async () => {
    const place = await world.place();
    const command = { ...world.command(), word: 'oncology' };
    await assert.rejects(
      world.archives.propose(caller(owner, { oncology: 'owner' }), place, command),
      refusal('forbidden', /Only admins/),
    );
    world.base.directory.leave('admins', second.aadObjectId);
    await assert.rejects(world.archives.propose(chief, place, command), refusal('conflict', /only admin/));
  });

  it('closes nothing whose resource group or group is also of another workspace', async () => {
    for (const shared of [
      { resourceGroup: 'RG-Oncology' },
      { resourceGroup: 'rg-genomics', groupId: 'group-oncology' },
    ]) {
      await world.base.workspaces.amend('genomics', shared);
      await assert.rejects(world.propose(), refusal('refused', /together with Genomics/));
    }
    await world.base.workspaces.amend('oncology', { groupId: 'admins' });
    await assert.rejects(world.propose(), refusal('refused', /makes reviewers or admins/));
  });

  it('takes no second key from whoever turned the first', async () => {
    await world.propose();
    await assert.rejects(world.confirm(chief), refusal('forbidden', /another admin has to turn the second/));

    assert.equal((await world.after(60)).state, 'proposed');
    assert.equal((await world.place()).archivedAt, undefined);
    assert.deepEqual(world.told, [`card proposed ${second.aadObjectId}`, `line proposed ${owner.aadObjectId}`]);
  });

  it('takes no second key from somebody who is no admin any more, and none beside a first one of such', async () => {
    await world.propose();
    world.base.directory.leave('admins', second.aadObjectId);
    await assert.rejects(world.confirm(deputy), refusal('forbidden', /Only admins/));
    world.base.directory.member('admins', second.aadObjectId);
    world.base.directory.leave('admins', admin.aadObjectId);
    await assert.rejects(world.confirm(deputy), refusal('conflict', /no admin any more/));

    assert.equal((await world.after(60)).state, 'proposed');
  });

  it('can be refused, and taken back by whoever began, and a card of an earlier proposal decides nothing', async () => {
    await world.propose();
    const place = await world.place();
    await world.archives.drop(deputy, place, { ...world.command(), round: 1 });
    assert.deepEqual((await world.document()).dropped, { by: second, how: 'refused' });
    await world.propose();
    assert.equal((await world.confirm(deputy, 1)).state, 'proposed');
    await world.archives.drop(chief, place, { ...world.command(), round: 2 });
    const archive = await world.after(10);

    assert.deepEqual([archive.state, archive.dropped?.how, archive.round], ['open', 'withdrawn', 2]);
    assert.ok(world.told.includes(`line dropped ${owner.aadObjectId}`));
  });

  it('lapses after seven days', async () => {
    await world.propose();
    assert.equal((await world.afterDays(6.9)).state, 'proposed');
    const archive = await world.afterDays(0.2);

    assert.deepEqual([archive.state, archive.dropped?.how], ['open', 'lapsed']);
    assert.equal((await world.confirm(deputy)).state, 'open');
  });

  it('closes once, however often the second key is turned', async () => {
    await world.propose();
    const presses = Promise.all([world.confirm(), world.confirm(), world.confirm()]);
    // Whoever meets another's write pauses by the clock.
    await world.base.clock.advance(5);
    await presses;
    const archive = await world.after(120);

    assert.equal(archive.state, 'archived');
    assert.equal(archive.history.filter(({ what }) => what === 'archive.confirm').length, 1);
    assert.ok(!world.base.directory.memberships.get('group-oncology')?.has(researcher.aadObjectId));
  });

  it('is followed by thirty admins at most, both keys among them', async () => {
    const { directory } = world.base;
    directory.leave('admins', second.aadObjectId);
    for (let one = 1; one <= 40; one += 1) directory.member('admins', `admin-${one}`);
    directory.member('admins', second.aadObjectId);
    const closed = await world.archive();

    assert.equal(closed.people.length, 30);
    const ids = closed.people.map(({ aadObjectId }) => aadObjectId);
    assert.ok([admin, second].every(({ aadObjectId }) => ids.includes(aadObjectId)));
    assert.equal((await world.afterDays(84)).people.length, 30);
  });
});
