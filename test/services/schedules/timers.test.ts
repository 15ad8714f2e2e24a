import assert from 'node:assert/strict';
import { WorkspaceError } from '../../../services/errors.ts';
import { researcher } from '../../support/machine-samples.ts';
import { command } from '../../support/machine-world.ts';
import { head, member, oncology, ScheduleWorld } from './schedule-world.ts';

describe('a schedule', () => {
  let world: ScheduleWorld;

  beforeEach(async () => {
    world = await ScheduleWorld.start();
  });
  afterEach(() => world.stop());

  it('warns half an hour before, stops at its time, verifies it, and plans the next day', async () => {
    await world.set();
    await world.until('2026-03-02T18:29:00Z');
    assert.deepEqual(world.cards, []);

    await world.until('2026-03-02T18:31:00Z');
    assert.deepEqual(world.cards, [{ to: researcher.aadObjectId, warning: 1, state: 'on' }]);
    assert.equal(world.state(), 'Started');

    await world.until('2026-03-02T19:02:00Z');
    assert.equal(world.state(), 'Stopped');
    assert.deepEqual(
      world.cards.slice(1).map(({ state, end }) => [state, end]),
      [
        ['stopping', undefined],
        ['on', 'stopped'],
      ],
    );
    assert.equal(await world.next(), '2026-03-03T19:00:00.000Z');
    assert.deepEqual(await world.what(), ['schedule.set', 'schedule.warned', 'schedule.stopping', 'schedule.stopped']);
  });

  it('writes nothing where the machine does not run, and leaves out the weekend', async () => {
    await world.set();
    world.machines.azure.add('rg-oncology', 'onc-python', 'Stopped');
    await world.until('2026-03-06T20:00:00Z');

    assert.deepEqual(await world.what(), ['schedule.set']);
    assert.equal(await world.next(), '2026-03-09T19:00:00.000Z');
    world.machines.azure.add('rg-oncology', 'onc-python', 'Started');
    await world.until('2026-03-09T18:00:00Z');
    assert.deepEqual(world.cards, []);
    await world.until('2026-03-09T19:01:00Z');
    assert.equal(world.state(), 'Stopped');
  });

  it('gives whoever starts it just before the stop half an hour', async () => {
    world.machines.azure.add('rg-oncology', 'onc-python', 'Stopped');
    await world.set();
    await world.until('2026-03-02T18:50:00Z');
    await world.machines.machines.start(head, oncology, 'onc-python', command('start'));

    await world.until('2026-03-02T19:05:00Z');
    assert.equal(world.state(), 'Started');
    assert.equal(await world.next(), '2026-03-02T19:20:00.000Z');
    assert.deepEqual(world.cards.map(({ to }) => to).sort(), [head.aadObjectId, researcher.aadObjectId].sort());
    await world.until('2026-03-02T19:22:00Z');
    assert.equal(world.state(), 'Stopped');
  });

  it('stops late where nobody was there, and not at all after two hours', async () => {
    await world.set();
    await world.until('2026-03-02T09:01:00Z');
    world.machines.azure.fail('list', ...Array.from({ length: 400 }, down));
    await world.until('2026-03-02T20:30:00Z');
    assert.equal(world.state(), 'Started');
    world.machines.azure.failures.clear();
    await world.until('2026-03-02T20:40:00Z');
    assert.equal(world.state(), 'Stopped');

    world.machines.azure.add('rg-oncology', 'onc-python', 'Started');
    await world.until('2026-03-03T18:00:00Z');
    world.machines.azure.fail('list', ...Array.from({ length: 400 }, down));
    await world.until('2026-03-03T21:01:00Z');
    world.machines.azure.failures.clear();
    await world.until('2026-03-03T21:10:00Z');
    assert.equal(world.state(), 'Started');
    assert.equal((await world.what()).at(-1), 'schedule.missed');
    assert.equal(await world.next(), '2026-03-04T19:00:00.000Z');
  });

  it('says what went wrong where Azure does not stop it, and comes again the next day', async () => {
    await world.set();
    world.machines.azure.fail('stop', new WorkspaceError('refused', 'Labdesk may not stop it. Ask an admin.'));
    await world.until('2026-03-02T19:05:00Z');

    assert.equal(world.cards.at(-1)?.end, 'failed');
    assert.equal((await world.read())?.evening?.problem, 'Labdesk may not stop it. Ask an admin.');
    assert.equal(await world.next(), '2026-03-03T19:00:00.000Z');
  });

  it('tells the cards where somebody stopped it before', async () => {
    await world.set();
    await world.until('2026-03-02T18:40:00Z');
    await world.machines.machines.stop(member, oncology, 'onc-python', command('stop'));
    await world.until('2026-03-02T19:01:00Z');

    assert.equal(world.cards.at(-1)?.end, 'idle');
    assert.deepEqual(world.stops, []);
  });

  it('is for once where it was said for once', async () => {
    await world.set('19:00', 'once');
    await world.until('2026-03-02T19:05:00Z');

    assert.equal(world.state(), 'Stopped');
    assert.equal((await world.read())?.state, 'off');
    assert.deepEqual((await world.read())?.effects, []);
  });

  it('ends, and then nothing is stopped', async () => {
    await world.set();
    await world.until('2026-03-02T18:40:00Z');
    await world.schedules.end(member, oncology, 'onc-python', world.command());
    await world.until('2026-03-03T20:00:00Z');

    assert.equal(world.state(), 'Started');
    assert.deepEqual(world.cards.at(-1), { to: researcher.aadObjectId, warning: 1, state: 'off', end: 'over' });
  });
});

function down(): WorkspaceError {
  return new WorkspaceError('unavailable', 'Azure does not answer as it should right now.');
}
