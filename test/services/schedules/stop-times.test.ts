import assert from 'node:assert/strict';
import { DateTime } from 'luxon';
import { nextStop, nextTime, timeIn, type Weekday } from '../../../services/schedules/stop-times.ts';
import { fc } from '../../support/properties.ts';
import { runs } from '../../support/runs.ts';

const everyDay: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7];
const zones = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'Pacific/Auckland', 'UTC'];

describe('the next stop', () => {
  it('keeps its time of day when clocks change, and comes once', () => {
    const table: [zone: string, time: string, after: string, next: readonly string[]][] = [
      // Clocks go from 02:00 to 03:00 on 29 March, and back from 03:00 to 02:00 on 25 October.
      ['Europe/Berlin', '19:00', '2026-03-28T12:00Z', ['2026-03-28T18:00Z', '2026-03-29T17:00Z', '2026-03-30T17:00Z']],
      ['Europe/Berlin', '02:30', '2026-03-28T12:00Z', ['2026-03-29T01:00Z', '2026-03-30T00:30Z']],
      ['Europe/Berlin', '02:00', '2026-03-28T12:00Z', ['2026-03-29T01:00Z', '2026-03-30T00:00Z']],
      ['Europe/Berlin', '03:00', '2026-03-28T12:00Z', ['2026-03-29T01:00Z', '2026-03-30T01:00Z']],
      ['Europe/Berlin', '02:30', '2026-10-24T12:00Z', ['2026-10-25T00:30Z', '2026-10-26T01:30Z']],
      ['Europe/Berlin', '02:30', '2026-10-25T00:31Z', ['2026-10-26T01:30Z']],
      ['Europe/Berlin', '19:00', '2026-10-24T12:00Z', ['2026-10-24T17:00Z', '2026-10-25T18:00Z']],
      // From 02:00 to 03:00 on 8 March, and back from 02:00 to 01:00 on 1 November.
      ['America/New_York', '19:00', '2026-03-07T12:00Z', ['2026-03-08T00:00Z', '2026-03-08T23:00Z']],
      ['America/New_York', '02:15', '2026-03-07T12:00Z', ['2026-03-08T07:00Z', '2026-03-09T06:15Z']],
      ['America/New_York', '01:30', '2026-10-31T12:00Z', ['2026-11-01T05:30Z', '2026-11-02T06:30Z']],
      // By half an hour: from 02:00 to 02:30 on 4 October, and back from 02:00 to 01:30 on 5 April.
      ['Australia/Lord_Howe', '02:15', '2026-10-03T10:00Z', ['2026-10-03T15:30Z', '2026-10-04T15:15Z']],
      ['Australia/Lord_Howe', '01:45', '2026-04-04T10:00Z', ['2026-04-04T14:45Z', '2026-04-05T15:15Z']],
      ['Australia/Lord_Howe', '19:00', '2026-10-03T00:00Z', ['2026-10-03T08:30Z', '2026-10-04T08:00Z']],
    ];

    for (const [zone, time, after, expected] of table) {
      const found: string[] = [];
      let from = new Date(after);
      for (const _ of expected) {
        from = nextStop({ days: everyDay, time, zone }, from);
        found.push(`${from.toISOString().slice(0, 16)}Z`);
      }
      assert.deepEqual(found, expected, `${time} in ${zone} after ${after}`);
    }
  });

  it('leaves out the other days, by the calendar of its zone', () => {
    const weekdays = { days: [1, 2, 3, 4, 5], time: '19:00', zone: 'Europe/Berlin' } as const;
    assert.equal(nextStop(weekdays, new Date('2026-03-06T18:00:00Z')).toISOString(), '2026-03-09T18:00:00.000Z');
    // It is Monday in Auckland while it is Sunday elsewhere.
    const monday = { days: [1], time: '08:00', zone: 'Pacific/Auckland' } as const;
    assert.equal(nextStop(monday, new Date('2026-03-01T00:00:00Z')).toISOString(), '2026-03-01T19:00:00.000Z');
  });

  it('goes by UTC where nobody knows the zone', () => {
    const next = nextStop({ days: everyDay, time: '19:00', zone: 'Moon/Tycho' }, new Date('2026-03-02T12:00:00Z'));
    assert.equal(next.toISOString(), '2026-03-02T19:00:00.000Z');
    assert.equal(timeIn('Moon/Tycho', next), '19:00');
    assert.equal(nextTime('06:00', 'Moon/Tycho', next).toISOString(), '2026-03-03T06:00:00.000Z');
  });

  it('is always to come, on a day of the rule, at its time where that exists, and none lies before it', () => {
    const rule = fc.record({
      days: fc.uniqueArray(fc.constantFrom(...everyDay), { minLength: 1 }),
      time: fc
        .tuple(fc.nat(23), fc.nat(59))
        .map(([hour, minute]) => `${`${hour}`.padStart(2, '0')}:${`${minute}`.padStart(2, '0')}`),
      zone: fc.constantFrom(...zones),
    });
    const moment = fc.date({ min: new Date('2020-01-01'), max: new Date('2035-01-01'), noInvalidDate: true });

    fc.assert(
      fc.property(rule, moment, (one, after) => {
        const next = nextStop(one, after);
        assert.ok(next > after);
        assert.ok(next.getTime() - after.getTime() < 8 * 86_400_000 + 3_600_000);
        const local = DateTime.fromJSDate(next, { zone: one.zone });
        assert.ok(one.days.includes(local.weekday as Weekday));
        // A time that clocks leave out comes at the moment at which they go on, no more than an hour later.
        const shown = local.toFormat('HH:mm');
        const before = DateTime.fromMillis(next.getTime() - 1, { zone: one.zone });
        if (shown !== one.time) assert.ok(before.offset < local.offset && one.time < shown, `${shown} for ${one.time}`);
        assert.equal(nextStop(one, new Date(next.getTime() - 1)).getTime(), next.getTime());
      }),
      { numRuns: runs(300, 20_000) },
    );
  });
});
