import { machineListCard } from '../../../cards/machines/list.ts';
import { WorkspaceError } from '../../../services/errors.ts';
import type { Caller } from '../../../services/people/people.ts';
import type { Services } from '../../../services/services.ts';
import type { Workspace } from '../../../services/workspaces/workspaces.ts';
import { defineAction } from '../action.ts';

/** Beyond this many workspaces a list of everything helps nobody. */
const mostListed = 20;

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

    'which machines does {workspace} have',
    'give me all machines',
    'all machines',
    'available machines',
    'which of my machines are on',
    'are any machines running',
    'is there a machine I can use',
    'do we have any machine',
    'what machines do we have',
    'which machines are stopped',
    'list of machines',
    'machine list',
    'give me a machine list',
    'what is running',
    'anything running in {workspace}',
    'what runs in {workspace}',
  ],
  permission: 'machine.read',
  readOnly: true,
  workspace: 'optional',
  inputs: {
    workspace: { kind: 'workspace', ask: 'Which workspace is this about?', label: 'Workspace', optional: true },
    page: { kind: 'page', ask: 'Which page?', label: 'Page', optional: true },
  },

  async run({ page }, { caller, workspace, services }) {
    const places = workspace ? [workspace] : await ownWorkspaces(caller, services);
    const lists = await Promise.all(places.map((place) => services.machines.list(caller, place)));
    return { card: machineListCard(workspace, lists.flat(), Number(page ?? 0)) };
  },
});

/** Where the caller works; for admins and reviewers, who see every workspace, those there are, as long as they are few. */
async function ownWorkspaces(caller: Caller, services: Services): Promise<readonly Workspace[]> {
  const visible = await services.workspaces.list(caller);
  const own = visible.filter(({ id }) => caller.roles.workspaces.has(id));
  if (own.length > 0) return own;
  if (visible.length <= mostListed) return visible;
  throw new WorkspaceError(
    'invalid',
    'There are too many workspaces to list at once. Name one, for example "machines in Oncology".',
  );
}
