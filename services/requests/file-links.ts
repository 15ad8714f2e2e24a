import { randomBytes } from 'node:crypto';
import { type Aggregate, defineAggregate } from '../change/aggregate.ts';
import type { Changes } from '../change/change.ts';
import { WorkspaceError } from '../errors.ts';
import type { FileClient } from '../files/file.ts';
import { releaseContainer } from '../files/files.ts';
import { type LinkState, linkAddress, linkState, noSuchLink, spentLink } from '../files/link-token.ts';
import { actorOf, type Caller, type Person, personOf } from '../people/people.ts';
import type { PersonCommand } from '../people/person-command.ts';
import { personNow } from '../roles/caller-now.ts';
import type { Members } from '../roles/members.ts';
import type { Clock } from '../time/clock.ts';
import type { TrainingRule } from '../trainings/training-records.ts';
import type { WorkspaceDirectory } from '../workspaces/workspace-directory.ts';
import { type DataRequest, dataRequest, requestAddress, requestName } from './request.ts';

/** A link to one released file: for one person, for a while, so many times. */
export interface FileLink extends Aggregate<'open' | 'used'> {
  readonly person: Person;
  readonly workspace: string;
  /** The request's name: `oncology-42`. */
  readonly request: string;
  readonly number: number;
  /** Which of the request's files. */
  readonly index: number;
  readonly bytes: number;
  /** Hex. */
  readonly sha256: string;
  readonly validUntil: string;
  readonly uses: number;
  readonly limit: number;
}

export const fileLink = defineAggregate<FileLink>({
  kind: 'file-link',
  schema: 1,
  initial: 'open',
  transitions: { open: ['used'], used: [] },
  ledger: ({ workspace }) => workspace,
});

const usualMinutes = 60;
const mostMinutes = 24 * 60;
const limit = 10;
/** What the storage is asked for lives shorter than any link. */
const mintedMinutes = 5;
/** So long a link is remembered after its end, which is longer than its record may take to be sealed. */
const rememberedInMs = 40 * 86_400_000;
const atOnce = 8;

export interface OpenedLinks {
  /** In the order of the request's files. Who has a token and is the author can get the file; it is kept nowhere. */
  readonly links: readonly { readonly path: string; readonly bytes: number; readonly token: string }[];
  readonly validUntil: Date;
}

export interface FileLinksParts {
  readonly client: Pick<FileClient, 'readLink'>;
  readonly changes: Changes;
  readonly members: Pick<Members, 'rolesNow'>;
  readonly workspaces: WorkspaceDirectory;
  readonly clock: Clock;
  readonly trainings?: TrainingRule;
}

/** Links to files that were approved for download. */
export class FileLinks {
  readonly #parts: FileLinksParts;

  constructor(parts: FileLinksParts) {
    this.#parts = parts;
  }

  /**
   * Makes links for the request's author, one a file; `minutes` at most a day, default an hour, never past the access itself.
   * @throws {WorkspaceError} conflict where there is nothing to download now, forbidden for anybody but the author
   */
  async open(
    request: DataRequest,
    caller: Caller,
    minutes: number = usualMinutes,
    command: PersonCommand,
  ): Promise<OpenedLinks> {
    this.#requireReleased(request, caller.aadObjectId);
    const workspace = await this.#parts.workspaces.byId(request.workspace);
    if (workspace) await this.#parts.trainings?.require(caller, workspace);
    const now = this.#parts.clock.now().getTime();
    const wanted = now + Math.min(Math.max(1, minutes), mostMinutes) * 60_000;
    const validUntil = new Date(Math.min(wanted, Date.parse(request.accessUntil ?? '') || wanted));
    const links: { path: string; bytes: number; token: string }[] = [];
    for (let first = 0; first < request.files.length; first += atOnce) {
      const batch = request.files.slice(first, first + atOnce);
      const made = batch.map(async ({ path, bytes }, index) => {
        const token = await this.#make(request, first + index, caller, validUntil, command);
        return { path, bytes, token };
      });
      links.push(...(await Promise.all(made)));
    }
    return { links, validUntil };
  }

