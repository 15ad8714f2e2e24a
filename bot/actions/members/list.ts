import { memberListCard, membersPerPage } from '../../../cards/members/list.ts';
import { may } from '../../../services/policy.ts';
import { type Context, defineAction, type Reply } from '../action.ts';

export const listMembers = defineAction({
  name: 'member.list',
  summary: 'List the people of a workspace',
  phrases: [
    'members',
    'list members',
    'show members',
    'who are the members',
    'members of {workspace}',
    'show the members of {workspace}',
    'list the people in {workspace}',
    'list everyone in {workspace}',
    'show the people of {workspace}',
    'who is in {workspace}',
    'who is in this workspace',
    'who works in {workspace}',
    'who works on {workspace}',
    'who works here',
    'who belongs to {workspace}',
    'who has access to {workspace}',
    'who has access to this workspace',
    'who can see {workspace}',
    'who is a member of {workspace}',
    'who else is in {workspace}',
    'who owns {workspace}',
    'who is the owner of {workspace}',
    'who are the owners',
    'who are the owners of {workspace}',
    'who runs {workspace}',
    'which people are in {workspace}',
    'which people work in this workspace',
    'people',
    'people in {workspace}',
    'my team',
    'show my team',
    'who is on my team',
    'show my colleagues',
    'how many members does {workspace} have',
    'member list',
    'is {people} in {workspace}',
    'is {people} a member of {workspace}',
    'which members does {workspace} have',
    'which members are in {workspace}',
    'who are my colleagues',
    'list everyone',
    'show everyone in {workspace}',
    'how many people work in {workspace}',
    'which researchers are in our team',
    'how many people are in {workspace}',
    'show the people in my workspace',
    'who is a member here',
    'show everyone',
    'show all members',
    'all members',
    'who can see our data',
  ],
  permission: 'member.read',
  readOnly: true,
  workspace: 'needed',
  inputs: { page: { kind: 'page', ask: 'Which page?', label: 'Page', optional: true } },

  async run({ page }, context) {
    return await membersReply(context, Number(page ?? 0));
  },
});

async function membersReply({ caller, services, workspace, now }: Context, page: number): Promise<Reply> {
  const [shown, known] = await Promise.all([
    services.memberLists.page(caller, workspace, page, membersPerPage),
    services.trainings.of(workspace),
  ]);
  const policy = workspace.members?.training;
  const view = { workspace, manages: may(caller, workspace, 'member.manage'), now };
  const { aadObjectId: you, locale } = caller;
  return {
    card: memberListCard({ ...shown, ...view, you, locale, ...(known && policy && { trainings: { known, policy } }) }),
  };
}
