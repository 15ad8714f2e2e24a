import { button } from '../../../cards/button.ts';
import { addForm, confirmPeople } from '../../../cards/members/people.ts';
import { notice } from '../../../cards/talk/notice.ts';
import { memberTexts, named } from '../../../cards/texts/members.ts';
import { brief } from '../../../cards/wording.ts';
import type { Meant } from '../../../services/members/memberships.ts';
import { type Context, defineAction, type Reply, type Values } from '../action.ts';
import { changeReply, targetOf } from './answer.ts';
import { type Found, findPeople, requireFewNames } from './found.ts';

const { actions, already, asks } = memberTexts;

const inputs = {
  people: { kind: 'people', ask: 'Who shall be added?', label: 'People', optional: true, anybody: true },
  role: {
    kind: 'choice',
    ask: 'As a member or an owner?',
    label: 'As',
    optional: true,
    choices: {
      member: ['Member', 'as member', 'as a member', 'as members'],
      owner: [
        'Owner',
        'as owner',
        'as an owner',
        'as owners',
        'an owner',
        'the owner',
        'co-owner',
        'owner of',
        'owners of',
        'an owner of',
        'the owner of',
      ],
    },
  },
  name: { kind: 'text', ask: 'What is their name or address?', label: 'Name or address', optional: true },
  /** Of Teams' own picker: object ids. */
  picked: { kind: 'field', ask: 'Who shall be added?', label: 'People', optional: true },
} as const;

/** Adds people to a workspace, or makes them owners of it, after a card that names them in full. */
export const addMember = defineAction({
  name: 'member.add',
  summary: 'Add people to a workspace',
  phrases: [
    'add member',
    'add a member',
    'add a new member',
    'add somebody',
    'add a colleague',
    'add a colleague to the project',
    'add somebody to the workspace',
    'add {people}',
    'add {people} to {workspace}',
    'add {people} to the workspace',
    'add {people} to the team',
    'add {people} as member',
    'add {people} as owner of {workspace}',
    'invite {people}',
    'invite {people} to {workspace}',
    'invite {people} to our workspace',
    'invite somebody',
    'give {people} access',
    'give {people} access to {workspace}',
    'grant {people} access to {workspace}',
    'let {people} into {workspace}',
    '{people} needs access to {workspace}',
    '{people} needs access',
    '{people} should have access to {workspace}',
    '{people} joins {workspace}',
    '{people} joins our team',
    '{people} is new in {workspace}',
    '{people} becomes a member of {workspace}',
    'can {people} become a member of {workspace}',
    'can {people} join {workspace}',
    'make {people} a member of {workspace}',
    'make {people} an owner of {workspace}',
    'put {people} in {workspace}',
    'put {people} on the team',
    'bring {people} into {workspace}',
    'include {people} in {workspace}',
    'enrol {people} in {workspace}',
    'onboard {people}',
    'new member',
    'new member for {workspace}',
    'we have a new colleague',
    'add a user',
    'how do I add a user',
    'add a person to our team',
    'add people to the workspace',
    'add new people',
    'add new members to the workspace',
  ],
  permission: 'member.manage',
  workspace: 'needed',
  inputs,
  target: targetOf,

  async confirm(values, context) {
    const said = saidIn(values);
    if (!said) return undefined;
    const found = await everybodyNamed(said, context);
    if (!isClear(found)) return undefined;
    const meant = await weighed(values, found, context);
    if (meant.every((each) => isThere(each, values))) return undefined;
    const { caller, workspace } = context;
    const addresses = new Map(found.clear.map(({ aadObjectId, mail }) => [aadObjectId, mail]));
    const people = meant.map((each) => ({ ...each, mail: each.mail ?? addresses.get(each.aadObjectId) }));
    return { card: confirmPeople({ workspace, verb: verbOf(values), people, you: caller.aadObjectId }) };
  },

  async run(values, context) {
    const said = saidIn(values);
    const found = said ? await everybodyNamed(said, context) : undefined;
    if (!found || !isClear(found)) return formReply(values, found, context);
    const meant = await weighed(values, found, context);
    const lacking = meant.filter((each) => !isThere(each, values));
    if (lacking.length === 0) return alreadyReply(values, meant, context);
    const people = lacking.map(({ aadObjectId }) => aadObjectId);
    return await changeReply(verbOf(values), people, context);
  },
});

type AddValues = Values<typeof inputs>;

function saidIn({ people = '', picked = '', name = '' }: AddValues): string {
  // The playground's picker gives the ids by which it talks, which have a prefix.
  return [people, picked.replaceAll(/\b29:/g, ''), name].filter(Boolean).join(', ');
}

async function everybodyNamed(said: string, context: Context): Promise<Found> {
  requireFewNames(said);
  return await findPeople(said, context);
}

function verbOf({ role }: AddValues): 'add' | 'appoint' {
  return role === 'owner' ? 'appoint' : 'add';
}

function isClear({ clear, several, unknown }: Found): boolean {
  return clear.length > 0 && several.length === 0 && unknown.length === 0;
}

function isThere({ role }: Meant, values: AddValues): boolean {
  return role === 'owner' || (role === 'member' && verbOf(values) === 'add');
}

async function weighed(values: AddValues, { clear }: Found, context: Context): Promise<readonly Meant[]> {
  const { caller, services, workspace } = context;
  const people = clear.map(({ aadObjectId }) => aadObjectId);
  return await services.memberships.weigh(caller, workspace, { verb: verbOf(values), people });
}

/** The form, with those who may be meant to choose from, or a field to search in. */
function formReply(values: AddValues, found: Found | undefined, { origin, workspace }: Context): Reply {
  const { clear = [], several = [], unknown = [], near = [] } = found ?? {};
  const notes = [
    ...(near.length > 0 ? [asks.near(near)] : several.length > 0 ? [asks.which] : []),
    ...(unknown.length > 0
      ? [clear.length + several.length > 0 ? asks.unknownToo(unknown) : asks.unknown(unknown)]
      : []),
  ];
  return {
    card: addForm({
      workspace,
      choices: [...clear, ...several],
      chosen: clear.map(({ aadObjectId }) => aadObjectId),
      role: values.role === 'owner' ? 'owner' : 'member',
      said: unknown.join(', '),
      note: notes.join(' '),
      inTeams: origin.inTeams ?? false,
    }),
  };
}

function alreadyReply(values: AddValues, meant: readonly Meant[], { workspace }: Context): Reply {
  const says = verbOf(values) === 'add' ? already.title : already.owners;
  const title = says(named(meant.map(({ name }) => name)), meant.length, brief(workspace.name));
  return {
    card: notice({ title, text: already.text, buttons: [button(actions.show, 'member.list', { id: workspace.id })] }),
  };
}
