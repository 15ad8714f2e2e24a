import { setImmediate as others } from 'node:timers/promises';
import { type AccessReview, accessReview } from '../access-reviews/access-review.ts';
import { archiveAddress, type WorkspaceArchive } from '../archives/workspace-archive.ts';
import { type Budget, budgetAddress } from '../budgets/budget.ts';
import type { Address } from '../change/aggregate.ts';
import { Slots } from '../effects/slots.ts';
import { type MachineRecord, machineRecord, underWay } from '../machines/machine-record.ts';
import type { Caller } from '../people/people.ts';
import { requireAdmin } from '../policy.ts';
import { type DataRequest, dataRequest, type RequestWord } from '../requests/request.ts';
import { type SetupState, setupPartition, type WorkspaceSetup, workspaceSetup } from '../setups/workspace-setup.ts';
import type { Document, Store } from '../store/store.ts';
import type { Clock } from '../time/clock.ts';
import type { WorkspaceDirectory } from '../workspaces/workspace-directory.ts';
import type { Workspace } from '../workspaces/workspaces.ts';
import { pendingArchive } from './pending-archive.ts';
import {
  type PendingItem,
  type PendingKind,
  type PendingTime,
  pendingBudget,
  pendingKinds,
  pendingMachine,
  pendingRequest,
  pendingSetup,
} from './pending-item.ts';
import { pendingReview } from './pending-review.ts';

export interface PendingWorkParts {
  readonly store: Pick<Store, 'get' | 'list'>;
  readonly workspaces: Pick<WorkspaceDirectory, 'list'>;
  readonly clock: Clock;
  /** By whose working days something is late: an IANA time zone. */
  readonly timeZone: string;
}

export interface PendingWish {
  /** Id of the one workspace that is looked into; default all. */
  readonly workspace?: string;
  readonly kind?: PendingKind;
  /** Counted from 0, the default. */
  readonly page?: number;
}

export interface PendingPage {
  /** Oldest first, at most ten. */
  readonly items: readonly PendingItem[];
  readonly page: number;
  readonly total: number;
  readonly overdue: number;
  readonly counts: Readonly<Record<PendingKind, number>>;
  /** All there are, by name, to choose from. */
  readonly workspaces: readonly Pick<Workspace, 'id' | 'name'>[];
  /** True where some workspace has more than were counted. */
  readonly isCut: boolean;
}

export const pendingPerPage = 10;

/** What asks the store at once; a page of a list, or a document, each. */
const atOnce = 16;
const listed = 100;
/** More of one state in one workspace nobody works off by a list. */
const mostPages = 5;
const waiting: readonly RequestWord[] = ['Pending', 'Returned', 'Approving'];
const undecided: readonly SetupState[] = ['waiting', 'failed'];

/**
 * What waits everywhere, for those who look after the place. Seven calls of the store for each workspace, each in its partition and by an
 * index (three lists of requests, one of machines that are busy, one of reviews, two documents), at most sixteen of them at once; fewer
 * where one kind is asked for. Two more lists tell of workspaces that are to be made. None of Azure or of the directory.
 */
export class PendingWork {
  readonly #parts: PendingWorkParts;

  constructor(parts: PendingWorkParts) {
    this.#parts = parts;
  }

  /** @throws {WorkspaceError} forbidden; unavailable, where the store does not answer */
  async list(caller: Caller, wish: PendingWish = {}): Promise<PendingPage> {
    requireAdmin(caller);
    const { workspaces, clock, timeZone } = this.#parts;
    const all = await workspaces.list(caller);
    const places = wish.workspace === undefined ? all : all.filter(({ id }) => id === wish.workspace);
    const wanted = wish.kind ? [wish.kind] : pendingKinds;
    const run = new Run(this.#parts.store, { now: clock.now(), timeZone }, wanted);
    const looks = [run.setups(wish.workspace), ...places.map((place) => run.look(place))];
    const found = (await Promise.all(looks)).flat();
    const items = found.filter(({ kind }) => wanted.includes(kind)).sort(oldestFirst);
    const last = Math.max(0, Math.ceil(items.length / pendingPerPage) - 1);
    const page = Math.min(wish.page ?? 0, last);
    return {
      items: items.slice(page * pendingPerPage, (page + 1) * pendingPerPage),
      page,
      total: items.length,
      overdue: items.filter(({ overdue }) => overdue).length,
      counts: countsOf(items),
      workspaces: all.map(({ id, name }) => ({ id, name })),
      isCut: run.isCut,
    };
  }
}

/** One look at everything. */
class Run {
  readonly #store: PendingWorkParts['store'];
  readonly #time: PendingTime;
  readonly #wanted: readonly PendingKind[];
  readonly #slots = new Slots(atOnce);
  isCut = false;

