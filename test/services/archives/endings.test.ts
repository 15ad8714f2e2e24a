import assert from 'node:assert/strict';
import { workspaceEnding } from '../../../services/endings/workspace-ending.ts';
import { WorkspaceEndings } from '../../../services/endings/workspace-endings.ts';
import { WorkspaceError } from '../../../services/errors.ts';
import { admin, caller, owner } from '../../support/machine-samples.ts';
import { MachineWorld } from '../../support/machine-world.ts';

const chief = caller(admin, {}, { admin: true });

describe('WorkspaceEndings', () => {
  let world: MachineWorld;
  let endings: WorkspaceEndings;
  let told: string[];
  let keys = 0;

  beforeEach(async () => {
    world = await MachineWorld.start();
    world.directory.member('admins', admin.aadObjectId);
    endings = new WorkspaceEndings({ ...world, timeZone: 'Europe/Berlin' });
    endings.register(world.effects);
    told = [];
    world.hear(workspaceEnding, ['ending.tell', 'ending.show'], ({ kind, data }) =>
      told.push(`${kind.slice(7)} ${data.as} ${data.stage}`),
    );
    await world.workspaces.amend('oncology', { endsOn: '2026-07-01' });
  });
  afterEach(() => world.stop());

  const on = async (date: string): Promise<string[]> => {
    world.clock.leap((Date.parse(`${date}T10:00:00Z`) - world.clock.now().getTime()) / 1000);
    await endings.look();
    await world.clock.advance(2);
    return told.splice(0).sort();
  };
  const extend = async (endsOn: string, by = chief) => {
    keys += 1;
    const place = (await world.workspaces.byId('oncology'))!;
    const ending = await endings.extend(by, place, endsOn, { key: `press-${keys}`, via: 'card' });
    await world.clock.advance(2);
    return ending;
  };

  it('tells owners and admins 90, 30 and 7 days before, and on the day after, once each', async () => {
    assert.deepEqual(await on('2026-04-01'), []);
    assert.deepEqual(await on('2026-04-02'), ['tell admin 90', 'tell owner 90']);
    assert.deepEqual(await on('2026-04-03'), []);
    assert.deepEqual(await on('2026-06-01'), ['tell admin 30', 'tell owner 30']);
    assert.deepEqual(await on('2026-06-25'), ['tell admin 7', 'tell owner 7']);
    assert.deepEqual(await on('2026-07-01'), []);
    assert.deepEqual(await on('2026-07-02'), ['tell admin 0', 'tell owner 0']);
    assert.deepEqual(await on('2026-09-02'), []);
  });

  it('asks the directory only on a morning on which there is something to tell', async () => {
    await on('2026-04-02');
    const { directory } = world;
    directory.isDown = true;
    const before = directory.asked;
    assert.deepEqual(await on('2026-04-03'), []);
    assert.equal(directory.asked, before);

    await assert.rejects(on('2026-06-01'), /directory does not answer/);
    directory.isDown = false;
    assert.deepEqual(await on('2026-06-02'), ['tell admin 30', 'tell owner 30']);
  });

  it('tells of what it missed in one word, and of what is archived nothing', async () => {
    assert.deepEqual(await on('2026-06-28'), ['tell admin 7', 'tell owner 7']);
    await world.workspaces.amend('oncology', { archivedAt: '2026-06-29T00:00:00.000Z' });
    assert.deepEqual(await on('2026-07-02'), []);
  });

  it('looks every morning by itself', async () => {
    await endings.start();
    await endings.start();
    world.clock.leap((Date.parse('2026-04-02T05:59:00Z') - world.clock.now().getTime()) / 1000);
    await world.clock.advance(120);

    assert.deepEqual(told.sort(), ['tell admin 90', 'tell owner 90']);
  });

  it('takes another date from an admin, on record, on the cards that stand, and arms everything anew', async () => {
    await on('2026-06-02');
    const ending = await extend('2026-12-31');

    assert.deepEqual([ending.endsOn, ending.told, ending.extended?.before], ['2026-12-31', [], '2026-07-01']);
    assert.deepEqual(told.splice(0).sort(), ['show admin 30', 'show owner 30']);
    assert.equal((await world.workspaces.byId('oncology'))?.endsOn, '2026-12-31');
    const { items } = await world.store.list({ partition: 'ledger/oncology', kind: 'ledger', limit: 100 });
    assert.ok(JSON.stringify(items).includes('ending.extend'));
    assert.deepEqual(await on('2026-07-02'), []);
    assert.deepEqual(await on('2026-10-03'), ['tell admin 90', 'tell owner 90']);
  });

  it('takes a date from nobody else, and none that is over, unreadable or the same', async () => {
    const refused = (code: WorkspaceError['code']) => (error: unknown) =>
      error instanceof WorkspaceError && error.code === code;
    await assert.rejects(extend('2026-12-31', caller(owner, { oncology: 'owner' })), refused('forbidden'));
    for (const date of ['2026-03-02', '2020-01-01', 'soon', '2026-02-31x', '2026-06-31', '2099-01-01'])
      await assert.rejects(extend(date), refused('invalid'), date);
    await assert.rejects(extend('2026-07-01'), refused('conflict'));
    await world.workspaces.amend('oncology', { archivedAt: '2026-03-01T00:00:00.000Z' });
    await assert.rejects(extend('2026-12-31'), refused('conflict'));
  });
});
