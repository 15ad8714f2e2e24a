import assert from 'node:assert/strict';
import { AdminDesk } from '../../../services/desk/admin-desk.ts';
import { WorkspaceError } from '../../../services/errors.ts';
import { readEntries } from '../../../services/ledger/ledger-reader.ts';
import { isForAdmins, may, type Permission } from '../../../services/policy.ts';
import { deskPlace } from '../../../services/workspaces/desk-place.ts';
import { admin, caller, owner } from '../../support/machine-samples.ts';
import { MachineWorld } from '../../support/machine-world.ts';

const chief = caller(admin, {}, { admin: true });
const looked = { what: 'admin.pending', detail: { kind: 'all', workspace: 'all', page: 0, items: 2, total: 2 } };

describe("the record of the admin's desk", () => {
  let world: MachineWorld;

  beforeEach(async () => {
    world = await MachineWorld.start();
  });
  afterEach(() => world.stop());

  const entries = async () =>
    (await Array.fromAsync(readEntries(world.store, deskPlace.id))).map(({ record }) => record);

  it('has one entry for a command, however often it comes, sealed and signed as those of workspaces', async () => {
    for (const key of ['one', 'one', 'two', 'one']) await world.adminDesk.note(chief, { key, via: 'chat' }, looked);
    await world.clock.advance(30);

    assert.deepEqual(
      (await entries()).map(({ person, roles, what, via, detail }) => ({
        name: person?.name,
        roles,
        what,
        via,
        detail,
      })),
      Array(2).fill({ name: 'Admin', roles: ['admin'], ...looked, via: 'chat' }),
    );
    const { flaw, count, checkpoints } = await world.ledger.verify(deskPlace.id);
    assert.deepEqual([flaw, count, checkpoints > 0], [undefined, 2, true]);
  });

  it('notes a refusal with the roles that somebody had, beside what the same button does later', async () => {
    const press = { key: 'press', via: 'card' } as const;
    await world.adminDesk.refused(caller(owner, { oncology: 'owner' }), press, { what: 'admin.health' });
    await world.adminDesk.note(chief, press, { what: 'admin.health' });
    await world.clock.advance(30);

    assert.deepEqual((await entries()).map(({ what, roles }) => [what, roles]).sort(), [
      ['admin.health', ['admin']],
      ['admin.health.refused', []],
    ]);
  });

  it('keeps nobody waiting where the store is down or hangs, and the log says so', async () => {
    const warned: unknown[] = [];
    const log = { warn: (...said: unknown[]) => void warned.push(said) };
    const fails = [
      async () => Promise.reject(new WorkspaceError('unavailable', 'The store is down.')),
      async () => await new Promise<never>(() => {}),
    ];
    for (const note of fails) {
      const desk = new AdminDesk({ ledger: { note }, log: log as never, patienceInMs: 20 });
      await desk.noteIfPossible(chief, { key: 'k', via: 'chat' }, { what: 'admin.health' });
      await desk.refused(chief, { key: 'k', via: 'chat' }, { what: 'admin.health' });
    }
    assert.equal(warned.length, 4);
    assert.match(JSON.stringify(warned[0]), /admin\.health.*could not be put on record/);
    const [down] = fails;
    const strict = new AdminDesk({ ledger: { note: down! }, log: log as never });
    await assert.rejects(strict.note(chief, { key: 'k', via: 'chat' }, looked), { code: 'unavailable' });
  });

  it('is read and verified by admins alone, and nothing else can be done there', () => {
    const others = [caller(owner, { [deskPlace.id]: 'owner' }), caller(owner, {}, { reviewer: true })];
    const permissions: readonly Permission[] = ['workspace.read', 'audit.read', 'audit.verify'];
    for (const permission of permissions) {
      assert.equal(may(chief, deskPlace, permission), true);
      for (const other of others) assert.equal(may(other, deskPlace, permission), false);
    }
    for (const permission of ['member.manage', 'budget.manage', 'workspace.manage'] as const)
      assert.equal(may(chief, deskPlace, permission), false);
    assert.deepEqual(
      [isForAdmins('admin.operate'), isForAdmins('audit.verify'), isForAdmins(undefined)],
      [true, false, false],
    );
  });
});
