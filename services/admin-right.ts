import { WorkspaceError } from './errors.ts';
import type { Members } from './members.ts';
import type { Caller } from './people.ts';
import { may } from './policy.ts';

/**
 * The caller as the directory knows them this moment, who must be an admin: for what concerns workspaces of others.
 * @throws {WorkspaceError} forbidden, and the directory's
 */
export async function requireAdmin(members: Pick<Members, 'rolesNow'>, caller: Caller): Promise<Caller> {
  const roles = await members.rolesNow(caller.aadObjectId);
  const now = { ...caller, roles };
  if (may(now, undefined, 'admin.operate')) return now;
  throw new WorkspaceError('forbidden', 'Only admins may do that. Ask one of them to do it for you.');
}
