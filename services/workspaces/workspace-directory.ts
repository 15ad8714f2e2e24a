import { listAll } from '../change/list-all.ts';
import type { Caller } from '../people/people.ts';
import { may, noSuchWorkspace } from '../policy.ts';
import { type Document, type Store, WriteConflict } from '../store/store.ts';
import type { Clock } from '../time/clock.ts';
import type { Workspace } from './workspaces.ts';

interface WorkspaceDocument extends Document, Workspace {
  readonly kind: 'workspace';
}

const partition = 'workspaces';
/** Workspaces come and go rarely; every turn asks. */
const cacheInMs = 60_000;
const maxAttempts = 5;

/** All of them by name, and where in that order each id stands. */
interface Known {
  readonly all: readonly Workspace[];
  readonly places: ReadonlyMap<string, number>;
}

/** The workspaces there are. Somebody outside one gets the same answers as if it did not exist. */
export class WorkspaceDirectory {
  readonly #store: Store;
  readonly #clock: Clock;
  #cache: { at: number; known: Promise<Known> } | undefined;

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** Takes in the workspaces that are not known yet. Known ones get what they lack; what they have stays as it is. */
  async register(workspaces: readonly Workspace[]): Promise<void> {
    for (const workspace of workspaces) await this.#takeIn(workspace);
    this.#cache = undefined;
  }

  /** Every workspace, by name, at most a minute old; for the rules, not for showing. */
  async all(): Promise<readonly Workspace[]> {
    return (await this.#known()).all;
  }

  /** For the rules; undefined where there is none of that id. At most a minute old. */
  async byId(id: string): Promise<Workspace | undefined> {
    const { all, places } = await this.#known();
    const place = places.get(id);
    return place === undefined ? undefined : all[place];
  }

  /** As the store has it this moment: what another instance changed is seen, too. */
  async now(id: string): Promise<Workspace | undefined> {
    return (await this.#store.get<WorkspaceDocument>(partition, id))?.document;
  }

  /**
   * Changes what is given of a workspace; undefined takes a part away. Other instances see it within a minute. Whoever calls it has put it
   * on record in a document of their own. Twice is the same as once.
   */
  async amend(id: string, changed: Partial<Omit<Workspace, 'id'>>): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      const known = await this.#store.get<WorkspaceDocument>(partition, id);
      if (!known) return;
      try {
        // Explicitly undefined fields leave the document: it is stored as JSON.
        await this.#store.replace({ ...known.document, ...changed }, known.etag);
        break;
      } catch (error) {
        if (!(error instanceof WriteConflict) || attempt === maxAttempts) throw error;
      }
    }
    this.#cache = undefined;
  }

  /** The workspaces that the caller works in, or all of them for admins and reviewers. */
  async list(caller: Caller): Promise<readonly Workspace[]> {
    const { all, places } = await this.#known();
    const { admin, reviewer, workspaces } = caller.roles;
    // Every turn asks: of a thousand workspaces most people work in a few.
    const own = [...workspaces.keys()].flatMap((id) => places.get(id) ?? []).sort((one, other) => one - other);
    const candidates = admin || reviewer ? all : own.map((place) => all[place]!);
    return candidates.filter((workspace) => may(caller, workspace, 'workspace.read'));
  }

  /** By id or name, however it is written. @throws {WorkspaceError} not-found, also for somebody outside it */
  async get(caller: Caller, named: string): Promise<Workspace> {
    const wanted = named.trim().toLowerCase();
    const found = (await this.list(caller)).find(({ id, name }) => id === wanted || name.toLowerCase() === wanted);
    if (!found) throw noSuchWorkspace(named);
    return found;
  }

  async #takeIn(workspace: Workspace): Promise<void> {
    const given = Object.entries(workspace).filter(([, value]) => value !== undefined);
    const document = { ...Object.fromEntries(given), partition, kind: 'workspace', schema: 1 } as WorkspaceDocument;
    for (let attempt = 1; ; attempt += 1) {
      try {
        const known = await this.#store.get<WorkspaceDocument>(partition, workspace.id);
        if (!known) await this.#store.create(document);
        else if (given.some(([name]) => !(name in known.document)))
          await this.#store.replace({ ...document, ...known.document }, known.etag);
        return;
      } catch (error) {
        // Another instance starts at the same time, and takes in the same.
        if (!(error instanceof WriteConflict) || attempt === maxAttempts) throw error;
      }
    }
  }

  async #known(): Promise<Known> {
    const now = this.#clock.now().getTime();
    if (!this.#cache || now - this.#cache.at >= cacheInMs) {
      const known = this.#read().then((all) => ({ all, places: new Map(all.map(({ id }, place) => [id, place])) }));
      this.#cache = { at: now, known };
      known.catch(() => {
        this.#cache = undefined;
      });
    }
    return await this.#cache.known;
  }

  async #read(): Promise<readonly Workspace[]> {
    const found = await listAll<WorkspaceDocument>(this.#store, { partition, kind: 'workspace', limit: 1000 });
    return found.toSorted((a, b) => a.name.localeCompare(b.name));
  }
}
