import { WorkspaceError } from './errors.ts';
import { AdminsOnly } from './people/admins-only.ts';
import type { Caller } from './people/people.ts';
import { quoted } from './text/quoted.ts';
import { deskPlace } from './workspaces/desk-place.ts';
import type { Workspace } from './workspaces/workspaces.ts';

type Role = 'member' | 'owner' | 'reviewer' | 'admin';

/** Who may do what. `member` and `owner` are of the workspace in question, an owner may do all that a member may. */
const allowed = {
  'workspace.read': ['member', 'owner', 'reviewer', 'admin'],
  'workspace.manage': ['admin'],
  'machine.read': ['member', 'owner', 'admin'],
  'machine.operate': ['member', 'owner', 'admin'],
  'machine.connect': ['member', 'owner'],
  'file.read': ['member', 'owner'],
  'request.open': ['member', 'owner'],
  'request.read': ['member', 'owner', 'reviewer', 'admin'],
  'request.decide': ['owner', 'reviewer', 'admin'],
  'member.read': ['member', 'owner', 'admin'],
  'member.manage': ['owner', 'admin'],
  'budget.read': ['member', 'owner', 'admin'],
  'budget.ask': ['owner', 'admin'],
  'budget.manage': ['admin'],
  'budget.report': ['owner', 'reviewer', 'admin'],
  'audit.read': ['owner', 'reviewer', 'admin'],
  'audit.verify': ['owner', 'admin'],
  'admin.operate': ['admin'],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof allowed;

/** What changes nothing, and so goes on in a workspace that is archived: its records are kept, and whoever may bring it back reads them. */
const ofArchived: ReadonlySet<Permission> = new Set<Permission>([
  ...(['workspace.read', 'workspace.manage', 'machine.read', 'request.read', 'member.read'] as const),
  ...(['budget.read', 'budget.report', 'audit.read', 'audit.verify', 'admin.operate'] as const),
]);

/** What there is to do at the admin's desk, which is no workspace: its record is read, by admins alone. */
const ofDesk: ReadonlySet<Permission> = new Set<Permission>(['workspace.read', 'audit.read', 'audit.verify']);

/** True for what admins alone may do. */
export function isForAdmins(permission: Permission | undefined): boolean {
  return permission !== undefined && allowed[permission].every((role) => role === 'admin');
}

/** True where the caller may, in this workspace (or anywhere, where `workspace` is undefined). */
export function may(
  caller: Caller,
  workspace: Pick<Workspace, 'id' | 'archivedAt'> | undefined,
  permission: Permission,
): boolean {
  if (workspace?.archivedAt !== undefined && !ofArchived.has(permission)) return false;
  if (workspace?.id === deskPlace.id) return caller.roles.admin && ofDesk.has(permission);
  const roles: readonly Role[] = allowed[permission];
  if (caller.roles.admin && roles.includes('admin')) return true;
  if (caller.roles.reviewer && roles.includes('reviewer')) return true;
  const here = workspace ? [caller.roles.workspaces.get(workspace.id)] : [...caller.roles.workspaces.values()];
  return here.some(
    (role) => role !== undefined && (roles.includes(role) || (role === 'owner' && roles.includes('member'))),
  );
}

/** The answer for a workspace that is not there, and to somebody outside it: both read the same. */
export function noSuchWorkspace(named: string): WorkspaceError {
  return new WorkspaceError(
    'not-found',
    `I know no workspace ${quoted(named)} that you work in. Write "workspaces" to see yours.`,
  );
}

/** @throws {WorkspaceError} forbidden for whoever is no admin; what the directory could not say, where it was not to be asked */
export function requireAdmin(caller: Caller): void {
  if (may(caller, undefined, 'admin.operate')) return;
  if (caller.roles.unverified) throw caller.roles.unverified;
  throw new AdminsOnly('That is for admins. Ask one of them to do it for you.');
}

/** @throws {WorkspaceError} not-found for somebody outside the workspace, conflict where it is archived, forbidden for somebody inside who may not. */
export function requirePermission(caller: Caller, workspace: Workspace, permission: Permission): void {
  if (may(caller, workspace, permission)) return;
  if (!may(caller, workspace, 'workspace.read')) throw noSuchWorkspace(workspace.name);
  if (workspace.archivedAt !== undefined && !ofArchived.has(permission)) throw archived(workspace);
  const owners = allowed[permission] as readonly Role[];
  const who = owners.includes('owner') ? `an owner of ${workspace.name}` : 'an admin';
  throw new WorkspaceError('forbidden', `You cannot do that in ${workspace.name}. Ask ${who} to do it for you.`);
}

/** Nothing is done in it, by whomever. */
export function archived({ name, archivedAt = '' }: Pick<Workspace, 'name' | 'archivedAt'>): WorkspaceError {
  return new WorkspaceError(
    'conflict',
    `${name} has been archived since ${archivedAt.slice(0, 10)}, so nothing can be done in it. Ask an admin to bring it back.`,
  );
}
