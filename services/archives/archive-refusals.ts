import { WorkspaceError } from '../errors.ts';
import type { Person } from '../people/people.ts';
import type { Workspace } from '../workspaces/workspaces.ts';

export function noSecond({ name }: Workspace): WorkspaceError {
  return new WorkspaceError(
    'conflict',
    `You are the only admin, and ${name} is archived by two. Have somebody added to the admins' group, then try again.`,
  );
}

export function sameKey({ name }: Workspace): WorkspaceError {
  return new WorkspaceError(
    'forbidden',
    `You turned the first key for ${name}, so another admin has to turn the second. They were asked; nothing was changed.`,
  );
}

export function tooLate({ name }: Workspace): WorkspaceError {
  return new WorkspaceError('conflict', `${name} cannot be brought back any more: its retention time is over.`);
}

export function platformGroup({ name }: Workspace): WorkspaceError {
  return new WorkspaceError(
    'refused',
    `The group of ${name} makes reviewers or admins, so it cannot be emptied from here. Tell an admin of the tenant.`,
  );
}

export function firstIsNoAdmin({ name: first }: Person, { name }: Workspace): WorkspaceError {
  return new WorkspaceError(
    'conflict',
    `${first}, who wanted to archive ${name}, is no admin any more, so one key is missing. Refuse it, and begin again where it is still wanted.`,
  );
}

export function nobodyWants({ name, id }: Workspace): WorkspaceError {
  return new WorkspaceError('not-found', `Nobody wants to archive ${name}. Write "archive ${id}".`);
}

export function sharedPlace({ name }: Workspace, { name: other }: Workspace): WorkspaceError {
  return new WorkspaceError(
    'refused',
    `${name} has its resource group or its group together with ${other}, so what is taken away would be missing there. Give one of them its own first.`,
  );
}
