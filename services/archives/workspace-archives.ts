import type { Decision } from '../change/aggregate.ts';
import type { Changes } from '../change/change.ts';
import { WorkspaceError } from '../errors.ts';
import type { ConversationAddress } from '../people/conversation-address.ts';
import { type Caller, type Person, personOf } from '../people/people.ts';
import type { PersonCommand } from '../people/person-command.ts';
import { may } from '../policy.ts';
import { adminActor, requireAdminNow } from '../roles/admin-right.ts';
import { personNow } from '../roles/caller-now.ts';
import type { Members } from '../roles/members.ts';
import { quoted } from '../text/quoted.ts';
import type { Clock } from '../time/clock.ts';
import type { WorkspaceDirectory } from '../workspaces/workspace-directory.ts';
import type { Workspace } from '../workspaces/workspaces.ts';
import { confirmed, dropped, kept, proposed, restored, retried } from './archive-decisions.ts';
import {
  firstIsNoAdmin,
  nobodyWants,
  noSecond,
  platformGroup,
  sameKey,
  sharedPlace,
  tooLate,
} from './archive-refusals.ts';
import type { ArchiveSurvey, Survey } from './archive-survey.ts';
import {
  type ArchiveKey,
  archiveAddress,
  isHalted,
  isOpenTo,
  isRestorable,
  type WorkspaceArchive,
  workspaceArchive,
} from './workspace-archive.ts';

export interface WorkspaceArchivesParts {
  readonly changes: Changes;
  readonly members: Pick<Members, 'rolesNow' | 'admins' | 'owners' | 'isPlatformGroup'>;
  readonly workspaces: Pick<WorkspaceDirectory, 'all'>;
  readonly survey: Pick<ArchiveSurvey, 'of'>;
  readonly clock: Clock;
}

/** A press on one of the cards: of which proposal, and where the card stands that is to follow. */
export interface ArchivePress extends PersonCommand {
  /** Of the card; one of an earlier proposal changes nothing. */
  readonly round: number;
  readonly place?: ConversationAddress;
}

/** How it stands with the end of a workspace. */
export interface ArchiveLook {
  /** Undefined where nobody ever wanted to close it. */
  readonly archive: WorkspaceArchive | undefined;
  /** Only where nothing is closed yet. */
  readonly survey?: Survey;
}

/** The end of workspaces, as admins bring it about: two of them, each with a key of their own. What follows is in workspace-archive-run.ts. */
export class WorkspaceArchives {
  readonly #parts: WorkspaceArchivesParts;

  constructor(parts: WorkspaceArchivesParts) {
    this.#parts = parts;
  }

