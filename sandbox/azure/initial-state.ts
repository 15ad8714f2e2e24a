import { admins, location, type PersonKey, people, reviewers, workspaces } from '../seed.ts';
import type { DirectoryGroup, StateData } from './state.ts';

const created = '2026-01-05T08:00:00Z';

function ids(keys: readonly PersonKey[]): string[] {
  return keys.map((key) => people[key].aadObjectId);
}

function group(
  id: string,
  displayName: string,
  owners: readonly PersonKey[],
  members: readonly PersonKey[],
): DirectoryGroup {
  const mailNickname = displayName.toLowerCase().replaceAll(' ', '-');
  return {
    id,
    displayName,
    description: '',
    mailNickname,
    createdDateTime: created,
    groupTypes: [],
    owners: ids(owners),
    members: ids(members),
  };
}

/** What stands in the simulated Azure at the first start. */
export function initialState(): StateData {
  return {
    version: 1,
    machines: workspaces.flatMap((workspace) =>
      workspace.machines.map((machine) => ({
        name: machine.name,
        resourceGroup: workspace.resourceGroup,
        size: machine.size,
        os: machine.os,
        vmId: machine.vmId,
        privateAddress: machine.privateAddress,
        createdAt: created,
        tags: { workspace: workspace.id },
        power: machine.power,
        changedAt: Date.parse(created),
      })),
    ),
    resourceGroups: workspaces.map((workspace) => ({
      name: workspace.resourceGroup,
      location,
      tags: { workspace: workspace.id },
    })),
    operations: [],
    deployments: [],
    people: Object.values(people).map(({ aadObjectId, name, upn }) => ({
      id: aadObjectId,
      displayName: name,
      userPrincipalName: upn,
      apps: [],
    })),
    groups: [
      ...workspaces.map(({ groupId, name, owners, members }) => group(groupId, `${name} Workspace`, owners, members)),
      group(reviewers.groupId, reviewers.name, [], reviewers.members),
      group(admins.groupId, admins.name, [], admins.members),
    ],
    groupJournal: { first: 0, events: [] },
    disks: workspaces.flatMap(({ resourceGroup, disks = [] }) =>
      disks.map((disk) => ({ ...disk, resourceGroup, createdAt: created })),
    ),
    resources: [],
    quotas: {},
    withheld: [],
    books: {},
    seededBooks: [],
    meter: { resources: {} },
    processors: {},
    mail: [],
  };
}
