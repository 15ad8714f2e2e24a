import assert from 'node:assert/strict';
import { DateTime } from 'luxon';
import { afterWorkingDays, dayIn, nextMonday } from '../../../services/time/working-time.ts';
import { fc } from '../../support/properties.ts';
import { runs } from '../../support/runs.ts';

const berlin = 'Europe/Berlin';
/** 2026-11-02 is a Monday. */
const at = (local: string, zone = berlin) => DateTime.fromISO(local, { zone }).toJSDate();
const zones = [berlin, 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'Pacific/Kiritimati', 'UTC'];

describe('working time', () => {
  it('counts days from Monday to Friday, at the same time of day', () => {
    assert.deepEqual(afterWorkingDays(at('2026-11-02T10:15'), 1, berlin), at('2026-11-03T10:15'));
    assert.deepEqual(afterWorkingDays(at('2026-11-06T10:15'), 1, berlin), at('2026-11-09T10:15'));
    assert.deepEqual(afterWorkingDays(at('2026-11-06T10:15'), 2, berlin), at('2026-11-10T10:15'));
    assert.deepEqual(afterWorkingDays(at('2026-11-02T10:15'), 10, berlin), at('2026-11-16T10:15'));
    assert.deepEqual(afterWorkingDays(at('2026-11-02T10:15'), 0, berlin), at('2026-11-02T10:15'));
  });

  it('lets what comes on a weekend begin on Monday', () => {
    assert.deepEqual(afterWorkingDays(at('2026-11-07T10:15'), 1, berlin), at('2026-11-10T10:15'));
    assert.deepEqual(afterWorkingDays(at('2026-11-08T23:30'), 0, berlin), at('2026-11-09T23:30'));
  });

  it('takes half a day for twelve hours, not into a weekend', () => {
    assert.deepEqual(afterWorkingDays(at('2026-11-02T08:00'), 0.5, berlin), at('2026-11-02T20:00'));
    assert.deepEqual(afterWorkingDays(at('2026-11-06T18:00'), 0.5, berlin), at('2026-11-09T06:00'));
  });

  it('keeps the time of day over the beginning and the end of summer time', () => {
    assert.deepEqual(afterWorkingDays(at('2026-03-27T09:00'), 1, berlin), at('2026-03-30T09:00'));
    assert.deepEqual(afterWorkingDays(at('2026-10-23T09:00'), 1, berlin), at('2026-10-26T09:00'));
    assert.equal(at('2026-10-26T09:00').getTime() - at('2026-10-23T09:00').getTime(), 73 * 3_600_000);
  });

  it('knows whose Friday it is already', () => {
    const thursdayInNewYork = at('2026-11-05T20:00', 'America/New_York');

    assert.deepEqual(
      afterWorkingDays(thursdayInNewYork, 1, 'America/New_York'),
      at('2026-11-06T20:00', 'America/New_York'),
    );
    assert.deepEqual(
      afterWorkingDays(thursdayInNewYork, 1, 'Pacific/Kiritimati'),
      at('2026-11-09T15:00', 'Pacific/Kiritimati'),
    );
  });

  it('finds the next Monday morning, never this very moment', () => {
    assert.deepEqual(nextMonday(at('2026-11-04T12:00'), berlin), at('2026-11-09T08:00'));
    assert.deepEqual(nextMonday(at('2026-11-02T07:59'), berlin), at('2026-11-02T08:00'));
    assert.deepEqual(nextMonday(at('2026-11-02T08:00'), berlin), at('2026-11-09T08:00'));
    assert.deepEqual(nextMonday(at('2026-11-08T23:59'), berlin), at('2026-11-09T08:00'));
    assert.deepEqual(nextMonday(at('2026-10-24T12:00'), berlin), at('2026-10-26T08:00'));
    assert.deepEqual(nextMonday(at('2026-11-04T12:00'), berlin, 17), at('2026-11-09T17:00'));
  });

  it('goes by UTC where it does not know the zone', () => {
    assert.deepEqual(nextMonday(at('2026-11-04T12:00', 'utc'), 'Middle/Earth'), new Date('2026-11-09T08:00:00Z'));
    assert.equal(dayIn('', new Date('2026-11-04T23:30:00Z')), '2026-11-04');
    assert.equal(dayIn(berlin, new Date('2026-11-04T23:30:00Z')), '2026-11-05');
  });

  it('holds in every zone: later, on a working day, and a Monday at eight within a week', () => {
    const moment = fc.date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(moment, fc.constantFrom(...zones), fc.integer({ min: 1, max: 30 }), (now, zone, days) => {
        const later = DateTime.fromJSDate(afterWorkingDays(now, days, zone), { zone });
        const monday = DateTime.fromJSDate(nextMonday(now, zone), { zone });

        assert.ok(later.toMillis() > now.getTime());
        assert.ok(later.weekday <= 5);
        assert.ok(later.toMillis() - now.getTime() <= (Math.ceil(days / 5) * 7 + 3) * 86_400_000);
        assert.deepEqual([monday.weekday, monday.hour, monday.minute], [1, 8, 0]);
        assert.ok(monday.toMillis() > now.getTime());
        assert.ok(monday.toMillis() - now.getTime() <= 7 * 86_400_000 + 7_200_000);
      }),
      { numRuns: runs(200) },
    );
  });
});