  /** How it stands, with what is open in it where it can be closed. @throws {WorkspaceError} forbidden, unavailable */
  async look(caller: Caller, workspace: Workspace): Promise<ArchiveLook> {
    await requireAdminNow(this.#parts.members, caller);
    const archive = await this.of(workspace.id);
    if (archive && archive.state !== 'open' && archive.state !== 'proposed') return { archive };
    return { archive, survey: await this.#parts.survey.of(workspace) };
  }

  /** What is open in it now; for the rules. @throws {WorkspaceError} unavailable */
  async survey(workspace: Workspace): Promise<Survey> {
    return await this.#parts.survey.of(workspace);
  }

  /** For the rules. */
  async of(workspace: string): Promise<WorkspaceArchive | undefined> {
    return await this.#parts.changes.get(workspaceArchive, archiveAddress(workspace));
  }

  /**
   * The first key: the other admins and the owners are told. Where somebody has turned it already, nothing is changed.
   * @param word the workspace's name, as it was typed
   * @throws {WorkspaceError} forbidden; invalid, for another word; conflict, where there is no second admin; refused, where its
   * group makes admins, or another workspace shares its group or resource group
   */
  async propose(
    caller: Caller,
    workspace: Workspace,
    { word, place, ...command }: PersonCommand & { readonly word: string; readonly place?: ConversationAddress },
  ): Promise<WorkspaceArchive> {
    const { members, workspaces } = this.#parts;
    await requireAdminNow(members, caller);
    if (plain(word) !== plain(workspace.name))
      throw new WorkspaceError('invalid', `Nothing was changed. Type ${quoted(workspace.name)} to go on.`);
    if (members.isPlatformGroup(workspace.groupId)) throw platformGroup(workspace);
    const sharing = (await workspaces.all()).find((other) => isShared(workspace, other));
    if (sharing) throw sharedPlace(workspace, sharing);
    const [admins, owners] = await Promise.all([members.admins(), members.owners(workspace)]);
    const others = admins.filter(({ aadObjectId }) => aadObjectId !== caller.aadObjectId);
    if (others.length === 0) throw noSecond(workspace);
    return await this.#change(caller, workspace, { ...command, what: 'archive.propose' }, (current) =>
      current && current.state !== 'open'
        ? undefined
        : proposed(current, this.#key(caller, place), workspace, { others, owners }),
    );
  }

  /**
   * The second key: from here on nobody takes it back.
   * @throws {WorkspaceError} forbidden, also for whoever turned the first; conflict, where the first is no admin any more
   */
  async confirm(caller: Caller, workspace: Workspace, press: ArchivePress): Promise<WorkspaceArchive> {
    const { members } = this.#parts;
    await requireAdminNow(members, caller);
    const [known, owners] = await Promise.all([this.#of(workspace), members.owners(workspace)]);
    const { by: first } = known.proposed;
    if (isOpenTo(known, press) && first.aadObjectId !== caller.aadObjectId)
      await this.#requireStillAdmin(first, workspace);
    return await this.#change(caller, workspace, { ...press, what: 'archive.confirm' }, (current) => {
      if (!isOpenTo(current, press)) return undefined;
      if (current.proposed.by.aadObjectId === caller.aadObjectId) throw sameKey(workspace);
      return confirmed(current, this.#key(caller, press.place), workspace, owners);
    });
  }

  /** Says no, or, for whoever turned the first key, takes it back. @throws {WorkspaceError} forbidden */
  async drop(caller: Caller, workspace: Workspace, press: ArchivePress): Promise<WorkspaceArchive> {
    const { members } = this.#parts;
    await requireAdminNow(members, caller);
    const [known, owners] = await Promise.all([this.#of(workspace), members.owners(workspace)]);
    const isTheirs = known.proposed.by.aadObjectId === caller.aadObjectId;
    const how = isTheirs ? 'withdrawn' : 'refused';
    const what = isTheirs ? 'archive.withdraw' : 'archive.refuse';
    return await this.#change(caller, workspace, { ...press, what }, (current) =>
      isOpenTo(current, press) ? dropped(current, { by: personOf(caller), how }, owners) : undefined,
    );
  }

  /** A step that was given up is tried again. @throws {WorkspaceError} forbidden */
  async retry(caller: Caller, workspace: Workspace, press: ArchivePress): Promise<WorkspaceArchive> {
    await requireAdminNow(this.#parts.members, caller);
    return await this.#change(caller, workspace, { ...press, what: 'archive.retry' }, (current) => {
      if (!current || current.round !== press.round || !isHalted(current)) return undefined;
      return retried(current, caller, this.#parts.clock.now());
    });
  }

  /** Brings it back, as far as that is possible. @throws {WorkspaceError} forbidden; conflict, where it is too late */
  async restore(caller: Caller, workspace: Workspace, press: ArchivePress): Promise<WorkspaceArchive> {
    return await this.#whileArchived(caller, workspace, { ...press, what: 'archive.restore' }, (current) =>
      restored(current, this.#key(caller, press.place)),
    );
  }

  /** It can be brought back for longer: by as many days as the workspace's retention time has. @throws {WorkspaceError} forbidden; conflict */
  async keep(caller: Caller, workspace: Workspace, press: ArchivePress): Promise<WorkspaceArchive> {
    return await this.#whileArchived(caller, workspace, { ...press, what: 'archive.keep' }, kept);
  }

  async #of(workspace: Workspace): Promise<WorkspaceArchive> {
    const archive = await this.of(workspace.id);
    if (archive) return archive;
    throw nobodyWants(workspace);
  }

  async #requireStillAdmin(first: Person, workspace: Workspace): Promise<void> {
    if (may(await personNow(this.#parts.members, first), undefined, 'admin.operate')) return;
    throw firstIsNoAdmin(first, workspace);
  }

  #key(caller: Caller, place: ConversationAddress | undefined): ArchiveKey {
    return { by: personOf(caller), at: this.#parts.clock.now().toISOString(), ...(place && { place }) };
  }

  async #whileArchived(
    caller: Caller,
    workspace: Workspace,
    press: ArchivePress & { readonly what: string },
    decide: (current: WorkspaceArchive) => Decision<WorkspaceArchive>,
  ): Promise<WorkspaceArchive> {
    await requireAdminNow(this.#parts.members, caller);
    return await this.#change(caller, workspace, press, (current) => {
      if (!current || current.round !== press.round || current.state !== 'archived') return undefined;
      if (!isRestorable(current, this.#parts.clock.now())) throw tooLate(workspace);
      return decide(current);
    });
  }

  async #change(
    caller: Caller,
    workspace: Workspace,
    { key, via, what }: PersonCommand & { readonly what: string },
    decide: (current: WorkspaceArchive | undefined) => Decision<WorkspaceArchive> | undefined,
  ): Promise<WorkspaceArchive> {
    const address = archiveAddress(workspace.id);
    const by = adminActor(caller);
    const { document } = await this.#parts.changes.change<WorkspaceArchive>(workspaceArchive, address, {
      ...{ key, via, what, by, decide },
    });
    return document ?? (await this.#of(workspace));
  }
}

/** What would be taken away is another one's, too. */
function isShared(one: Workspace, other: Workspace): boolean {
  const isSame = one.resourceGroup.toLowerCase() === other.resourceGroup.toLowerCase() || one.groupId === other.groupId;
  return one.id !== other.id && isSame;
}

function plain(word: string): string {
  return word.trim().replace(/\s+/g, ' ').toLowerCase();
}
