import type { Actor } from '../change/aggregate.ts';
import type { WorkspaceError } from '../errors.ts';

/** Somebody in the directory, known by the object id that never changes. */
export interface Person {
  readonly aadObjectId: string;
  readonly name: string;
}

export type WorkspaceRole = 'owner' | 'member';

/** What somebody may do, as the directory said when it was asked at `checkedAt`. */
export interface Roles {
  readonly admin: boolean;
  readonly reviewer: boolean;
  /** Workspace id -> role there; an owner is a member too. */
  readonly workspaces: ReadonlyMap<string, WorkspaceRole>;
  readonly checkedAt: Date;
  /** Set where the directory could not be asked: then nothing is allowed, and this says so. */
  readonly unverified?: WorkspaceError;
}

/** The person whose word or press is being carried out. */
export interface Caller extends Person {
  readonly tenantId: string;
  readonly roles: Roles;
  /** BCP 47, for example `en-GB`. */
  readonly locale: string;
}

/** Who did something, as history keeps it: with the roles of that moment. */
export function actorOf(caller: Caller, workspace: { readonly id: string }): Actor {
  const here = caller.roles.workspaces.get(workspace.id);
  const roles = [here, caller.roles.admin ? 'admin' : undefined, caller.roles.reviewer ? 'reviewer' : undefined];
  return { aadObjectId: caller.aadObjectId, name: caller.name, roles: roles.filter((role) => role !== undefined) };
}

const objectId = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** True for what is written as the directory's object ids are, in either case. */
export function isObjectId(said: string): boolean {
  return objectId.test(said);
}

/** The person alone, of whatever else is known. */
export function personOf({ aadObjectId, name }: Person): Person {
  return { aadObjectId, name };
}
