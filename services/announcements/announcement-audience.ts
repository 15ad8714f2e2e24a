import { Slots } from '../effects/slots.ts';
import { WorkspaceError } from '../errors.ts';
import type { Caller, Person } from '../people/people.ts';
import { requireAdmin } from '../policy.ts';
import type { Members } from '../roles/members.ts';
import type { WorkspaceDirectory } from '../workspaces/workspace-directory.ts';
import type { Workspace } from '../workspaces/workspaces.ts';

/** Whom an announcement would go to: each person once, also those of several workspaces. */
export interface Audience {
  readonly people: number;
  /** By name. */
  readonly places: readonly { readonly workspace: Workspace; readonly people: number }[];
  /** Workspaces whose group is not there any more, by name: nobody in them can be told, and the others are. */
  readonly gone: readonly Workspace[];
}

/** Who it is, in the order of ids, and where nobody can be asked for. */
export interface Recipients {
  readonly people: readonly string[];
  readonly gone: readonly Workspace[];
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

  /** How many it would be, at most a minute old. @throws {WorkspaceError} forbidden, not-found, and the directory's */
  async count(caller: Caller, workspace: string | undefined): Promise<Audience> {
    requireAdmin(caller);
    const found = await this.#ask(workspace, async (place) => await this.#members.list(caller, place));
    const places = found.places.map(({ workspace: place, people }) => ({ workspace: place, people: people.length }));
    return { people: found.everybody.size, places, gone: found.gone };
  }

  /** Who it is, as the directory says this moment. @throws {WorkspaceError} not-found, and the directory's */
  async people(workspace: string | undefined): Promise<Recipients> {
    const { everybody, gone } = await this.#ask(workspace, async (place) => await this.#members.everybody(place));
    return { people: [...everybody].sort(), gone };
  }

  async #ask(workspace: string | undefined, ask: (place: Workspace) => Promise<readonly Person[]>) {
    const slots = new Slots(parallel);
    const found = await Promise.all(
      (await this.places(workspace)).map(async (place) => {
        const people = await slots.use(async () => await ask(place).catch(nobodyWhereGone));
        return { workspace: place, people };
      }),
    );
    const places = found.flatMap(({ workspace: place, people }) => (people ? [{ workspace: place, people }] : []));
    const everybody = new Set(places.flatMap(({ people }) => people.map(({ aadObjectId }) => aadObjectId)));
    const gone = found.flatMap(({ workspace: place, people }) => (people ? [] : [place]));
    return { everybody, places, gone };
  }
}

/** Undefined where the group is not there any more; whatever else went wrong may pass, and is thrown. */
function nobodyWhereGone(error: unknown): undefined {
  if (error instanceof WorkspaceError && error.code === 'not-found') return undefined;
  throw error;
}
