import type { Caller, Person } from '../people/people.ts';
import { may } from '../policy.ts';
import type { Members } from '../roles/members.ts';
import type { Store } from '../store/store.ts';
import type { WorkspaceDirectory } from '../workspaces/workspace-directory.ts';
import type { Workspace } from '../workspaces/workspaces.ts';
import { type DataRequest, dataRequest, isUndecided, type RequestWord } from './request.ts';

/** `mine`: which the caller opened; `waiting`: on which the caller's word is awaited; `all` that the caller may know of. */
export type RequestScope = 'mine' | 'waiting' | 'all';

export interface RequestPage {
  /** Newest first. */
  readonly requests: readonly DataRequest[];
  readonly hasMore: boolean;
}

/** What a person's Monday is about. */
export interface RequestOverview {
  readonly waitingForMe: readonly DataRequest[];
  /** Those the person opened that are not at an end. */
  readonly mine: readonly DataRequest[];
  /** Decided in the last seven days, in the workspaces that the person owns. */
  readonly decidedLastWeek: { readonly approved: number; readonly denied: number; readonly medianHours?: number };
}

export interface RequestListsParts {
  readonly store: Store;
  readonly workspaces: WorkspaceDirectory;
  readonly members: Pick<Members, 'rolesOf'>;
}

const weekInMs = 7 * 86_400_000;
/** Hardly any request is open longer before it is decided. */
const longestOpenInMs = 60 * 86_400_000;
/** A week with more decisions than this is counted up to here. */
const mostCounted = 500;
const ends: readonly RequestWord[] = ['Denied', 'Withdrawn', 'Blocked', 'Failed', 'Revoked', 'Expired'];

/** Lists of requests. Each is a query by an index inside one workspace's partition, however many requests there are. */
export class RequestLists {
  readonly #parts: RequestListsParts;

  constructor(parts: RequestListsParts) {
    this.#parts = parts;
  }

  /** @throws {WorkspaceError} unavailable */
  async list(
    caller: Caller,
    workspaces: readonly Workspace[],
    { scope, word, page = 0, size = 8 }: { scope: RequestScope; word?: RequestWord; page?: number; size?: number },
  ): Promise<RequestPage> {
    const first = page * size;
    const wanted = first + size + 1;
    const open = workspaces.filter((workspace) => may(caller, workspace, 'request.read'));
    const found = await Promise.all(open.map((workspace) => this.#ofWorkspace(caller, workspace, scope, word, wanted)));
    const sorted = found
      .flat()
      .sort((a, b) => (a.openedAt < b.openedAt ? 1 : a.openedAt > b.openedAt ? -1 : b.number - a.number));
    return { requests: sorted.slice(first, first + size), hasMore: sorted.length > first + size };
  }

  /** For the digest; roles at most a minute old. */
  async overview(person: Person, tenantId: string, now: Date): Promise<RequestOverview> {
    const roles = await this.#parts.members.rolesOf(person.aadObjectId);
    const caller: Caller = { ...person, tenantId, locale: 'en', roles };
    const workspaces = await this.#parts.workspaces.list(caller);
    const [waiting, mine, decided] = await Promise.all([
      this.list(caller, workspaces, { scope: 'waiting', size: 20 }),
      this.list(caller, workspaces, { scope: 'mine', size: 20 }),
      this.#decided(
        workspaces.filter(({ id }) => roles.workspaces.get(id) === 'owner'),
        now,
      ),
    ]);
    const open = mine.requests.filter((request) => isUndecided(request) || request.state === 'approved');
    return { waitingForMe: waiting.requests, mine: open, decidedLastWeek: decided };
  }

  async #ofWorkspace(
    caller: Caller,
    workspace: Workspace,
    scope: RequestScope,
    word: RequestWord | undefined,
    wanted: number,
  ): Promise<DataRequest[]> {
    const me = caller.aadObjectId;
    if (scope === 'mine') return await this.#query(workspace, { person: me, group: word }, wanted, () => true);
    if (scope === 'all') {
      // Drafts are their author's alone.
      return await this.#query(
        workspace,
        { group: word },
        wanted,
        ({ author, state }) => state !== 'draft' || author.aadObjectId === me,
      );
    }
    const isAsked = ({ author, approvers }: DataRequest) =>
      author.aadObjectId !== me && approvers.some(({ aadObjectId }) => aadObjectId === me);
    const [toDecide, toAnswer] = await Promise.all([
      this.#query(workspace, { group: 'Pending' }, wanted, isAsked),
      this.#query(workspace, { person: me, group: 'Returned' }, wanted, () => true),
    ]);
    return [...toDecide, ...toAnswer];
  }

  async #query(
    { id }: Workspace,
    by: { person?: string; group?: string },
    wanted: number,
    fits: (request: DataRequest) => boolean,
    /** Nothing opened before is looked at; ISO time. */
    openedSince = '',
  ): Promise<DataRequest[]> {
    const found: DataRequest[] = [];
    let continuation: string | undefined;
    do {
      const page = await this.#parts.store.list<DataRequest>({
        partition: `workspace/${id}`,
        kind: dataRequest.kind,
        by,
        limit: Math.max(wanted, 20),
        continuation,
      });
      found.push(...page.items.map(({ document }) => document).filter(fits));
      const last = page.items.at(-1)?.document.openedAt ?? '';
      continuation = last >= openedSince ? page.continuation : undefined;
    } while (continuation && found.length < wanted);
    return found.slice(0, wanted);
  }

  async #decided(workspaces: readonly Workspace[], now: Date): Promise<RequestOverview['decidedLastWeek']> {
    const since = new Date(now.getTime() - weekInMs).toISOString();
    const openedSince = new Date(now.getTime() - longestOpenInMs).toISOString();
    const isRecent = ({ decision }: DataRequest) => decision !== undefined && decision.at >= since;
    const lists = await Promise.all(
      workspaces.flatMap((workspace) =>
        (['Approved', ...ends] as const).map((group) =>
          this.#query(workspace, { group }, mostCounted, isRecent, openedSince),
        ),
      ),
    );
    const decided = lists.flat();
    const hours = decided
      .map(({ submittedAt, decision }) => (Date.parse(decision!.at) - Date.parse(submittedAt!)) / 3_600_000)
      .sort((a, b) => a - b);
    const denied = decided.filter(({ state }) => state === 'denied').length;
    const medianHours = hours[Math.floor(hours.length / 2)];
    return { approved: decided.length - denied, denied, ...(medianHours !== undefined && { medianHours }) };
  }
}
