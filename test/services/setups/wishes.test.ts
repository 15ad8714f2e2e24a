import assert from 'node:assert/strict';
import type { Contact } from '../../../services/roles/members.ts';
import { idOf, isId, isMachineName, likeness, tidy } from '../../../services/setups/setup-names.ts';
import { offerOf } from '../../../services/setups/setup-offer.ts';
import { planOf } from '../../../services/setups/setup-plan.ts';
import type { SetupWish } from '../../../services/setups/setup-wish.ts';
import { anyText } from '../../support/any-text.ts';
import { owner, researcher } from '../../support/machine-samples.ts';
import { zone } from '../../support/machine-world.ts';
import { fc } from '../../support/properties.ts';
import { runs } from '../../support/runs.ts';
import { guest, wish } from '../../support/setup-world.ts';

const offer = offerOf(zone, undefined, new Date('2026-03-02T09:00:00Z'));
const people = new Map<string, Contact | undefined>([
  [owner.aadObjectId, owner],
  [researcher.aadObjectId, researcher],
  [guest.aadObjectId, { ...guest, isGuest: true }],
]);

const anything = fc.oneof(
  anyText({ maxLength: 90 }),
  fc.constantFrom(
    '',
    ' ',
    '\u202eabc',
    '[parameters(1)]',
    "'; drop",
    '=cmd|x',
    '../..',
    '__proto__',
    'constructor',
    '\ud800',
  ),
);
const person = fc.oneof(anything, fc.constantFrom(...people.keys()));
/** A part of a form as it should be, or anything. */
const or = <K extends keyof SetupWish>(key: K, other: fc.Arbitrary<unknown>) =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constant(wish[key]) },
    { weight: 1, arbitrary: other as fc.Arbitrary<SetupWish[K]> },
  );
const machine = fc.record({
  name: fc.oneof(anything, fc.constantFrom('a-1', 'Lung-1', 'lung-1', 'com1')),
  size: fc.oneof(anything, fc.constantFrom(...offer.sizes.map(({ name }) => name))),
  image: fc.oneof(anything, fc.constantFrom('ubuntu', 'windows')),
  environment: fc.oneof(anything, fc.constantFrom('python', 'r', 'sql')),
});
const form: fc.Arbitrary<SetupWish> = fc.record({
  name: or('name', anything),
  purpose: or('purpose', anything),
  costCentre: or('costCentre', anything),
  owner: or('owner', person),
  members: or('members', fc.array(person, { maxLength: 60 })),
  budget: or('budget', fc.oneof(anything, fc.double().map(String), fc.integer().map(String))),
  thresholds: or('thresholds', fc.array(fc.oneof(fc.double(), fc.integer({ min: -5, max: 1100 })), { maxLength: 12 })),
  machines: or('machines', fc.array(machine, { maxLength: 25 })),
  endsOn: or(
    'endsOn',
    fc.oneof(
      anything,
      fc.date({ noInvalidDate: true }).map((day) => day.toISOString().slice(0, 10)),
    ),
  ),
  preset: or('preset', fc.oneof(anything, fc.constantFrom('open', 'standard'))),
});

describe('forms of new workspaces, whatever is in them', () => {
  it('come to a plan that the template takes, or to sentences about fields', () => {
    fc.assert(
      fc.property(form, (filled) => {
        const planned = planOf(filled, { zone, offer, people });
        if (!('plan' in planned)) {
          assert.ok(planned.problems.length > 0);
          return planned.problems.every(
            ({ field, words }) => field in wish && /^[\p{Lu}\p{L}\p{N}].*\.$/su.test(words),
          );
        }
        const { plan } = planned;
        assert.ok(isId(idOf(plan.name)) && plan.name.length <= 64, plan.name);
        assert.ok(plan.purpose !== '' && plan.costCentre !== '');
        assert.ok(/^\d+(\.\d+)?$/.test(plan.budget.amount) && Number(plan.budget.amount) > 0, plan.budget.amount);
        assert.ok(plan.thresholds.length <= 5 && plan.thresholds.every(Number.isInteger));
        assert.ok(plan.endsOn >= offer.earliestEnd && plan.endsOn <= offer.latestEnd, plan.endsOn);
        assert.ok(plan.machines.length <= 20 && plan.machines.every(({ name }) => isMachineName(name)));
        const names = plan.machines.map(({ name }) => name.toLowerCase());
        assert.equal(new Set(names).size, names.length);
        assert.ok(
          plan.members.every(({ aadObjectId }) => people.has(aadObjectId) && aadObjectId !== plan.owner.aadObjectId),
        );
        assert.ok(Object.hasOwn(zone.presets, plan.preset));
        return JSON.stringify(plan).isWellFormed();
      }),
      { numRuns: runs(150, 20_000) },
    );
  });

  it('have names whose short form is the same however often it is made, and that are like themselves', () => {
    fc.assert(
      fc.property(anything, (name) => {
        const id = idOf(tidy(name));
        assert.match(id, /^(?:[a-z0-9]+(?:-[a-z0-9]+)*)?$/);
        assert.ok(id.length <= 20);
        assert.equal(idOf(id), id);
        assert.equal(tidy(tidy(name)), tidy(name));
        assert.equal(likeness(tidy(` ${name}\u200b `)), likeness(tidy(name)));
      }),
      { numRuns: runs(200, 20_000) },
    );
  });
});
