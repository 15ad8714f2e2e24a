import type { Store } from '../store/store.ts';
import { deskPlace } from '../workspaces/desk-place.ts';
import type { WorkspaceDirectory } from '../workspaces/workspace-directory.ts';
import type { Workspace } from '../workspaces/workspaces.ts';
import { resourceGroupOf } from './setup-parameters.ts';
import { setupPartition, type WorkspaceSetup, workspaceSetup } from './workspace-setup.ts';

const closed = { entraSignIn: true, clipboard: false, drives: false, printers: false };

/**
 * Everywhere that records are kept: workspaces, those that were asked for and are none, or none yet, and the admin's desk. For the
 * rules of what is kept.
 */
export class SetupPlaces {
  readonly #store: Store;
  readonly #workspaces: Pick<WorkspaceDirectory, 'all'>;

  constructor(store: Store, workspaces: Pick<WorkspaceDirectory, 'all'>) {
    this.#store = store;
    this.#workspaces = workspaces;
  }

  /** @throws {WorkspaceError} unavailable */
  async all(): Promise<readonly Workspace[]> {
    const workspaces = await this.#workspaces.all();
    const known = new Set(workspaces.map(({ id }) => id));
    const others: Workspace[] = [];
    let continuation: string | undefined;
    do {
      const query = { partition: setupPartition, kind: workspaceSetup.kind, continuation };
      const page = await this.#store.list<WorkspaceSetup>(query);
      for (const { document } of page.items) if (!known.has(document.workspace)) others.push(placeOf(document));
      continuation = page.continuation;
    } while (continuation);
    return [...workspaces, ...others, deskPlace];
  }
}

function placeOf({ workspace: id, plan, groupId = '' }: WorkspaceSetup): Workspace {
  return { id, name: plan.name, resourceGroup: resourceGroupOf(id), groupId, desktop: closed };
}
