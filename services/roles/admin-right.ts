import type { Actor } from '../change/aggregate.ts';
import { AdminsOnly } from '../people/admins-only.ts';
import { type Caller, type Person, personOf } from '../people/people.ts';
import { may } from '../policy.ts';
import { callerNow } from './caller-now.ts';
import type { Members } from './members.ts';

/**
 * The caller as the directory knows them this moment, who must be an admin: for what concerns workspaces of others.
 * Where a word a minute old is good enough, `requireAdmin` of policy.ts asks nobody.
 * @throws {WorkspaceError} forbidden, and the directory's
 */
export async function requireAdminNow(members: Pick<Members, 'rolesNow'>, caller: Caller): Promise<Caller> {
  const now = await callerNow(members, caller);
  if (may(now, undefined, 'admin.operate')) return now;
  throw new AdminsOnly('Only admins may do that. Ask one of them to do it for you.');
}

/** Who did something as an admin, as history keeps it. */
export function adminActor(person: Person): Actor {
  return { ...personOf(person), roles: ['admin'] };
}
