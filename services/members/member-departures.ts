import { system } from '../change/aggregate.ts';
import type { Changes } from '../change/change.ts';
import { listAll } from '../change/list-all.ts';
import { type MachineRecord, machineRecord } from '../machines/machine-record.ts';
import type { Person } from '../people/people.ts';
import { type DataRequest, dataRequest, isUndecided } from '../requests/request.ts';
import { handedOn, hasChannel, isShow, shows, withdrawal } from '../requests/request-rules.ts';
import type { Store } from '../store/store.ts';
import type { Workspace } from '../workspaces/workspaces.ts';

export interface MemberDeparturesParts {
  readonly store: Store;
  readonly changes: Changes;
}

/** What becomes of somebody's things in a workspace that they left. Links die by themselves: each use asks who may. */
export class MemberDepartures {
  readonly #parts: MemberDeparturesParts;

  constructor(parts: MemberDeparturesParts) {
    this.#parts = parts;
  }

  /** What they asked for and nobody decided is withdrawn, and their machines are nobody's. Twice is the same as once. @param key the same for the same departure */
  async left(workspace: Workspace, person: Person, key: string): Promise<void> {
    const { changes, store } = this.#parts;
    const { aadObjectId } = person;
    const place = { partition: `workspace/${workspace.id}` };
    const why = `${person.name} is no longer a member of ${workspace.name}.`;
    const theirs = { ...place, kind: dataRequest.kind, by: { person: aadObjectId } };
    for (const request of await listAll<DataRequest>(store, theirs)) {
      if (!isUndecided(request)) continue;
      await changes.change(dataRequest, request, {
        ...{ key: `${key}/withdraw`, by: system, via: 'system', what: 'request.withdraw', why },
        decide: (current) => (current && isUndecided(current) ? withdrawal(current, workspace) : undefined),
      });
    }
    for (const record of await listAll<MachineRecord>(store, { ...place, kind: machineRecord.kind })) {
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
    const pending = { partition: `workspace/${workspace.id}`, kind: dataRequest.kind, by: { group: 'Pending' } };
    for (const request of await listAll<DataRequest>(this.#parts.store, pending)) {
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
}
