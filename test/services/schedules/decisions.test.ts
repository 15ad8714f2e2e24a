import assert from 'node:assert/strict';
import type { Decision } from '../../../services/change/aggregate.ts';
import { evolve } from '../../../services/change/evolve.ts';
import { WorkspaceError } from '../../../services/errors.ts';
import { latestStop } from '../../../services/schedules/evening-policy.ts';
import {
  type MachineSchedule,
  machineSchedule,
  plannedStop,
  scheduleAddress,
} from '../../../services/schedules/machine-schedule.ts';
import { decideKeep, decideSet, type KeepWish } from '../../../services/schedules/schedule-decision.ts';
import { researcher, workspace } from '../../support/machine-samples.ts';
import { fc } from '../../support/properties.ts';
import { runs } from '../../support/runs.ts';

const oncology = workspace();
const zones = ['UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe'];
const time = fc.integer({ min: 0, max: 1439 }).map((minute) => {
  const [hours, minutes] = [Math.floor(minute / 60), minute % 60];
  return `${`${hours}`.padStart(2, '0')}:${`${minutes}`.padStart(2, '0')}`;
});
const wish: fc.Arbitrary<KeepWish> = fc.oneof(
  fc.record({ minutes: fc.integer({ min: 1, max: 900 }) }),
  fc.record({ until: time }),
  fc.constant({ skip: true } as const),
);

describe('whatever people wish of a schedule', () => {
  it('a stop only ever moves on, never beyond what the workspace allows, and is planned once', () => {
    const now = fc.date({ min: new Date('2026-01-01'), max: new Date('2027-01-01'), noInvalidDate: true });
    let kept = 0;

    fc.assert(
      fc.property(fc.constantFrom(...zones), time, now, fc.array(wish, { maxLength: 6 }), (zone, at, when, wishes) => {
        let steps = 0;
        const made = (current: MachineSchedule | undefined, decision: Decision<MachineSchedule>) => {
          steps += 1;
          const by = { ...researcher, roles: [] };
          const step = { key: `${steps}`, by, via: 'chat', what: 'schedule.keep', at: when, decision } as const;
          return evolve(machineSchedule, scheduleAddress('oncology', 'onc-r'), current, step);
        };
        const place = { workspace: 'oncology', machine: 'onc-r' };
        const set = decideSet(undefined, { days: 'daily', time: at, zone }, place, researcher, when);
        let schedule = made(undefined, set);
        for (const each of wishes) {
          const before = plannedStop(schedule)!;
          const decision = orRefused(() => {
            const asked = { workspace: oncology, wish: each, by: researcher, unlimited: false };
            return decideKeep(schedule, { ...asked, sequence: undefined, now: when });
          });
          if (!decision) continue;
          kept += 1;
          schedule = made(schedule, decision);
          const { of, at: stop } = plannedStop(schedule)!;
          assert.ok(stop > before.at);
          assert.ok(stop.getTime() === of.getTime() || stop <= latestStop(oncology, schedule, of));
          const plans = schedule.effects.filter(({ kind }) => kind !== 'schedule.card' && kind.startsWith('schedule.'));
          assert.deepEqual(plans.map(({ kind }) => kind).sort(), ['schedule.stop', 'schedule.warn']);
          assert.ok((schedule.evening?.keeps.length ?? 0) <= 3);
        }
      }),
      { numRuns: runs(200, 10_000) },
    );
    assert.ok(kept > 50, `${kept}`);
  });
});

function orRefused<T>(decide: () => T): T | undefined {
  try {
    return decide();
  } catch (error) {
    if (error instanceof WorkspaceError && error.code === 'forbidden') return undefined;
    throw error;
  }
}
