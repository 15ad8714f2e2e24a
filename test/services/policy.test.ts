import assert from 'node:assert/strict';
import { WorkspaceError } from '../../services/errors.ts';
import type { Caller } from '../../services/people/people.ts';
import { may, noSuchWorkspace, type Permission, requirePermission } from '../../services/policy.ts';
import { caller, researcher, workspace } from '../support/machine-samples.ts';

const oncology = workspace();

/** How somebody stands to Oncology, the workspace in question. */
const relations = {
  outsider: caller(researcher),
  elsewhere: caller(researcher, { genomics: 'owner', cardiology: 'member' }),
  member: caller(researcher, { oncology: 'member' }),
  owner: caller(researcher, { oncology: 'owner' }),
  reviewer: caller(researcher, {}, { reviewer: true }),
  admin: caller(researcher, {}, { admin: true }),
  'member and reviewer': caller(researcher, { oncology: 'member' }, { reviewer: true }),
  'owner elsewhere and admin': caller(researcher, { genomics: 'owner' }, { admin: true }),
} satisfies Record<string, Caller>;

type Relation = keyof typeof relations;

/** Written down by hand: y may, n may not and hears so, . hears that there is no such workspace. */
const order: readonly Relation[] = [
  'outsider',
  'elsewhere',
  'member',
  'owner',
  'reviewer',
  'admin',
  'member and reviewer',
  'owner elsewhere and admin',
];
const expected: Record<Permission, string> = {
  'workspace.read': '. . y y y y y y',
  'workspace.manage': '. . n n n y n y',
  'machine.read': '. . y y n y y y',
  'machine.operate': '. . y y n y y y',
  'machine.connect': '. . y y n n y n',
  'file.read': '. . y y n n y n',
  'request.open': '. . y y n n y n',
  'request.read': '. . y y y y y y',
  'request.decide': '. . n y y y y y',
  'member.read': '. . y y n y y y',
  'member.manage': '. . n y n y n y',
  'budget.read': '. . y y n y y y',
  'budget.ask': '. . n y n y n y',
  'budget.manage': '. . n n n y n y',
  'budget.report': '. . n y y y y y',
  'audit.read': '. . n y y y y y',
  'audit.verify': '. . n y n y n y',
  'admin.operate': '. . n n n y n y',
};

function answer(who: Caller, permission: Permission): string {
  try {
    requirePermission(who, oncology, permission);
    return 'y';
  } catch (error) {
    assert.ok(error instanceof WorkspaceError);
    return error.code === 'not-found' ? '.' : 'n';
  }
}

describe('the policy', () => {
  for (const [permission, row] of Object.entries(expected) as [Permission, string][]) {
    it(`lets those do ${permission} who may, and tells the others no more than they may know`, () => {
      const answers = order.map((relation) => answer(relations[relation], permission));

      assert.deepEqual(Object.fromEntries(order.map((one, at) => [one, answers[at]])), byRelation(row));
    });
  }

  it('gives the same answer where it is only asked', () => {
    for (const permission of Object.keys(expected) as Permission[])
      for (const relation of order)
        assert.equal(
          may(relations[relation], oncology, permission),
          answer(relations[relation], permission) === 'y',
          `${relation} ${permission}`,
        );
  });

  it('counts what somebody may in any workspace where none is in question', () => {
    assert.equal(may(relations.elsewhere, undefined, 'member.manage'), true);
    assert.equal(may(relations.elsewhere, undefined, 'workspace.manage'), false);
    assert.equal(may(relations.member, undefined, 'member.manage'), false);
    assert.equal(may(relations.outsider, undefined, 'machine.read'), false);
    assert.equal(may(relations.admin, undefined, 'admin.operate'), true);
  });

  it('answers an outsider as if the workspace did not exist', () => {
    assert.throws(
      () => requirePermission(relations.outsider, oncology, 'machine.operate'),
      noSuchWorkspace('Oncology'),
    );
  });

  it('says who else may, in finished sentences', () => {
    const words = (permission: Permission) => {
      try {
        requirePermission(relations.member, oncology, permission);
      } catch (error) {
        return (error as Error).message;
      }
      return '';
    };

    assert.equal(words('member.manage'), 'You cannot do that in Oncology. Ask an owner of Oncology to do it for you.');
    assert.equal(words('budget.manage'), 'You cannot do that in Oncology. Ask an admin to do it for you.');
  });
});

function byRelation(row: string): Record<string, string> {
  return Object.fromEntries(row.split(' ').map((letter, at) => [order[at], letter]));
}
