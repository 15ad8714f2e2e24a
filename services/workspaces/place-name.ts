import type { WorkspaceDirectory } from './workspace-directory.ts';

/** The name of the workspace that something is for, its id where it is gone; undefined where it is for all. */
export async function placeName(
  workspaces: Pick<WorkspaceDirectory, 'byId'>,
  workspace: string | undefined,
): Promise<string | undefined> {
  if (workspace === undefined) return undefined;
  return (await workspaces.byId(workspace))?.name ?? workspace;
}
