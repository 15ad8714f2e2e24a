import { LRUCache } from 'lru-cache';
import { WorkspaceError } from '../errors.ts';
import type { Clock } from '../time/clock.ts';
import type { ContainerUrl, FileClient, FilePage, StoredFile } from './file.ts';
import { folderOf, mostFiles } from './file-path.ts';

/** The files of a container as they were at one time. */
export interface HeardFiles {
  /** In ms; when it was asked for. */
  readonly at: number;
  /** By folder and name, numbers in the order of numbers. */
  readonly files: readonly StoredFile[];
  /** True where there are more than were read. */
  readonly isCut: boolean;
}

/** How old the list may be where somebody only looks. */
const cacheInMs = 15_000;
/** Over all containers together; a file takes about a quarter of a kilobyte. */
const mostRemembered = 200_000;

const natural = new Intl.Collator('en', { numeric: true });

/** Lists of files, each asked for once for all who look at the same time. */
export class FileListing {
  readonly #client: Pick<FileClient, 'list'>;
  readonly #clock: Clock;
  readonly #asked = new Map<ContainerUrl, Promise<HeardFiles>>();
  readonly #heard = new LRUCache<ContainerUrl, HeardFiles>({
    maxSize: mostRemembered,
    sizeCalculation: ({ files }) => files.length + 1,
  });

  constructor(client: Pick<FileClient, 'list'>, clock: Clock) {
    this.#client = client;
    this.#clock = clock;
  }

  /** At most 15 s old. @throws {WorkspaceError} the storage's */
  async current(container: ContainerUrl): Promise<HeardFiles> {
    const heard = this.#heard.get(container);
    if (heard && this.#clock.now().getTime() - heard.at < cacheInMs) return heard;
    const asked = this.#asked.get(container) ?? this.now(container);
    this.#asked.set(container, asked);
    try {
      return await asked;
    } finally {
      if (this.#asked.get(container) === asked) this.#asked.delete(container);
    }
  }

  /** Not older than the question. @throws {WorkspaceError} the storage's */
  async now(container: ContainerUrl): Promise<HeardFiles> {
    const heard = await this.#read(container);
    const known = this.#heard.peek(container);
    if (!known || known.at <= heard.at) this.#heard.set(container, heard);
    return heard;
  }

  /** As it was heard last, however long ago; asks nobody. */
  lastHeard(container: ContainerUrl): HeardFiles | undefined {
    return this.#heard.get(container);
  }

  async #read(container: ContainerUrl): Promise<HeardFiles> {
    const at = this.#clock.now().getTime();
    const files: StoredFile[] = [];
    let continuation: string | undefined;
    do {
      const page = await this.#client.list(container, undefined, continuation).catch(nothingYet);
      files.push(...page.files);
      continuation = page.continuation;
    } while (continuation && files.length < mostFiles);
    const isCut = continuation !== undefined || files.length > mostFiles;
    return { at, files: inOrder(files.slice(0, mostFiles)), isCut };
  }
}

/** What is right in a folder stands together, before the folders in it. */
function inOrder(files: readonly StoredFile[]): readonly StoredFile[] {
  return files
    .map((file) => ({ file, folder: folderOf(file.path), name: file.path.slice(folderOf(file.path).length) }))
    .sort((a, b) => compare(a.folder, b.folder) || compare(a.name, b.name))
    .map(({ file }) => file);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return natural.compare(a, b) || (a < b ? -1 : 1);
}

/** Where nobody has put anything there may be no container. */
function nothingYet(error: unknown): FilePage {
  if (error instanceof WorkspaceError && error.code === 'not-found') return { files: [] };
  throw error;
}
