import type { Machines } from './machines.ts';
import type { Members } from './members.ts';
import type { WorkspaceDirectory } from './workspace-directory.ts';

/** Everything an action may call. */
export interface Services {
  readonly machines: Machines;
  readonly members: Members;
  readonly workspaces: WorkspaceDirectory;
}
