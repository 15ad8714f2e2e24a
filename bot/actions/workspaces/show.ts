import { dayText } from '../../../cards/money.ts';
import { roleIn } from '../../../cards/workspaces/list.ts';
import { workspaceCard } from '../../../cards/workspaces/workspace.ts';
import { may } from '../../../services/policy.ts';
import { defineAction } from '../action.ts';

export const showWorkspace = defineAction({
  name: 'workspace.show',
  summary: 'Show a workspace: people and machines',
  phrases: [
    'show workspace',
    'show workspace {workspace}',
    'show {workspace}',
    'open workspace {workspace}',
    '{workspace}',
    'describe workspace {workspace}',
    'tell me about {workspace}',
    'details of {workspace}',
    'info about workspace {workspace}',
    'information about {workspace}',
    'more about {workspace}',
    'how is {workspace} doing',
    'status of {workspace}',
    'what is in workspace {workspace}',
    'what does workspace {workspace} look like',
    'what is in this workspace',
    'workspace details',
    'about this workspace',
    'which workspace am I in',
    'current workspace',
    'overview of {workspace}',
    'where am I',
    'which workspace is active',
    'what is workspace {workspace}',
    'workspace {workspace}',
    'how are things in {workspace}',
    'which workspace am I using',
    'what can I find in {workspace}',
  ],
  permission: 'workspace.read',
  readOnly: true,
  workspace: 'needed',
  inputs: { workspace: { kind: 'workspace', ask: 'Which workspace?', label: 'Workspace', optional: true } },

  async run(_values, { caller, workspace, services, now }) {
    const role = roleIn(caller.roles, workspace.id);
    // Reviewers know of every workspace and see inside none.
    if (!may(caller, workspace, 'machine.read')) return { card: workspaceCard({ workspace, role }) };
    const [people, machines] = await Promise.all([
      services.members.list(caller, workspace),
      services.machines.list(caller, workspace),
    ]);
    const started = machines.filter(({ state }) => state === 'Started').length;
    const inside = { people: people.length, started, machines: machines.length };
    const lastDay = workspace.endsOn && dayText(workspace.endsOn, now, caller.locale);
    return { card: workspaceCard({ workspace, role, inside, lastDay }) };
  },
});
