import { workspaceListCard } from '../../../cards/workspaces/list.ts';
import { defineAction } from '../action.ts';

export const listWorkspaces = defineAction({
  name: 'workspace.list',
  summary: 'List your workspaces',
  phrases: [
    'workspaces',
    'my workspaces',
    'list workspaces',
    'show my workspaces',
    'which workspaces do I have',
    'what workspaces am I in',
    'which workspaces can I use',
    'what projects do I have',
    'show all projects',
    'where do I work',
    'overview of my workspaces',
    'which research environments do I belong to',
    'workspaces I have access to',
    'in which workspaces am I a member',
    'give me an overview of my workspaces',
    'available workspaces',
    'do I have any workspaces',
    'which workspaces are there',
    'what environments can I go into',
    'list every workspace',
  ],
  readOnly: true,
  workspace: 'none',
  inputs: { page: { kind: 'page', ask: 'Which page?', label: 'Page', optional: true } },

  async run({ page }, { caller, services, current }) {
    const { admin, reviewer } = caller.roles;
    const all = await services.workspaces.list(caller);
    // Who may not bring it back, and does not read its records, has nothing to do there.
    const workspaces = all.filter(({ archivedAt }) => archivedAt === undefined || admin || reviewer);
    return { card: workspaceListCard(workspaces, caller.roles, current?.id, Number(page ?? 0)) };
  },
});
