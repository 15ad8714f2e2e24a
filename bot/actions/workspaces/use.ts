import { machineListCard } from '../../../cards/machines/list.ts';
import { workspaceListCard } from '../../../cards/workspaces/list.ts';
import { WorkspaceError } from '../../../services/errors.ts';
import { may } from '../../../services/policy.ts';
import { defineAction } from '../action.ts';

export const useWorkspace = defineAction({
  name: 'workspace.use',
  summary: 'Choose the workspace you work in',
  phrases: [
    'switch workspace',
    'use workspace',
    'use {workspace}',
    'use workspace {workspace}',
    'switch to {workspace}',
    'switch to workspace {workspace}',
    'change to {workspace}',
    'change workspace',
    'change workspace to {workspace}',
    'go to {workspace}',
    'go to workspace {workspace}',
    'work in {workspace}',
    'work in workspace {workspace}',
    'work with {workspace} from now on',
    'move to workspace {workspace}',
    'select {workspace}',
    'select workspace {workspace}',
    'choose workspace {workspace}',
    'use another workspace',
    'enter {workspace}',
    'take me to {workspace}',
    'move over to {workspace}',
    'jump to {workspace}',
    'set workspace to {workspace}',
    'set {workspace} as my workspace',
    'make {workspace} my workspace',
    'make {workspace} my current workspace',
    'switch to workspace {workspace} and stay there',
    'set the active workspace to {workspace}',
    'the active workspace should be {workspace}',
    'choose {workspace}',
    'work on {workspace}',
    'go to another workspace',
  ],
  permission: 'workspace.read',
  workspace: 'none',
  inputs: { workspace: { kind: 'workspace', ask: 'Which workspace do you want to work in?', label: 'Workspace' } },

  async run({ workspace: id }, { caller, services, current, origin }) {
    const workspace = await services.workspaces.get(caller, id);
    // What is written in a bound channel is about its workspace, for everybody there.
    const isBound = origin.channel && current?.channel?.conversationId === origin.channel.conversationId;
    if (isBound && current.id !== workspace.id)
      throw new WorkspaceError(
        'conflict',
        `This channel is about ${current.name}. Name ${workspace.name} in the sentence, or ask in your own chat with me.`,
      );
    // Reviewers work in every workspace and have no machines there.
    const card = may(caller, workspace, 'machine.read')
      ? machineListCard(workspace, await services.machines.list(caller, workspace))
      : workspaceListCard(await services.workspaces.list(caller), caller.roles, workspace.id);
    return { card, useWorkspace: workspace.id };
  },
});
