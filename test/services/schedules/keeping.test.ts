import assert from 'node:assert/strict';
import { WorkspaceError } from '../../../services/errors.ts';
import type { KeepWish } from '../../../services/schedules/schedule-decision.ts';
import { admin, caller, owner, researcher, workspace } from '../../support/machine-samples.ts';
import { command } from '../../support/machine-world.ts';
import { head, member, oncology, ScheduleWorld } from './schedule-world.ts';

describe('staying longer', () => {
  let world: ScheduleWorld;

  beforeEach(async () => {
    world = await ScheduleWorld.start();
    await world.set();
    await world.until('2026-03-02T18:31:00Z');
  });
  afterEach(() => world.stop());

  const keep = async (wish: KeepWish, who = member, more = {}) =>
    await world.schedules.keep(who, oncology, 'onc-python', wish, world.command(more));
  const refused = async (wish: KeepWish, code: string, words: RegExp, who = member) =>
    await assert.rejects(keep(wish, who), (error: unknown) => {
      assert.ok(error instanceof WorkspaceError);
      assert.equal(error.code, code);
      assert.match(error.message, words);
      return true;
    });

  it('puts the stop off, changes every card, and warns again before the new time', async () => {
    await world.machines.machines.restart(head, oncology, 'onc-python', command('restart'));
    await keep({ minutes: 60 });
    assert.equal(await world.next(), '2026-03-02T20:00:00.000Z');

    await world.until('2026-03-02T19:31:00Z');
    assert.equal(world.state(), 'Started');
    assert.deepEqual(
      world.cards.slice(-2).map(({ warning, to }) => [warning, to]),
      [
        [2, researcher.aadObjectId],
        [2, owner.aadObjectId],
      ],
    );
    await world.until('2026-03-02T20:02:00Z');
    assert.equal(world.state(), 'Stopped');
    assert.equal(await world.next(), '2026-03-03T19:00:00.000Z');
  });

  it('goes by a time, by hours upon hours, and past this stop altogether', async () => {
    await keep({ until: '22:00' });
    assert.equal(await world.next(), '2026-03-02T22:00:00.000Z');
    await keep({ minutes: 60 });
    assert.equal(await world.next(), '2026-03-02T23:00:00.000Z');
    const { schedule } = await keep({ skip: true });
    assert.equal(await world.next(), '2026-03-03T19:00:00.000Z');
    assert.deepEqual(
      schedule?.evening?.keeps.map(({ until }) => until),
      ['2026-03-02T22:00:00.000Z', '2026-03-02T23:00:00.000Z', undefined],
    );
    await world.until('2026-03-03T08:00:00Z');
    assert.equal(world.state(), 'Started');
  });

  it('is done once however often one command comes, and by one of two who press the same card', async () => {
    const { sequence } = (await world.read())!;
    await keep({ minutes: 60 }, member, { key: 'press', sequence });
    await keep({ minutes: 60 }, member, { key: 'press', sequence });
    assert.equal(await world.next(), '2026-03-02T20:00:00.000Z');

    await assert.rejects(keep({ minutes: 60 }, head, { sequence }), { code: 'stale' });
    assert.equal(await world.next(), '2026-03-02T20:00:00.000Z');
    assert.equal((await world.what()).filter((what) => what === 'schedule.keep').length, 1);
  });

  it('has limits, which say who can help, and which bind no owner and no admin', async () => {
    await refused({ until: '07:00' }, 'forbidden', /until 06:00 at the latest.*ask an owner of Oncology/);
    await keep({ minutes: 30 });
    await keep({ minutes: 30 });
    await keep({ minutes: 30 });
    await refused({ minutes: 30 }, 'forbidden', /kept 3 times already.*Ask an owner of Oncology/);
    await refused({ skip: true }, 'forbidden', /kept 3 times already/);

    await keep({ minutes: 30 }, head);
    await keep({ until: '07:00' }, caller(admin, {}, { admin: true }));
    assert.equal(await world.next(), '2026-03-03T07:00:00.000Z');
  });

  it('has the limits that the workspace sets', async () => {
    const strict = workspace('oncology', { evenings: { keeps: 1, until: '21:00', skips: 0 } });
    const strictly = async (wish: KeepWish) =>
      await world.schedules.keep(member, strict, 'onc-python', wish, world.command());
    await assert.rejects(strictly({ until: '22:00' }), /until 21:00 at the latest/);
    await assert.rejects(strictly({ skip: true }), /as often as Oncology allows/);
    await strictly({ until: '21:00' });
    await assert.rejects(strictly({ minutes: 1 }), /kept once already/);
  });

  it('leaves out three stops in a row at most', async () => {
    for (const day of ['02', '03', '04']) {
      await world.until(`2026-03-${day}T18:31:00Z`);
      await keep({ skip: true });
    }
    await world.until('2026-03-05T18:31:00Z');
    await refused({ skip: true }, 'forbidden', /not stopped 3 times in a row/);
    await world.until('2026-03-05T19:02:00Z');
    assert.equal(world.state(), 'Stopped');
    assert.equal((await world.read())?.skips, 0);
  });

  it('does nothing where the machine stays as long anyway', async () => {
    assert.equal((await keep({ until: '18:45' })).changed, false);
    await world.until('2026-03-06T19:05:00Z');
    world.machines.azure.add('rg-oncology', 'onc-python', 'Started');
    assert.equal((await keep({ minutes: 60 })).changed, false, 'the next stop is on Monday');
    assert.equal(await world.next(), '2026-03-09T19:00:00.000Z');
  });

  it('costs money, and is refused where that is gone', async () => {
    world.broke = new WorkspaceError('over-budget', 'The money of Oncology is gone. Ask for a top-up.');
    await refused({ minutes: 60 }, 'over-budget', /money of Oncology is gone/);
    assert.equal(await world.next(), '2026-03-02T19:00:00.000Z');
  });

  it('comes too late once the machine is being stopped', async () => {
    world.machines.azure.pollsNeeded = 1000;
    await world.until('2026-03-02T19:00:30Z');
    await refused({ minutes: 60 }, 'busy', /is being stopped right now/);
  });

  it('is nothing that a machine without a schedule needs', async () => {
    await assert.rejects(
      world.schedules.keep(member, oncology, 'onc-r', { minutes: 60 }, world.command()),
      /Nothing stops onc-r by itself/,
    );
  });

  it('is for those alone who may use the machine', async () => {
    const stranger = caller({ aadObjectId: 'stranger', name: 'Stranger' });
    await refused({ minutes: 60 }, 'not-found', /I know no workspace/, stranger);
  });
});
