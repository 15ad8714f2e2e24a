import type { Connections } from './connections.ts';
import type { Machines } from './machines.ts';
import type { Members } from './members.ts';
import type { PostedCards } from './posted-cards.ts';
import type { WorkspaceDirectory } from './workspace-directory.ts';

/** Everything an action may call. */
export interface Services {
  readonly connections: Connections;
  readonly machines: Machines;
  readonly members: Members;
  readonly postedCards: PostedCards;
  readonly workspaces: WorkspaceDirectory;
}
