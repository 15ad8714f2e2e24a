import assert from 'node:assert/strict';
import { pino } from 'pino';
import { Effects } from '../../../services/effects/effects.ts';
import { MachineOperations } from '../../../services/machines/machine-operations.ts';
import { machineSchedule } from '../../../services/schedules/machine-schedule.ts';
import { ScheduleTimers } from '../../../services/schedules/schedule-timers.ts';
import { command } from '../../support/machine-world.ts';
import { head, type oncology, ScheduleWorld } from './schedule-world.ts';

describe('a schedule, where processes die', () => {
  let world: ScheduleWorld;

  beforeEach(async () => {
    world = await ScheduleWorld.start();
    await world.set();
  });
  afterEach(() => world.stop());

  /** Another process on the same store, queue and Azure. */
  const another = async () => {
    const { store, queue, clock, changes, azure, workspaces, machines } = world.machines;
    const effects = new Effects({ store, changes, queue, clock, steady: clock, log: pino({ level: 'silent' }) });
    const shown: unknown[] = [];
    const stopFor = async (place: typeof oncology, name: string, key: string) =>
      await machines.stop(head, place, name, command(key));
    new MachineOperations(azure, machines, clock).register(effects);
    new ScheduleTimers({ azure, machines, changes, stopFor, workspaces, clock }).register(effects);
    effects.register(machineSchedule, 'schedule.card', {
      handle: async ({ data }) => {
        shown.push(data.warning);
        return { done: true };
      },
    });
    effects.start();
    return { effects, shown };
  };

  it('is carried on by another, with one warning and one stop', async () => {
    await world.until('2026-03-02T12:00:00Z');
    const stopped = world.machines.effects.stop();
    await world.machines.clock.advance(10);
    await stopped;

    const { effects, shown } = await another();
    await world.until('2026-03-02T18:40:00Z');
    assert.deepEqual(shown, [1]);
    await world.until('2026-03-02T19:20:00Z');
    assert.deepEqual(await world.what(), ['schedule.set', 'schedule.warned', 'schedule.stopping', 'schedule.stopped']);
    assert.equal(world.machines.azure.count('stop'), 1);
    const end = effects.stop();
    await world.machines.clock.advance(10);
    await end;
  });

  it('is carried out once by two who live at the same time', async () => {
    const { effects, shown } = await another();
    await world.until('2026-03-02T19:05:00Z');

    assert.deepEqual(await world.what(), ['schedule.set', 'schedule.warned', 'schedule.stopping', 'schedule.stopped']);
    assert.equal(world.cards.length + shown.length, 3, 'one card, changed twice');
    assert.equal(world.machines.azure.count('stop'), 1);
    const end = effects.stop();
    await world.machines.clock.advance(10);
    await end;
  });
});
