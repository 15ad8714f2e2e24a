import type { Budgets } from '../budgets/budgets.ts';
import type { Changes } from '../change/change.ts';
import { WorkspaceError } from '../errors.ts';
import type { Members } from '../roles/members.ts';
import type { FailedChange, GroupClient } from '../roles/membership.ts';
import type { WorkspaceDirectory } from '../workspaces/workspace-directory.ts';
import type { ArchiveMachines } from './archive-machines.ts';
import { keptPeople, spendPeople } from './archive-people.ts';
import { bringBack } from './archive-storage.ts';
import { type StepOutcome, type StepPass, type StepWork, stepKey } from './archive-work.ts';
import type { StorageTierClient } from './storage-tiers.ts';
import type { restoringSteps } from './workspace-archive.ts';

export interface ArchiveRestoringParts {
  readonly changes: Changes;
  readonly workspaces: Pick<WorkspaceDirectory, 'amend'>;
  readonly tiers: Pick<StorageTierClient, 'set'>;
  readonly groups: Pick<GroupClient, 'addMembers' | 'addOwner' | 'removeOwner'>;
  readonly members: Pick<Members, 'forget'>;
  readonly budgets: Pick<Budgets, 'wake'>;
  /** Undefined where machines are made by hand. */
  readonly remaking?: Pick<ArchiveMachines, 'remake'>;
}

/** What brings a workspace back, step by step. */
export class ArchiveRestoring {
  readonly #parts: ArchiveRestoringParts;
  readonly steps: Readonly<Record<(typeof restoringSteps)[number], StepWork>>;

  constructor(parts: ArchiveRestoringParts) {
    this.#parts = parts;
    this.steps = {
      storage: async (pass) => await bringBack(parts.tiers, pass),
      machines: async (pass) => (await parts.remaking?.remake(pass)) ?? { isDone: true, counts: { machines: 0 } },
      people: async (pass) => await this.#people(pass),
      budget: async (pass) => await this.#budget(pass),
      open: async (pass) => await this.#open(pass),
    };
  }

  /** Everybody who was in it, as they were; whom the directory does not know any more is counted and left out. */
  async #people({ archive, workspace, cursor }: StepPass): Promise<StepOutcome> {
    const { groups, members, changes } = this.#parts;
    const before = cursor as { page?: number; people?: number; gone?: number; hasKeeper?: boolean };
    const { page = 0, people: added = 0, gone = 0, hasKeeper = false } = before;
    const counts = { people: added, gone };
    if (page >= (archive.peoplePages ?? 0)) {
      const isLeft = hasKeeper || (await this.#leaveKeeper(archive.keeper?.aadObjectId, workspace.groupId));
      await spendPeople(changes, archive);
      if (archive.keeper) members.forget(workspace, [archive.keeper.aadObjectId]);
      return { isDone: true, counts: { ...counts, ...(!isLeft && { kept: 1 }) } };
    }
    const people = await keptPeople(changes, archive, page);
    const ids = people.map(({ aadObjectId }) => aadObjectId);
    const missing = new Set(requirePassable(await groups.addMembers(workspace.groupId, ids)));
    const owners = people.filter(({ aadObjectId, role }) => role === 'owner' && !missing.has(aadObjectId));
    for (const { aadObjectId } of owners) await groups.addOwner(workspace.groupId, aadObjectId);
    members.forget(workspace, ids);
    const cursorNext = {
      ...{ page: page + 1, people: added + ids.length - missing.size, gone: gone + missing.size },
      hasKeeper: hasKeeper || owners.some(({ aadObjectId }) => aadObjectId === archive.keeper?.aadObjectId),
    };
    return { isDone: false, counts: { people: cursorNext.people, gone: cursorNext.gone }, cursor: cursorNext };
  }

  /** False where nobody else owns it, so that the admin stays. */
  async #leaveKeeper(keeper: string | undefined, groupId: string): Promise<boolean> {
    if (!keeper) return true;
    try {
      await this.#parts.groups.removeOwner(groupId, keeper);
      return true;
    } catch (error) {
      if (error instanceof WorkspaceError && error.code === 'conflict') return false;
      // Who left the directory owns nothing any more.
      if (error instanceof WorkspaceError && error.code === 'not-found') return true;
      throw error;
    }
  }

  async #budget(pass: StepPass): Promise<StepOutcome> {
    await this.#parts.budgets.wake(pass.workspace.id, stepKey(pass, 'awake'));
    return { isDone: true };
  }

  async #open({ workspace }: StepPass): Promise<StepOutcome> {
    await this.#parts.workspaces.amend(workspace.id, { archivedAt: undefined });
    return { isDone: true };
  }
}

/** Those who are gone. @throws {WorkspaceError} the first of another kind */
function requirePassable(failures: readonly FailedChange[]): readonly string[] {
  const failure = failures.find(({ error }) => error.code !== 'not-found');
  if (failure) throw failure.error;
  return failures.map(({ aadObjectId }) => aadObjectId);
}
