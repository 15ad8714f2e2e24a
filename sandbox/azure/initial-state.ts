import { admins, location, type PersonKey, people, reviewers, workspaces } from '../seed.ts';
import type { DirectoryGroup, StateData } from './state.ts';

const created = '2026-01-05T08:00:00Z';

/** Of everybody in the seed: the last attempt failed. */
const signInActivity = {
  lastSignInDateTime: '2026-02-27T09:12:44Z',
  lastSignInRequestId: '5d6a5d3c-9d8c-4f4b-8f5e-0c2b1e7a9600',
  lastNonInteractiveSignInDateTime: '2026-02-26T16:40:02Z',
  lastNonInteractiveSignInRequestId: '2b9c3f52-1f0e-4c9b-a7c4-6d0f4be51b00',
  lastSuccessfulSignInDateTime: '2026-02-26T16:40:02Z',
  lastSuccessfulSignInRequestId: '2b9c3f52-1f0e-4c9b-a7c4-6d0f4be51b00',
};

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
      signInActivity,
    })),
    isPremium: true,
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
