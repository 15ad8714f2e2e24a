import { accessReview } from '../access-reviews/access-review.ts';
import { archiveWithoutPerson } from '../archives/archive-forgetting.ts';
import { archivePeople } from '../archives/archive-people.ts';
import { workspaceArchive } from '../archives/workspace-archive.ts';
import { budget } from '../budgets/budget.ts';
import { type Address, type Aggregate, type AggregateType, sealing, system } from '../change/aggregate.ts';
import type { Changes } from '../change/change.ts';
import { rewriteDocument } from '../change/rewrite-document.ts';
import { channelBinding } from '../channels/channel-binding.ts';
import { workspaceEnding } from '../endings/workspace-ending.ts';
import { ghosts } from '../ghosts/ghosts.ts';
import { machineRecord } from '../machines/machine-record.ts';
import { workspaceMembers } from '../members/member-record.ts';
import { memberWatchRecord } from '../members/member-watch-record.ts';
import { type Traces, withoutTraces } from '../people/forgetting.ts';
import { type DataRequest, dataRequest } from '../requests/request.ts';
import { beforehand, withoutPerson } from '../requests/request-forgetting.ts';
import { handedOn, withdrawal } from '../requests/request-rules.ts';
import { machineSchedule } from '../schedules/machine-schedule.ts';
import { beforeForgetting, setupWithoutPerson } from '../setups/setup-forgetting.ts';
import { setupAddress, type WorkspaceSetup, workspaceSetup } from '../setups/workspace-setup.ts';
import type { Page, Store } from '../store/store.ts';
import { trainings } from '../trainings/training.ts';
import type { Workspace } from '../workspaces/workspaces.ts';

/** Where looking through the workspaces' documents goes on: in this workspace, at this kind, after this id. */
export interface Place {
  readonly workspace: string;
  readonly kind: number;
  readonly after?: string;
}

export interface Looked {
  /** Undefined where all was looked at. */
  readonly next?: Place;
  /** Ids of workspaces where something was removed. */
  readonly touched: readonly string[];
  /** True where something has to be sealed first: look again in a while. */
  readonly waits: boolean;
}

interface Named<A extends Aggregate = Aggregate> {
  readonly type: AggregateType<A>;
  /** Of what stands beside the workspace's other documents: where. */
  readonly at?: (workspace: string) => Address;
  /** The document without a person, by whatever rules its kind has. */
  readonly forget: (document: A, person: string) => A;
}

const pageSize = 100;
/** What one call looks at. */
const mostPages = 10;

/** What names people in a workspace, beside its ledger. Links do too, and are gone by themselves within 41 days. */
const named: readonly Named[] = [
  { type: dataRequest, forget: withoutPerson } as unknown as Named,
  { type: workspaceSetup, at: setupAddress, forget: setupWithoutPerson } as unknown as Named,
  { type: workspaceArchive, forget: archiveWithoutPerson } as unknown as Named,
  ...[
    machineRecord,
    machineSchedule,
    budget,
    ghosts,
    memberWatchRecord,
    workspaceMembers,
    accessReview,
    trainings,
    channelBinding,
    archivePeople,
    workspaceEnding,
  ].map((type) => {
    const plain = type as unknown as AggregateType<Aggregate>;
    return {
      type: plain,
      forget: (document: Aggregate, person: string) => withoutTraces(plain, document, { person } satisfies Traces),
    };
  }),
];

/** Removes one person's name and words from the documents of workspaces. */
export class DocumentForgetting {
  readonly #store: Store;
  readonly #changes: Changes;

  constructor(store: Store, changes: Changes) {
    this.#store = store;
    this.#changes = changes;
  }