  constructor(store: PendingWorkParts['store'], time: PendingTime, wanted: readonly PendingKind[]) {
    this.#store = store;
    this.#time = time;
    this.#wanted = wanted;
  }

  /** Of one workspace, or of all. */
  async setups(workspace: string | undefined): Promise<readonly PendingItem[]> {
    if (!this.#wanted.includes('workspace')) return [];
    const found = undecided.map((state) =>
      this.#listed<WorkspaceSetup>(setupPartition, workspaceSetup.kind, state, (setup) =>
        pendingSetup(setup, this.#time),
      ),
    );
    const items = (await Promise.all(found)).flat();
    return workspace === undefined ? items : items.filter((item) => item.workspace.id === workspace);
  }

  async look(workspace: Workspace): Promise<readonly PendingItem[]> {
    // A store in this process answers without a pause: turns pass between two workspaces.
    await others();
    const wants = (...kinds: PendingKind[]) => kinds.some((kind) => this.#wanted.includes(kind));
    const found = await Promise.all([
      ...(wants('request', 'topup') ? waiting.map((word) => this.#requests(workspace, word)) : []),
      ...(wants('machine') ? [this.#machines(workspace)] : []),
      ...(wants('budget') ? [this.#budget(workspace)] : []),
      ...(wants('archive') ? [this.#archive(workspace)] : []),
      // In an archived one there is nobody to be reviewed.
      ...(wants('review') && workspace.archivedAt === undefined ? [this.#reviews(workspace)] : []),
    ]);
    return found.flat();
  }

  async #requests(workspace: Workspace, word: RequestWord): Promise<PendingItem[]> {
    return await this.#listed<DataRequest>(partitionOf(workspace), dataRequest.kind, word, (request) =>
      pendingRequest(request, workspace, this.#time),
    );
  }

  async #machines(workspace: Workspace): Promise<PendingItem[]> {
    return await this.#listed<MachineRecord>(partitionOf(workspace), machineRecord.kind, underWay, (record) =>
      pendingMachine(record, workspace, this.#time.now),
    );
  }

  async #budget(workspace: Workspace): Promise<PendingItem[]> {
    return await this.#one<Budget>(budgetAddress(workspace.id), (budget) => pendingBudget(budget, workspace));
  }

  async #archive(workspace: Workspace): Promise<PendingItem[]> {
    return await this.#one<WorkspaceArchive>(archiveAddress(workspace.id), (archive) =>
      pendingArchive(archive, workspace, this.#time),
    );
  }

  async #reviews(workspace: Workspace): Promise<PendingItem[]> {
    return await this.#listed<AccessReview>(partitionOf(workspace), accessReview.kind, 'open', (review) =>
      pendingReview(review, workspace),
    );
  }

  async #one<D extends Document>(
    { partition, id }: Address,
    toItem: (document: D) => PendingItem | undefined,
  ): Promise<PendingItem[]> {
    const stored = await this.#slots.use(() => this.#store.get<D>(partition, id));
    const item = stored && toItem(stored.document);
    return item ? [item] : [];
  }

  async #listed<D extends Document>(
    partition: string,
    kind: string,
    group: string,
    toItem: (document: D) => PendingItem | undefined,
  ): Promise<PendingItem[]> {
    const items: PendingItem[] = [];
    let continuation: string | undefined;
    for (let page = 0; page < mostPages; page += 1) {
      const query = { partition, kind, by: { group }, limit: listed, continuation };
      const found = await this.#slots.use(() => this.#store.list<D>(query));
      items.push(...found.items.flatMap(({ document }) => toItem(document) ?? []));
      continuation = found.continuation;
      if (!continuation) return items;
    }
    this.isCut = true;
    return items;
  }
}

function partitionOf({ id }: Workspace): string {
  return `workspace/${id}`;
}

function oldestFirst(a: PendingItem, b: PendingItem): number {
  if (a.since !== b.since) return a.since < b.since ? -1 : 1;
  return a.name < b.name ? -1 : 1;
}

function countsOf(items: readonly PendingItem[]): Record<PendingKind, number> {
  const counts = Object.fromEntries(pendingKinds.map((kind) => [kind, 0])) as Record<PendingKind, number>;
  for (const { kind } of items) counts[kind] += 1;
  return counts;
}
