import { WorkspaceError } from './errors.ts';
import type { Members } from './members.ts';
import type { Caller, Person } from './people.ts';
import { Slots } from './slots.ts';
import type { WorkspaceDirectory } from './workspace-directory.ts';
import type { Workspace } from './workspaces.ts';

/** Whom an announcement would go to: each person once, also those of several workspaces. */
export interface Audience {
  readonly people: number;
  /** By name. */
  readonly places: readonly { readonly workspace: Workspace; readonly people: number }[];
}

/** Workspaces whose people are asked for at the same time. */
const parallel = 8;

/** Who is in the workspaces that an announcement is for. */
export class AnnouncementAudience {
  readonly #members: Pick<Members, 'everybody' | 'list'>;
  readonly #workspaces: Pick<WorkspaceDirectory, 'all' | 'byId'>;

  constructor(members: Pick<Members, 'everybody' | 'list'>, workspaces: Pick<WorkspaceDirectory, 'all' | 'byId'>) {
    this.#members = members;
    this.#workspaces = workspaces;
  }

  /** One workspace, or all. @throws {WorkspaceError} not-found */
  async places(workspace: string | undefined): Promise<readonly Workspace[]> {
    // Who is left in the group of an archived one is there for Entra's sake.
    if (workspace === undefined)
      return (await this.#workspaces.all()).filter(({ archivedAt }) => archivedAt === undefined);
    const here = await this.#workspaces.byId(workspace);
    if (here) return [here];
    throw new WorkspaceError('not-found', 'That workspace is gone. Choose another one.');
  }

  /** How many it would be, at most a minute old. @throws {WorkspaceError} not-found, and the directory's */
  async count(caller: Caller, workspace: string | undefined): Promise<Audience> {
    const { people, places } = await this.#each(workspace, async (place) => await this.#members.list(caller, place));
    return { people: people.size, places };
  }

  /** Who it is, as the directory says this moment, in the order of ids. @throws as {@link count} */
  async people(workspace: string | undefined): Promise<readonly string[]> {
    const { people } = await this.#each(workspace, async (place) => await this.#members.everybody(place));
    return [...people].sort();
  }

  async #each(workspace: string | undefined, membersOf: (place: Workspace) => Promise<readonly Person[]>) {
    const slots = new Slots(parallel);
    const people = new Set<string>();
    const places = await Promise.all(
      (await this.places(workspace)).map(async (place) => {
        const here = await slots.use(async () => await membersOf(place));
        for (const { aadObjectId } of here) people.add(aadObjectId);
        return { workspace: place, people: here.length };
      }),
    );
    return { people, places };
  }
}