  /**
   * Looks through some hundred documents from the place on; `key` is the same for the same forgetting. What the person asked
   * for and nobody decided is withdrawn first.
   * @throws {WorkspaceError} unavailable; the same call again is right
   */
  async look(
    workspaces: readonly Workspace[],
    person: string,
    key: string,
    from: Place | undefined,
    signal: AbortSignal,
  ): Promise<Looked> {
    const sorted = workspaces.toSorted((a, b) => (a.id < b.id ? -1 : 1));
    const touched = new Set<string>();
    let waits = false;
    let place = from ?? firstOf(sorted[0]);
    for (let pages = 0; place && pages < mostPages && !signal.aborted; pages += 1) {
      const { workspace: id, kind, after } = place;
      const workspace = sorted.find((each) => each.id >= id);
      if (!workspace) return { touched: [...touched], waits };
      const page = await this.#page(workspace, named[kind]!, after);
      for (const { document } of page.items) {
        const done = await this.#forget(workspace, named[kind]!, document, person, key);
        if (done === 'waits') waits = true;
        else if (done) touched.add(workspace.id);
      }
      if (page.continuation) place = { workspace: workspace.id, kind, after: page.continuation };
      else if (kind + 1 < named.length) place = { workspace: workspace.id, kind: kind + 1 };
      else place = firstOf(sorted[sorted.indexOf(workspace) + 1]);
    }
    return { ...(place && { next: place }), touched: [...touched], waits };
  }

  async #page({ id }: Workspace, { type, at }: Named, after: string | undefined): Promise<Page<Aggregate>> {
    if (!at) {
      const query = { partition: `workspace/${id}`, kind: type.kind, limit: pageSize };
      return await this.#store.list<Aggregate>({ ...query, continuation: after });
    }
    const { partition, id: document } = at(id);
    const found = await this.#store.get<Aggregate>(partition, document);
    return { items: found ? [found] : [] };
  }

  /** True where something was removed. */
  async #forget(
    workspace: Workspace,
    { type, forget }: Named,
    document: Aggregate,
    person: string,
    key: string,
  ): Promise<boolean | 'waits'> {
    if (!JSON.stringify(document).includes(person)) return false;
    if (type.kind === dataRequest.kind && (await this.#before(workspace, document as DataRequest, person, key)))
      return 'waits';
    if (type.kind === workspaceSetup.kind && (await this.#beforeSetup(document as WorkspaceSetup, person, key)))
      return 'waits';
    let waits = false;
    const isWritten = await rewriteDocument(this.#store, type, document, (current) => {
      waits = isUnsealed(current);
      return waits ? undefined : forget(current, person);
    });
    return waits ? 'waits' : isWritten;
  }

  /** True where something has to be done first, and was begun. */
  async #before(workspace: Workspace, request: DataRequest, person: string, key: string): Promise<boolean> {
    const wanted = beforehand(request, person);
    if (wanted === undefined || wanted === 'wait') return wanted === 'wait';
    const { outcome } = await this.#changes.change(dataRequest, request, {
      key: `${key}/${wanted}`,
      ...{ by: system, via: 'system', what: wanted === 'withdraw' ? 'request.withdraw' : 'request.handed' },
      decide: (current) => {
        if (!current || beforehand(current, person) !== wanted) return undefined;
        return wanted === 'withdraw' ? withdrawal(current, workspace) : handedOn();
      },
    });
    // Handed on before, and come back to a person who is still among those who decide: then it stays without them.
    return outcome === 'changed';
  }

  /** As {@link #before}. */
  async #beforeSetup(setup: WorkspaceSetup, person: string, key: string): Promise<boolean> {
    const wanted = beforeForgetting(setup, person);
    if (wanted !== 'withdraw') return wanted === 'wait';
    await this.#changes.change(workspaceSetup, setup, {
      ...{ key: `${key}/withdraw`, by: system, via: 'system', what: 'setup.withdraw' },
      decide: (current) =>
        current && beforeForgetting(current, person) === 'withdraw'
          ? { next: { state: 'withdrawn' }, cancel: ({ kind }) => kind === 'setup.check' }
          : undefined,
    });
    return true;
  }
}

/** True where history would still go into the ledger as it stands: names must not be gone before. */
export function isUnsealed({ effects }: Pick<Aggregate, 'effects'>): boolean {
  return effects.some(({ kind, data }) => kind === sealing && data.step === undefined);
}

function firstOf(workspace: Workspace | undefined): Place | undefined {
  return workspace && { workspace: workspace.id, kind: 0 };
}
