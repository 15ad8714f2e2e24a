import { WorkspaceError } from '../errors.ts';
import type { WorkspaceDirectory } from '../workspaces/workspace-directory.ts';
import type { Workspace } from '../workspaces/workspaces.ts';
import type { DataRequest } from './request.ts';

/** Where a request is, for the rules. @throws {WorkspaceError} not-found, where the workspace is gone; unavailable */
export async function requestWorkspace(
  workspaces: Pick<WorkspaceDirectory, 'byId'>,
  { workspace: id }: Pick<DataRequest, 'workspace'>,
): Promise<Workspace> {
  const workspace = await workspaces.byId(id);
  if (!workspace) throw new WorkspaceError('not-found', 'The workspace is gone.');
  return workspace;
}
