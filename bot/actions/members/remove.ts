import { confirmPeople, removeForm } from '../../../cards/members/people.ts';
import { defineAction, type Values } from '../action.ts';
import { changeReply, idsOf, targetOf } from './answer.ts';

const inputs = {
  people: { kind: 'people', ask: 'Who shall be removed?', label: 'People', optional: true },
  role: {
    kind: 'choice',
    ask: 'From the owners alone?',
    label: 'As',
    optional: true,
    choices: {
      owner: [
        'As owner',
        'as an owner',
        'as owners',
        'from the owners',
        'from owner',
        'from owners',
        'an owner',
        'owner anymore',
        'an owner anymore',
        'ownership',
        'ownership of',
        'the ownership',
        'demote',
        'a member again',
        'member again',
      ],
    },
  },
} as const;

/** Removes people from a workspace, or owners from its owners, after a card that says what follows. */
export const removeMember = defineAction({
  name: 'member.remove',
  summary: 'Remove people from a workspace',
  phrases: [
    'remove member',
    'remove a member',
    'remove somebody',
    'remove somebody from the workspace',
    'remove a colleague from the project',
    'remove {people}',
    'remove {people} from {workspace}',
    'remove {people} from the workspace',
    'remove {people} from the team',
    'remove {people} from the members',
    'delete {people} from {workspace}',
    'delete {people} from the members of {workspace}',
    'take {people} out of {workspace}',
    'take {people} off the team',
    'take {people} off {workspace}',
    'kick {people} out',
    'kick {people} out of {workspace}',
    'throw {people} out of {workspace}',
    'throw {people} out of the workspace',
    'exclude {people} from {workspace}',
    'expel {people}',
    '{people} has left {workspace}',
    '{people} has left',
    '{people} left the team',
    '{people} leaves {workspace}',
    '{people} is leaving',
    '{people} no longer works with us',
    '{people} no longer works in {workspace}',
    '{people} should no longer have access to {workspace}',
    '{people} does not work here anymore',
    '{people} does not need access to {workspace} anymore',
    'take away access to {workspace} from {people}',
    'take away access of {people}',
    'revoke access of {people} to {workspace}',
    'drop {people} from {workspace}',
    'offboard {people}',
    'remove a user',
    'remove a user from the workspace',
    'remove access for {people}',
    'remove the access of {people} to {workspace}',
    '{people} must lose access',
    '{people} loses access to {workspace}',
    'remove {people} as owner of {workspace}',
    'remove {people} as owner',
    'remove {people} from the owners',
    'remove {people} from the owners of {workspace}',
    '{people} is no longer an owner of {workspace}',
    '{people} is no longer an owner',
    '{people} is not an owner anymore',
    'demote {people}',
    'demote {people} to member',
    'make {people} a member again',
    'take ownership of {workspace} from {people}',
    '{people} should not be an owner of {workspace} anymore',
  ],
  permission: 'member.manage',
  workspace: 'needed',
  inputs,
  target: targetOf,

  async confirm(values, context) {
    if (!values.people) return undefined;
    const { caller, services, workspace } = context;
    const verb = verbOf(values);
    const meant = await services.memberships.weigh(caller, workspace, { verb, people: idsOf(values.people) });
    // That they are in it needs no saying here.
    const people = meant.map(({ role: _, ...person }) => person);
    return { card: confirmPeople({ workspace, verb, people, you: caller.aadObjectId }) };
  },

  async run(values, context) {
    const { caller, services, workspace } = context;
    if (values.people) return await changeReply(verbOf(values), idsOf(values.people), context);
    return { card: removeForm(workspace, await services.members.list(caller, workspace)) };
  },
});

function verbOf({ role }: Values<typeof inputs>): 'remove' | 'demote' {
  return role === 'owner' ? 'demote' : 'remove';
}
