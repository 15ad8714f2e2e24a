import assert from 'node:assert/strict';
import { WorkspaceError } from '../../../services/errors.ts';
import type { CertifiedRemoval } from '../../../services/records/deletion-certificate.ts';
import { AddressPool } from '../../../services/setups/address-pool.ts';
import { ArchiveWorld, chief, deputy, second, storage } from '../../support/archive-world.ts';
import { admin, owner, researcher } from '../../support/machine-samples.ts';
import { broken } from '../../support/simulated-teardown.ts';

describe('an archived workspace', () => {
  let world: ArchiveWorld;

  beforeEach(async () => {
    world = await ArchiveWorld.start();
  });
  afterEach(() => world.stop());

  const press = (round = 1) => ({ ...world.command(), round });
  const people = (kind: 'memberships' | 'ownerships') => [...world.base.directory[kind].get('group-oncology')!].sort();

  it('comes back with everybody who was in it and its files, and can be worked in again', async () => {
    await world.base.budgets.set(
      chief,
      await world.place(),
      { amount: '9', currency: 'EUR' },
      { key: 's', via: 'chat' },
    );
    await world.archive();
    await world.archives.restore(deputy, await world.place(), press());
    const archive = await world.after(60);

    assert.equal(archive.state, 'open');
    assert.deepEqual(
      archive.steps.map(({ step, counts }) => [step, counts]),
      [
        ['storage', { files: 7, comingBack: 7 }],
        ['machines', { machines: 0 }],
        ['people', { people: 2, gone: 0 }],
        ['budget', undefined],
        ['open', undefined],
      ],
    );
    assert.deepEqual(people('memberships'), [researcher.aadObjectId, owner.aadObjectId].sort());
    assert.deepEqual(people('ownerships'), [owner.aadObjectId]);
    assert.equal(world.teardown.blobs.get(storage.secure)?.tier, 'Hot');
    assert.equal((await world.place()).archivedAt, undefined);
    assert.equal((await world.base.budgets.of('oncology'))?.off, undefined);
    assert.ok(world.told.includes(`line restored ${owner.aadObjectId}`));
    assert.equal((await world.propose()).round, 2);
  });

  it('has no groups left in its group, which has them again when it comes back', async () => {
    const { directory } = world.base;
    directory.groupIds.add('group-nested');
    directory.member('group-oncology', 'group-nested');
    const archive = await world.archive();
    assert.deepEqual(people('memberships'), []);
    assert.deepEqual(archive.steps.find(({ step }) => step === 'people')?.counts, { owners: 1, members: 1, groups: 1 });

    await world.archives.restore(deputy, await world.place(), press());
    await world.after(60);
    assert.ok(people('memberships').includes('group-nested'));
  });

  it('comes back without those whom the directory does not know any more, owned by an admin where it must be', async () => {
    await world.archive();
    const add = world.base.entra.addMember.bind(world.base.entra);
    world.base.entra.addMember = async (group, person) => {
      if (person === owner.aadObjectId) throw new WorkspaceError('not-found', 'They are gone.');
      await add(group, person);
    };
    await world.archives.restore(chief, await world.place(), press());
    const archive = await world.after(60);

    assert.equal(archive.state, 'open');
    assert.deepEqual(archive.steps[2]?.counts, { people: 1, gone: 1, kept: 1 });
    assert.deepEqual(people('ownerships'), [admin.aadObjectId]);
  });

  it('comes back although each call fails at first', async () => {
    await world.archive();
    world.teardown.fail('set', broken());
    world.base.entra.failures.push(broken(), broken());
    await world.archives.restore(chief, await world.place(), press());

    assert.equal((await world.after(120)).state, 'open');
    assert.deepEqual(people('ownerships'), [owner.aadObjectId]);
  });

  it('is deleted for good when its retention time is over, a week after admins were told, with a certificate', async () => {
    const addresses = new AddressPool(world.base.store, '10.64.0.0/24');
    await addresses.take('oncology');
    await world.archive();
    await world.afterDays(82);
    assert.equal(world.told.filter((told) => told.startsWith('line ends')).length, 0);
    await world.afterDays(2);
    assert.deepEqual(
      world.told.filter((told) => told.startsWith('line ends')).sort(),
      [admin, second].map(({ aadObjectId }) => `line ends ${aadObjectId}`).sort(),
    );
    assert.deepEqual(
      world.teardown.calls.filter((call) => /^(remove|begin) /.test(call)),
      [],
    );
    const archive = await world.afterDays(7);

    assert.equal(archive.state, 'deleted');
    assert.equal(await addresses.take('another'), '10.64.0.0/24');
    assert.deepEqual(archive.steps[0]?.counts, { containers: 2, files: 7, bytes: 70 });
    assert.ok(world.teardown.calls.includes('begin rg-oncology'));
    const { text } = (await world.certificates.get('oncology', '1-deleted'))!;
    const removal = JSON.parse(text) as CertifiedRemoval;
    assert.deepEqual([removal.what, removal.restorableUntil], ['deleted', undefined]);
    assert.equal(removal.keys.length, 2);
    assert.equal((await world.archives.restore(chief, await world.place(), press())).state, 'deleted');
  });

  it('stays for as long again where an admin says so, and is not brought back too late', async () => {
    await world.archive();
    await world.afterDays(85);
    await world.archives.keep(chief, await world.place(), press());
    assert.equal((await world.afterDays(30)).state, 'archived');
    world.base.clock.leap(86_400 * 66);
    await assert.rejects(
      world.archives.restore(chief, await world.place(), press()),
      (error) => error instanceof WorkspaceError && /cannot be brought back any more/.test(error.message),
    );
    assert.equal((await world.after(120)).state, 'deleted');
  });
});
