import type { Caller, Person, Roles } from '../../../../services/people/people.ts';
import { WorkspaceDirectory } from '../../../../services/workspaces/workspace-directory.ts';
import type { Workspace } from '../../../../services/workspaces/workspaces.ts';
import { MemoryStore } from '../../effects/world/memory-store.ts';

export const groups = { workspace: 'group-oncology', reviewers: 'group-reviewers', admins: 'group-admins' };

/** Who there is, by what they are at first; `deputy` only where the workspace names one. */
export const people = ['researcher', 'member', 'owner', 'owner2', 'deputy', 'admin', 'reviewer', 'outsider'] as const;
export type PersonId = (typeof people)[number];

export function person(id: string): Person {
  return { aadObjectId: id, name: id };
}

export function caller(id: string, roles: Roles): Caller {
  return { ...person(id), tenantId: 'tenant', locale: 'en', roles };
}

export interface Setting {
  readonly deputy: boolean;
  readonly channel: boolean;
}

/** The workspace in which all happens. */
export function workspaceOf({ deputy, channel }: Setting): Workspace {
  return {
    id: 'oncology',
    name: 'Oncology',
    resourceGroup: 'rg-oncology',
    groupId: groups.workspace,
    desktop: { entraSignIn: true, clipboard: false, drives: false, printers: false },
    storage: { public: 'https://public.example', secure: 'https://secure.example' },
    requests: deputy ? { deputy: 'deputy' } : {},
    ...(channel && { channel: { conversationId: 'channel', serviceUrl: 'https://teams.example' } }),
  };
}

/** Of that one workspace; asks nothing that could fail. */
export async function directoryOf(workspace: Workspace): Promise<WorkspaceDirectory> {
  const still = { now: () => new Date(0), schedule: () => () => {} };
  const directory = new WorkspaceDirectory(new MemoryStore(still), still);
  await directory.register([workspace]);
  return directory;
}
