import type { Budgets } from '../budgets/budgets.ts';
import { system } from '../change/aggregate.ts';
import { listAll } from '../change/list-all.ts';
import { WorkspaceError } from '../errors.ts';
import type { AzureMachine, MachineClient } from '../machines/machine.ts';
import { MachineStops, tenAtATime } from '../machines/machine-stops.ts';
import type { Machines } from '../machines/machines.ts';
import type { Person } from '../people/people.ts';
import type { Members } from '../roles/members.ts';
import type { GroupClient } from '../roles/membership.ts';
import { type MachineSchedule, machineSchedule } from '../schedules/machine-schedule.ts';
import { decideEnd } from '../schedules/schedule-decision.ts';
import type { TeardownClient } from '../setups/teardown.ts';
import { growingPause } from '../time/growing-pause.ts';
import type { WorkspaceDirectory } from '../workspaces/workspace-directory.ts';
import { countsOf, keepPeople } from './archive-people.ts';
import { ArchiveRequests, type ArchiveRequestsParts } from './archive-requests.ts';
import { putAway } from './archive-storage.ts';
import { type StepOutcome, type StepPass, type StepWork, stepKey } from './archive-work.ts';
import type { StorageTierClient } from './storage-tiers.ts';
import type { closingSteps } from './workspace-archive.ts';

export interface ArchiveClosingParts extends ArchiveRequestsParts {
  readonly workspaces: Pick<WorkspaceDirectory, 'amend'>;
  readonly azure: Pick<MachineClient, 'get'>;
  readonly machines: Pick<Machines, 'of' | 'forget' | 'recordOf' | 'stopFor'>;
  readonly teardown: Pick<TeardownClient, 'removeMachine' | 'machineIsGone'>;
  readonly tiers: Pick<StorageTierClient, 'set' | 'inventory'>;
  readonly groups: Pick<GroupClient, 'addOwner' | 'removeOwner' | 'removeMembers'>;
  readonly members: Pick<Members, 'everybody' | 'groupsIn' | 'person' | 'forget'>;
  readonly budgets: Pick<Budgets, 'rest'>;
}

/** Between two looks at Azure. */
const pauses = { part: 8, shortest: 1_000, longest: 15_000 };
const groupPauseInMs = 1_000;
/** Taken out of the group in one pass. */
const peopleAtOnce = 500;
const reason = 'The workspace is being archived.';

/** What closes a workspace, step by step but for the certificate. */
export class ArchiveClosing {
  readonly #parts: ArchiveClosingParts;
  readonly #stops: MachineStops;
  readonly steps: Readonly<Record<Exclude<(typeof closingSteps)[number], 'record'>, StepWork>>;

  constructor(parts: ArchiveClosingParts) {
    this.#parts = parts;
    this.#stops = new MachineStops(parts);
    const requests = new ArchiveRequests(parts);
    this.steps = {
      lock: async (pass) => await this.#lock(pass),
      requests: async (pass) => await requests.end(pass),
      schedules: async (pass) => await this.#schedules(pass),
      machines: async (pass) => await this.#machines(pass),
      storage: async (pass) => await putAway(parts.tiers, pass),
      people: async (pass) => await this.#people(pass),
      budget: async (pass) => await this.#budget(pass),
    };
  }

