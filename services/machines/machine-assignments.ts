import type { Changes } from '../change/change.ts';
import { WorkspaceError } from '../errors.ts';
import { actorOf, type Caller, type Person, personOf } from '../people/people.ts';
import type { PersonCommand } from '../people/person-command.ts';
import { requirePermission } from '../policy.ts';
import type { Members } from '../roles/members.ts';
import type { Store } from '../store/store.ts';
import type { Workspace } from '../workspaces/workspaces.ts';
import { firstRecord, type MachineRecord, machineRecord, recordAddress } from './machine-record.ts';
import type { Machine, Machines } from './machines.ts';

export interface MachineAssignmentsParts {
  readonly store: Store;
  readonly changes: Changes;
  readonly machines: Pick<Machines, 'get'>;
  readonly members: Pick<Members, 'everybody'>;
}

/** What somebody has to do with the machines of a workspace. */
export interface MachineUse {
  /** Names of those that are theirs. */
  readonly machines: readonly string[];
  /** When they last fetched a connection file (ISO). */
  readonly lastConnectedAt?: string;
}

/** Whose machine is whose: it says which one somebody means by "my machine", and keeps nobody else from using it. */
export class MachineAssignments {
  readonly #parts: MachineAssignmentsParts;

  constructor(parts: MachineAssignmentsParts) {
    this.#parts = parts;
  }

  /**
   * Gives a machine to somebody of the workspace, or to nobody; whoever gets it is told. The machine as it is then.
   * @throws {WorkspaceError} forbidden; not-found, for a machine that is not there or somebody who is not; the directory's
   */
  async assign(
    caller: Caller,
    workspace: Workspace,
    name: string,
    person: string | undefined,
    { key, via }: PersonCommand,
  ): Promise<Machine> {
    requirePermission(caller, workspace, 'member.manage');
    const { changes, machines, members } = this.#parts;
    const [machine, here] = await Promise.all([
      machines.get(caller, workspace, name),
      person === undefined ? [] : members.everybody(workspace),
    ]);
    const found = here.find(({ aadObjectId }) => aadObjectId === person);
    if (person !== undefined && !found) throw notHere(workspace);
    const assignee = found && personOf(found);
    await changes.change(machineRecord, recordAddress(workspace.id, machine.name), {
      ...{ key, via, by: actorOf(caller, workspace), what: assignee ? 'machine.assign' : 'machine.unassign' },
      ...(assignee && { why: assignee.name }),
      decide: (current) => {
        if (current?.assignee?.aadObjectId === assignee?.aadObjectId) return undefined;
        const before = current ? {} : firstRecord(workspace, machine.name);
        const tells = assignee && assignee.aadObjectId !== caller.aadObjectId;
        return {
          next: { ...before, assignee },
          effects: tells ? [{ kind: 'assign.tell', data: { to: assignee.aadObjectId, key } }] : [],
        };
      },
    });
    return await machines.get(caller, workspace, machine.name);
  }

  /** Who has which machines, and who connected to any when, by object id. @throws {WorkspaceError} unavailable */
  async of({ id }: Workspace): Promise<ReadonlyMap<string, MachineUse>> {
    const { partition } = recordAddress(id, '');
    const { items } = await this.#parts.store.list<MachineRecord>({ partition, kind: machineRecord.kind, limit: 1000 });
    const found = new Map<string, MachineUse>();
    const use = (person: Person) => found.get(person.aadObjectId) ?? { machines: [] };
    for (const { document } of items) {
      const { assignee, machine, connections } = document;
      for (const { person, at } of connections) {
        const { lastConnectedAt = '' } = use(person);
        if (at > lastConnectedAt) found.set(person.aadObjectId, { ...use(person), lastConnectedAt: at });
      }
      if (!assignee) continue;
      const { machines } = use(assignee);
      found.set(assignee.aadObjectId, { ...use(assignee), machines: [...machines, machine] });
    }
    return found;
  }
}

function notHere({ name }: Workspace): WorkspaceError {
  return new WorkspaceError(
    'not-found',
    `They are not in ${name}, so they cannot have one of its machines. Add them first.`,
  );
}