  /** The link behind a token; undefined where there never was one. Changes nothing. */
  async look(token: string): Promise<{ link: FileLink; state: LinkState } | undefined> {
    const link = await this.#parts.changes.get(fileLink, linkAddress('file-link', token));
    return link && { link, state: linkState(link, this.#parts.clock) };
  }

  /**
   * The name of the file behind a link, for whoever it was made for; undefined where the request is gone.
   * @throws {WorkspaceError} not-found, for somebody who has left the workspace, and the directory's
   */
  async fileName(link: FileLink): Promise<string | undefined> {
    const [request, roles] = await Promise.all([
      this.#requestOf(link),
      this.#parts.members.rolesNow(link.person.aadObjectId),
    ]);
    if (!roles.workspaces.has(link.workspace)) throw noSuchLink();
    return request?.files[link.index]?.path;
  }

  /**
   * Counts one use, on record, and then makes an address of the file that carries its own permission for five minutes. All
   * that allows it is asked anew: the request, the person's membership (live), the link.
   * @throws {WorkspaceError} not-found (no such link, or no right any more), conflict (used up, expired, or the access has
   * ended), the directory's and the storage's
   */
  async use(token: string): Promise<string> {
    const found = await this.look(token);
    if (!found) throw noSuchLink();
    if (found.state !== 'open') throw spentLink();
    const { link } = found;
    const [request, caller, workspace] = await Promise.all([
      this.#requestOf(link),
      personNow(this.#parts.members, link.person),
      this.#parts.workspaces.byId(link.workspace),
    ]);
    if (!request || !workspace || !caller.roles.workspaces.has(link.workspace)) throw noSuchLink();
    this.#requireReleased(request, link.person.aadObjectId);
    await this.#parts.trainings?.require(caller, workspace);
    const file = request.files[link.index];
    if (file?.sha256 !== link.sha256) throw ended();
    await this.#parts.changes.change(fileLink, linkAddress('file-link', token), {
      key: randomBytes(12).toString('base64url'),
      by: actorOf(caller, workspace),
      via: 'page',
      what: 'file.link',
      decide: (current) => {
        if (!current || linkState(current, this.#parts.clock) !== 'open') throw spentLink();
        const uses = current.uses + 1;
        return {
          next: { uses, ...(uses >= current.limit && { state: 'used' as const }) },
          detail: { request: link.request, file: link.sha256 },
        };
      },
    });
    return await this.#parts.client.readLink({
      file: { container: releaseContainer(workspace, link.request), path: file.path },
      fileName: file.path.slice(file.path.lastIndexOf('/') + 1),
      minutes: mintedMinutes,
      addresses: workspace.requests?.downloadAddresses,
    });
  }

  async #make(
    request: DataRequest,
    index: number,
    caller: Caller,
    validUntil: Date,
    command: PersonCommand,
  ): Promise<string> {
    const token = randomBytes(24).toString('base64url');
    const { bytes, sha256 = '' } = request.files[index]!;
    const [name, { workspace, number }] = [requestName(request), request];
    await this.#parts.changes.change(fileLink, linkAddress('file-link', token), {
      key: command.key,
      by: actorOf(caller, { id: workspace }),
      via: command.via,
      what: 'link.open',
      decide: () => ({
        next: {
          ...{ person: personOf(caller), workspace, request: name, number, index, bytes, sha256 },
          ...{ validUntil: validUntil.toISOString(), uses: 0, limit },
          expiresAt: new Date(validUntil.getTime() + rememberedInMs).toISOString(),
        },
        detail: { request: name, file: sha256, until: validUntil.toISOString() },
      }),
    });
    return token;
  }

  #requireReleased(request: DataRequest, person: string): void {
    const until = Date.parse(request.accessUntil ?? '');
    const isOver = request.state !== 'approved' || until <= this.#parts.clock.now().getTime();
    if (isOver || request.use === 'machines') throw ended();
    if (request.author.aadObjectId === person) return;
    throw new WorkspaceError('forbidden', 'Only whoever asked for the files can download them.');
  }

  async #requestOf({ workspace, number }: FileLink): Promise<DataRequest | undefined> {
    return await this.#parts.changes.get(dataRequest, requestAddress(workspace, number));
  }
}

function ended(): WorkspaceError {
  return new WorkspaceError(
    'conflict',
    'These files are not released for download any more. Look at the request in Teams.',
  );
}
