import { system } from './aggregate.ts';
import type { Changes } from './change.ts';
import { type MachineRecord, machineRecord } from './machine-record.ts';
import type { Person } from './people.ts';
import { type DataRequest, dataRequest, isPending } from './request.ts';
import { handedOn, hasChannel, isShow, shows, withdrawal } from './request-rules.ts';
import type { Store } from './store/store.ts';
import type { Workspace } from './workspaces.ts';

export interface MemberDeparturesParts {
  readonly store: Store;
  readonly changes: Changes;
}

const pageSize = 100;

/** What becomes of somebody's things in a workspace that they left. Links die by themselves: each use asks who may. */
export class MemberDepartures {
  readonly #parts: MemberDeparturesParts;

  constructor(parts: MemberDeparturesParts) {
    this.#parts = parts;
  }

  /** What they asked for and nobody decided is withdrawn, and their machines are nobody's. Twice is the same as once. @param key the same for the same departure */
  async left(workspace: Workspace, person: Person, key: string): Promise<void> {
    const { changes } = this.#parts;
    const { aadObjectId } = person;
    const why = `${person.name} is no longer a member of ${workspace.name}.`;
    for await (const request of this.#all<DataRequest>(workspace, dataRequest.kind, { person: aadObjectId })) {
      if (!isOpen(request)) continue;
      await changes.change(dataRequest, request, {
        ...{ key: `${key}/withdraw`, by: system, via: 'system', what: 'request.withdraw', why },
        decide: (current) => (current && isOpen(current) ? withdrawal(current, workspace) : undefined),
      });
    }
    for await (const record of this.#all<MachineRecord>(workspace, machineRecord.kind)) {
      if (record.assignee?.aadObjectId !== aadObjectId) continue;
      await changes.change(machineRecord, record, {
        ...{ key: `${key}/unassign`, by: system, via: 'system', what: 'machine.unassign', why },
        decide: (current) =>
          current?.assignee?.aadObjectId === aadObjectId ? { next: { assignee: undefined } } : undefined,
      });
    }
  }

  /** Who is no owner any more is not asked to decide; where nobody else is, the next in line is. Twice is the same as once. */
  async decidesNoMore(workspace: Workspace, { aadObjectId, name }: Person, key: string): Promise<void> {
    const isAsked = ({ state, approvers }: DataRequest) =>
      state === 'in_review' && approvers.some((each) => each.as === 'owner' && each.aadObjectId === aadObjectId);
    for await (const request of this.#all<DataRequest>(workspace, dataRequest.kind, { group: 'Pending' })) {
      if (!isAsked(request)) continue;
      await this.#parts.changes.change(dataRequest, request, {
        ...{ key: `${key}/handed`, by: system, via: 'system', what: 'request.handed' },
        why: `${name} is no longer an owner of ${workspace.name}.`,
        decide: (current) => {
          if (!current || !isAsked(current)) return undefined;
          const approvers = current.approvers.filter((each) => each.aadObjectId !== aadObjectId);
          if (approvers.length === 0) return handedOn();
          const claimedBy = current.claimedBy?.aadObjectId === aadObjectId ? undefined : current.claimedBy;
          const next = { ...current, approvers };
          return { next: { approvers, claimedBy }, effects: shows(next, hasChannel(workspace)), cancel: isShow };
        },
      });
    }
  }

  async *#all<D extends DataRequest | MachineRecord>(
    { id }: Workspace,
    kind: string,
    by?: { readonly person?: string; readonly group?: string },
  ): AsyncGenerator<D> {
    const found: D[] = [];
    let continuation: string | undefined;
    do {
      const query = { partition: `workspace/${id}`, kind, limit: pageSize, continuation };
      const page = await this.#parts.store.list<D>(by ? { ...query, by } : query);
      found.push(...page.items.map(({ document }) => document));
      continuation = page.continuation;
    } while (continuation);
    // All are known before the first is changed, since a change may move it to another page.
    yield* found;
  }
}

function isOpen(request: DataRequest): boolean {
  return isPending(request) || request.state === 'draft' || request.state === 'returned';
}