  /** First, so that nothing new begins behind the back of the other steps. */
  async #lock({ archive, workspace, now }: StepPass): Promise<StepOutcome> {
    const archivedAt = archive.archivedAt ?? now.toISOString();
    await this.#parts.workspaces.amend(workspace.id, { archivedAt });
    return { isDone: true, next: { archivedAt } };
  }

  async #schedules(pass: StepPass): Promise<StepOutcome> {
    const { workspace, now } = pass;
    const key = stepKey(pass, 'schedule');
    const query = { partition: `workspace/${workspace.id}`, kind: machineSchedule.kind, limit: 200 };
    let ended = 0;
    for (const schedule of await listAll<MachineSchedule>(this.#parts.store, query)) {
      const { document } = await this.#parts.changes.change(machineSchedule, schedule, {
        ...{ key, by: system, via: 'system', what: 'schedule.end', why: reason },
        decide: (current) => decideEnd(current, now),
      });
      if (document?.history.some((entry) => entry.key === key)) ended += 1;
    }
    return { isDone: true, counts: { ended } };
  }

  /** Each is stopped first, so that nothing that runs loses what it writes, and then deleted with its disk. */
  async #machines(pass: StepPass): Promise<StepOutcome> {
    const { machines, teardown } = this.#parts;
    const { archive, workspace, step, signal, now } = pass;
    machines.forget();
    const there = await machines.of(workspace);
    const names = namesIn(step.counts?.names, there);
    const counts = { machines: names.length, names: names.join(' ') };
    if (there.length === 0) return { isDone: true, counts };
    const targets = there.map(({ name }) => ({ workspace, machine: name }));
    const order = { key: `archive/${archive.workspace}/${archive.round}`, startedAt: archive.startedAt!, reason };
    const looks = await this.#stops.look(targets, order, signal);
    const failed = looks.find(({ stop }) => stop.state === 'failed');
    const stopped = looks.filter(({ stop }) => stop.state === 'stopped');
    await tenAtATime(stopped, signal, async ({ stop: { machine } }) => {
      if (!(await teardown.machineIsGone(workspace.resourceGroup, machine)))
        await teardown.removeMachine(workspace.resourceGroup, machine);
    });
    if (failed) throw new WorkspaceError('unavailable', `${failed.stop.machine}: ${failed.stop.problem ?? reason}`);
    const elapsed = now.getTime() - Date.parse(archive.startedAt!);
    return { isDone: false, counts, pauseInMs: growingPause(elapsed, pauses) };
  }

  /**
   * Everybody, and every group in it, leaves the group but an admin who becomes its owner first, since Entra keeps a last one: whoever turned the first key, or
   * the second where the directory does not know the first any more. Who was in it is written down before anybody leaves.
   */
  async #people(pass: StepPass): Promise<StepOutcome> {
    const { groups, members, changes } = this.#parts;
    const { archive, workspace, cursor, step } = pass;
    const [everybody, inner] = await Promise.all([members.everybody(workspace), members.groupsIn(workspace)]);
    if (!archive.keeper) {
      const groupsIn = inner.map((group) => ({
        aadObjectId: group.groupId,
        name: group.name,
        role: 'member' as const,
      }));
      const peoplePages = await keepPeople(changes, archive, [...everybody, ...groupsIn]);
      const keeper = await this.#keeper(pass);
      return {
        isDone: false,
        counts: { ...countsOf(everybody), ...(inner.length > 0 && { groups: inner.length }) },
        next: { keeper, peoplePages },
      };
    }
    const { aadObjectId: keeper } = archive.keeper;
    const { groupId } = workspace;
    if (!everybody.some(({ aadObjectId, role }) => aadObjectId === keeper && role === 'owner'))
      await groups.addOwner(groupId, keeper);
    // Also as a member: the list says of an owner only that they are one.
    const wasAsked = cursor.keeper === keeper;
    const going = everybody.filter(({ aadObjectId }) => aadObjectId !== keeper).slice(0, peopleAtOnce);
    // Whoever is in a group that is in it has its rights in Azure too.
    const nested = inner.slice(0, peopleAtOnce).map((group) => group.groupId);
    const ids = [...(wasAsked ? [] : [keeper]), ...going.map(({ aadObjectId }) => aadObjectId), ...nested];
    if (ids.length === 0) return { isDone: true, ...(step.counts && { counts: step.counts }) };
    for (const { aadObjectId, role } of going) if (role === 'owner') await groups.removeOwner(groupId, aadObjectId);
    const failures = await groups.removeMembers(groupId, ids);
    members.forget(workspace, ids);
    const failure = failures.find(({ error }) => error.code !== 'not-found');
    if (failure) throw failure.error;
    return { isDone: false, cursor: { keeper }, pauseInMs: going.length + nested.length === 0 ? 0 : groupPauseInMs };
  }

  async #keeper({ archive }: StepPass): Promise<Person> {
    const { by: first } = archive.proposed;
    const isKnown = await this.#parts.members.person(first.aadObjectId);
    return isKnown ? first : archive.confirmed!.by;
  }

  async #budget(pass: StepPass): Promise<StepOutcome> {
    await this.#parts.budgets.rest(pass.workspace.id, stepKey(pass, 'budget'));
    return { isDone: true };
  }
}

function namesIn(before: string | number | undefined, there: readonly AzureMachine[]): readonly string[] {
  const known = `${before ?? ''}`.split(' ').filter(Boolean);
  return [...new Set([...known, ...there.map(({ name }) => name)])];
}
