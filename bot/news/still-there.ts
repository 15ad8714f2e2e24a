import type { Person } from '../../services/people/people.ts';
import { may } from '../../services/policy.ts';
import type { Members } from '../../services/roles/members.ts';
import type { Workspace } from '../../services/workspaces/workspaces.ts';

/**
 * True where somebody may still see the machines of the workspace: who used one may have left since. At most a minute old.
 * @throws {WorkspaceError} the directory's, where it does not answer
 */
export async function isStillThere(
  members: Pick<Members, 'rolesOf'>,
  { aadObjectId, name }: Person,
  workspace: Workspace,
): Promise<boolean> {
  const roles = await members.rolesOf(aadObjectId);
  return may({ aadObjectId, name, roles, tenantId: '', locale: 'en' }, workspace, 'machine.read');
}
