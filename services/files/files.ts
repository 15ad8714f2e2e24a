import { LRUCache } from 'lru-cache';
import { WorkspaceError } from '../errors.ts';
import type { Caller } from '../people/people.ts';
import { requirePermission } from '../policy.ts';
import type { Clock } from '../time/clock.ts';
import type { Workspace, WorkspaceStorage } from '../workspaces/workspaces.ts';
import type { ContainerUrl, FileClient, StoredFile } from './file.ts';
import { FileListing } from './file-listing.ts';
import { FileNames, type FoundFiles, searched } from './file-names.ts';
import { folderOf } from './file-path.ts';

export { decodeChoices, encodeChoice } from './file-choice.ts';

export interface FilePageQuery {
  /** Words that a path must all contain, in whatever letter case. */
  readonly search?: string;
  /** Counted from 0; one after the last is the last. Default 0. */
  readonly page?: number;
  /** Default 20. */
  readonly size?: number;
}

export interface ListedFiles {
  /** By folder and name. */
  readonly files: readonly StoredFile[];
  /** The folders of these files, in their order. */
  readonly folders: readonly ListedFolder[];
  /** How many there are, or match the search. */
  readonly total: number;
  readonly page: number;
  readonly pages: number;
  /** How old the list is, in whole seconds. */
  readonly age: number;
  /** True where the workspace has more than 50,000 files, of which the rest are not listed. */
  readonly isCut: boolean;
}

export interface ListedFolder {
  /** With a slash at the end; empty for what is in none. */
  readonly path: string;
  /** How many of the listed files are right in it, over all pages. */
  readonly files: number;
  readonly bytes: number;
}

const none: readonly never[] = [];
const usualSize = 20;
/** So few are asked for one by one. */
const fewFiles = 10;

/** The files of workspaces: what there is, and which one somebody means. */
export class Files {
  readonly #client: FileClient;
  readonly #clock: Clock;
  readonly #listing: FileListing;
  readonly #paths = new LRUCache<ContainerUrl, { heard: readonly StoredFile[]; paths: readonly string[] }>({
    max: 500,
  });

  constructor(client: FileClient, clock: Clock) {
    this.#client = client;
    this.#clock = clock;
    this.#listing = new FileListing(client, clock);
  }

  /** A page of the list, at most 15 s old. @throws {WorkspaceError} not-found, forbidden, and the storage's */
  async list(caller: Caller, workspace: Workspace, query: FilePageQuery = {}): Promise<ListedFiles> {
    requirePermission(caller, workspace, 'file.read');
    const { at, files: all, isCut } = await this.#listing.current(dataContainer(workspace));
    const { search = '', page = 0, size = usualSize } = query;
    const matching = searched(all, search);
    const pages = Math.max(1, Math.ceil(matching.length / size));
    const shown = Math.min(Math.max(0, page), pages - 1);
    const files = matching.slice(shown * size, (shown + 1) * size);
    const age = Math.max(0, Math.floor((this.#clock.now().getTime() - at) / 1000));
    return { files, folders: foldersOf(files, matching), total: matching.length, page: shown, pages, age, isCut };
  }

  /**
   * The files that are meant, as they are now: by path, by a name that only one has, by folder, by pattern (`*.csv`).
   * @throws {WorkspaceError} the storage's
   */
  async resolve(workspace: Workspace, said: readonly string[]): Promise<FoundFiles> {
    if (said.length === 0) return { files: [], unknown: [], near: {} };
    const container = dataContainer(workspace);
    const few = said.length <= fewFiles ? await this.#look(container, [...new Set(said)]) : undefined;
    return few ?? new FileNames((await this.#listing.now(container)).files).find(said);
  }

  /** Paths as they were heard of last, for understanding what somebody writes; asks nobody. The same array while they are the same. */
  knownPaths(workspace: Workspace): readonly string[] {
    if (!workspace.storage) return none;
    const container = dataContainer(workspace);
    const heard = this.#listing.lastHeard(container)?.files;
    const known = this.#paths.get(container);
    if (!heard || heard === known?.heard) return known?.paths ?? none;
    const isSame =
      known?.paths.length === heard.length && heard.every(({ path }, index) => path === known.paths[index]);
    const paths = isSame ? known.paths : heard.map(({ path }) => path);
    this.#paths.set(container, { heard, paths });
    return paths;
  }

  /** Where all that was said are paths, which is the rule: no list is needed to know how they are now. */
  async #look(container: ContainerUrl, paths: readonly string[]): Promise<FoundFiles | undefined> {
    const heard = this.#listing.lastHeard(container);
    if (!heard) return undefined;
    const names = new Set(heard.files.map(({ path }) => path));
    if (!paths.every((path) => names.has(path))) return undefined;
    const found = await Promise.all(paths.map(async (path) => await this.#client.look({ container, path })));
    if (!found.every((file) => file !== undefined)) return undefined;
    return { files: found.map(({ scan: _, ...file }) => file), unknown: [], near: {} };
  }
}

/** Where the data of a workspace is. @throws {WorkspaceError} not-found where it has no storage */
export function dataContainer(workspace: Workspace): ContainerUrl {
  return `${storageOf(workspace).secure}/data`;
}

/** Where the machines of the workspace see what was approved for them, a folder a request. */
export function approvedContainer(workspace: Workspace): ContainerUrl {
  return `${storageOf(workspace).secure}/approved`;
}

/** Where what was approved for download stands, a container a request (`oncology-42`). */
export function releaseContainer(workspace: Workspace, requestName: string): ContainerUrl {
  return `${storageOf(workspace).public}/release-${requestName}`;
}

function storageOf({ name, storage }: Workspace): WorkspaceStorage {
  if (storage) return storage;
  throw new WorkspaceError('not-found', `${name} has no storage that I know of. Ask an admin to name it.`);
}

function foldersOf(shown: readonly StoredFile[], all: readonly StoredFile[]): ListedFolder[] {
  const sums = new Map(shown.map(({ path }) => [folderOf(path), { files: 0, bytes: 0 }]));
  for (const { path, bytes } of all) {
    const sum = sums.get(folderOf(path));
    if (!sum) continue;
    sum.files += 1;
    sum.bytes += bytes;
  }
  return [...sums].map(([path, sum]) => ({ path, ...sum }));
}
