import assert from 'node:assert/strict';
import type { AzureDisk } from '../../../services/costs/cost.ts';
import { forget, type Metering, meter, meterUnseen, type Toggle } from '../../../services/costs/metering.ts';
import type { AzureMachine } from '../../../services/machines/machine.ts';

const hour = 3_600_000;
const at = (time: string) => new Date(`2026-11-${time}:00Z`);

function machine(more: Partial<AzureMachine> = {}): AzureMachine {
  return {
    resourceGroup: 'rg',
    name: 'onc-r',
    os: 'Linux',
    size: 'Standard_D4s_v5',
    state: 'Started',
    allocated: true,
    location: 'westeurope',
    hostName: 'onc-r',
    ...more,
  };
}
const off = { state: 'Stopped', allocated: false } as const;

/** What is known after each look. */
function looks(
  ...seen: (readonly [
    string,
    readonly AzureMachine[],
    { toggles?: readonly Toggle[]; disks?: readonly AzureDisk[] }?,
  ])[]
): Metering {
  let known: Metering | undefined;
  for (const [time, machines, { toggles = [], disks } = {}] of seen)
    known = meter(known, { workspace: 'oncology', now: at(time), machines, toggles: () => toggles, disks });
  return known!;
}

const hoursOf = (metering: Metering, name = 'onc-r') =>
  metering.machines
    .filter((each) => each.name === name)
    .flatMap(({ days }) => Object.values(days))
    .reduce((sum, each) => sum + each, 0) / hour;

describe('the metering of machines', () => {
  it('counts from when Azure says that a machine is on, where it is seen first', () => {
    assert.deepEqual(looks(['03T02:00', [machine({ since: at('02T22:00') })]]).machines[0]!.days, {
      '2026-11-02': 2 * hour,
      '2026-11-03': 2 * hour,
    });
  });

  it('counts the hours of an outage of ours as running, where the machine is on since before', () => {
    const since = at('02T01:00');
    const known = looks(['02T02:00', [machine({ since })]], ['04T02:00', [machine({ since })]]);
    assert.equal(hoursOf(known), 49);
  });

  it('counts until it was switched off, and from when it was switched on', () => {
    const known = looks(
      ['02T02:00', [machine({ since: at('02T01:00') })]],
      ['02T03:00', [machine({ ...off, since: at('02T02:15') })]],
      ['02T04:00', [machine({ since: at('02T03:45') })]],
      ['02T05:00', [machine({ since: at('02T03:45') })]],
    );
    assert.equal(hoursOf(known), 1 + 0.25 + 0.25 + 1);
  });

  it('counts what happened between two looks as the record has it', () => {
    const toggles = [
      { at: at('02T02:10'), on: false },
      { at: at('02T02:40'), on: true },
    ];
    const known = looks(
      ['02T02:00', [machine({ since: at('02T01:00') })]],
      ['02T03:00', [machine({ since: at('02T02:40') })], { toggles }],
    );
    assert.ok(Math.abs(hoursOf(known) - (1 + 10 / 60 + 20 / 60)) < 1e-9);
    const brief = looks(
      ['02T02:00', [machine({ ...off, since: at('02T01:00') })]],
      ['02T03:00', [machine({ ...off, since: at('02T02:40') })], { toggles: [{ at: at('02T02:10'), on: true }] }],
    );
    assert.equal(hoursOf(brief), 0.5);
  });

  it('counts a machine that was stopped from inside, since Azure bills for it', () => {
    const state = { state: 'Stopped', allocated: true, since: at('02T02:30') } as const;
    const known = looks(['02T02:00', [machine({ since: at('02T01:00') })]], ['02T03:00', [machine(state)]]);
    assert.equal(hoursOf(known), 2);
  });

  it('counts no more than an hour where nobody knows when a machine was switched on', () => {
    const known = looks(['02T02:00', [machine(off)]], ['02T08:00', [machine()]]);
    assert.equal(hoursOf(known), 1);
  });

  it('counts once, however often the same moment is looked at, and nothing where a clock is behind', () => {
    const since = at('02T01:00');
    const seen = ['02T02:00', [machine({ since })]] as const;
    assert.deepEqual(looks(seen, seen, ['02T01:30', [machine({ since })]]), looks(seen));
  });

  it('keeps the hours of a machine that was deleted, and of one that has another size now', () => {
    const known = looks(
      ['02T02:00', [machine({ since: at('02T01:00') })]],
      ['02T03:00', [machine({ size: 'Standard_D8s_v5', since: at('02T02:30') })]],
      ['02T04:00', []],
    );
    assert.deepEqual(
      known.machines
        .toSorted((a, b) => (a.size < b.size ? -1 : 1))
        .map(({ size, state, days }) => [size, state, days['2026-11-02']! / hour]),
      [
        ['Standard_D4s_v5', 'gone', 1.5],
        ['Standard_D8s_v5', 'gone', 1.5],
      ],
    );
  });

  it('goes on without Azure as if nothing had changed, and is put right when Azure answers', () => {
    const before = looks(['02T02:00', [machine({ since: at('02T01:00') })]]);
    assert.equal(hoursOf(meterUnseen(before, at('02T05:00'))), 4);
    const now = at('02T06:00');
    const seen = [machine({ ...off, since: at('02T02:30') })];
    assert.equal(hoursOf(meter(before, { workspace: 'oncology', now, machines: seen, toggles: () => [] })), 1.5);
  });

  it('forgets days that are billed, and then what is gone', () => {
    const known = looks(['02T22:00', [machine({ since: at('02T21:00') })]], ['03T02:00', []]);
    assert.deepEqual(
      forget(known, '2026-11-02').machines.map(({ days }) => days),
      [{ '2026-11-03': 2 * hour }],
    );
    assert.deepEqual(forget(known, '2026-11-03').machines, []);
  });
});

describe('the metering of disks', () => {
  const disk: AzureDisk = {
    resourceGroup: 'rg',
    name: 'onc-r-os',
    location: 'westeurope',
    sku: 'Premium_LRS',
    sizeGiB: 128,
    machine: 'onc-r',
    createdAt: at('02T20:00'),
  };

  it('counts a disk since it was made, between lists too, until it is not listed any more', () => {
    const known = looks(
      ['02T22:00', [], { disks: [disk] }],
      ['02T23:00', []],
      ['03T01:00', [], { disks: [disk] }],
      ['03T02:00', [], { disks: [] }],
    );
    assert.deepEqual(
      known.disks.map(({ isGone, days }) => [isGone, days]),
      [[true, { '2026-11-02': 4 * hour, '2026-11-03': hour }]],
    );
  });

  it('counts a disk whose age Azure does not say from the month before on, as far as it is not billed', () => {
    const { createdAt: _, ...ageless } = disk;
    const [first] = Object.keys(looks(['02T22:00', [], { disks: [ageless] }]).disks[0]!.days).sort();
    assert.equal(first, '2026-10-01');
  });
});
