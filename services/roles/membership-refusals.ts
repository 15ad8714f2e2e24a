import { WorkspaceError } from '../errors.ts';
import type { Workspace } from '../workspaces/workspaces.ts';
import type { Contact, Members } from './members.ts';

/** Also where the directory says so itself. */
export function lastOwner(name: string, { name: workspace }: Workspace): WorkspaceError {
  return new WorkspaceError(
    'conflict',
    `${name} is the last owner of ${workspace}. Make somebody else an owner first, then try again.`,
  );
}

export function notThere(person: Contact | undefined, workspace: Workspace): WorkspaceError {
  return new WorkspaceError(
    'not-found',
    `${person?.name ?? 'Whoever that is'} is not in ${workspace.name}. Write "members" to see who is.`,
  );
}

export function noGuests({ name }: Contact, workspace: Workspace): WorkspaceError {
  return new WorkspaceError(
    'forbidden',
    `${name} is a guest from another organisation, and ${workspace.name} takes no guests. Ask an admin whether it may.`,
  );
}

/** Whoever came into such a group, or left it, would be appointed, or dismissed, with it. @throws {WorkspaceError} refused */
export async function requireNoPlatformRoles(
  members: Pick<Members, 'makesPlatformRoles'>,
  workspace: Workspace,
): Promise<void> {
  if (await members.makesPlatformRoles(workspace)) throw platformGroup(workspace);
}

export function platformGroup({ name }: Workspace): WorkspaceError {
  return new WorkspaceError(
    'refused',
    `The group of ${name} makes reviewers or admins, itself or through a group that it is in, so its people are not changed from here. Ask an admin to take it out of that group in Entra.`,
  );
}
