import { machineListCard } from '../../../cards/machines/list.ts';
import { defineAction } from '../action.ts';

export const listMachines = defineAction({
  name: 'machine.list',
  summary: 'List the machines and what runs',
  phrases: [
    'machines',
    'list machines',
    'my machines',
    'show machines',
    'show all machines',
    'which machines do I have',
    'what machines are there',
    'which machines are running',
    'what machines can I use',
    'which machines can I start',
    'are there any machines',
    'overview of machines',
    'list the machines in {workspace}',
    'show machines of {workspace}',
    'machines {workspace}',
    'status of all machines',
    'are the machines running',
    'state of my machines',
    'how many machines do we have',
    'are any machines on',
    'machine list',
    'which machines does {workspace} have',
  ],
  permission: 'machine.read',
  readOnly: true,
  workspace: 'needed',
  inputs: {
    workspace: { kind: 'workspace', ask: 'Which workspace is this about?', label: 'Workspace', optional: true },
    page: { kind: 'page', ask: 'Which page?', label: 'Page', optional: true },
  },

  async run({ page }, { caller, workspace, services }) {
    return { card: machineListCard(workspace, await services.machines.list(caller, workspace), Number(page ?? 0)) };
  },
});
