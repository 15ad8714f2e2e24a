import { LRUCache } from 'lru-cache';
import type { Caller, Person, Roles, WorkspaceRole } from '../people/people.ts';
import { requirePermission } from '../policy.ts';
import type { Clock } from '../time/clock.ts';
import type { WorkspaceDirectory } from '../workspaces/workspace-directory.ts';
import type { Workspace } from '../workspaces/workspaces.ts';
import { MemberCache } from './member-cache.ts';

/** Ids of the groups somebody is in, nested groups included, and of those somebody owns. */
export interface Groups {
  readonly memberOf: ReadonlySet<string>;
  readonly ownerOf: ReadonlySet<string>;
}

/** Somebody in a workspace's group. */
export interface Member extends Person {
  readonly role: WorkspaceRole;
}

/** Somebody as the directory knows them. */
export interface Contact extends Person {
  /** Undefined for somebody without a mailbox. */
  readonly mail?: string;
  /** True for somebody who was invited from another organisation. */
  readonly isGuest?: boolean;
}

/** A group in another one. */
export interface NestedGroup {
  readonly groupId: string;
  readonly name: string;
}

/** When somebody's mailbox answers for them; open ends where no times are set. */
export interface Absence {
  readonly from?: Date;
  readonly until?: Date;
}

/** What the rules need of the directory; `azure/directory.ts` provides it. Every method throws WorkspaceErrors only. */
export interface DirectoryClient {
  /** Of somebody the directory does not know: no groups. */
  groupsOf(aadObjectId: string): Promise<Groups>;
  /** Members and owners of a group, each once, owners first. */
  members(groupId: string): Promise<readonly Member[]>;
  /** Owners of a group alone. */
  owners(groupId: string): Promise<readonly Person[]>;
  /** Members of a group and of the groups in it, each once. */
  everybodyIn(groupId: string): Promise<readonly Person[]>;
  /** The groups that are members of a group themselves, not those in them. */
  groupsIn(groupId: string): Promise<readonly NestedGroup[]>;
  /** True where a group is in one of some, at most 20, also through groups between them. */
  isGroupIn(groupId: string, groupIds: readonly string[]): Promise<boolean>;
  person(aadObjectId: string): Promise<Contact | undefined>;
  /** Automatic replies that are on or planned; undefined where there are none, or Labdesk may not look. */
  absence(aadObjectId: string): Promise<Absence | undefined>;
}

export interface PlatformGroups {
  readonly reviewers: string;
  readonly admins: string;
}

/** How old the directory's word may be where somebody only looks. */
const readCacheInMs = 60_000;

/** Who is who: roles come from the directory's groups and from nowhere else. */
export class Members {
  readonly #directory: DirectoryClient;
  readonly #workspaces: WorkspaceDirectory;
  readonly #groups: PlatformGroups;
  readonly #clock: Clock;
  readonly #roles = new LRUCache<string, Promise<Roles>>({ max: 10_000 });
  readonly #people: MemberCache;

  constructor(directory: DirectoryClient, workspaces: WorkspaceDirectory, groups: PlatformGroups, clock: Clock) {
    this.#directory = directory;
    this.#workspaces = workspaces;
    this.#groups = groups;
    this.#clock = clock;
    this.#people = new MemberCache(directory, clock);
  }

  /** Somebody's roles, at most 60 s old. @throws {WorkspaceError} unavailable, timeout or throttled, where the directory is */
  async rolesOf(aadObjectId: string): Promise<Roles> {
    const known = this.#roles.get(aadObjectId);
    const cached = await known?.catch(() => undefined);
    if (cached && this.#clock.now().getTime() - cached.checkedAt.getTime() < readCacheInMs) return cached;
    // Whoever comes meanwhile waits for the same answer.
    const newer = this.#roles.get(aadObjectId);
    if (newer && newer !== known) return await newer;
    return await this.rolesNow(aadObjectId);
  }

  /** Somebody's roles as the directory says this moment: for decisions. @throws as {@link rolesOf} */
  async rolesNow(aadObjectId: string): Promise<Roles> {
    const asked = this.#ask(aadObjectId);
    this.#roles.set(aadObjectId, asked);
    return await asked;
  }

  /** The owners of a workspace as the directory says this moment. @throws as {@link rolesOf} */
  async owners({ groupId }: Workspace): Promise<readonly Person[]> {
    return await this.#directory.owners(groupId);
  }

  /** The admins as the directory says this moment. @throws as {@link rolesOf} */
  async admins(): Promise<readonly Person[]> {
    return await this.#directory.everybodyIn(this.#groups.admins);
  }

  /** Everybody in a workspace with their role, as the directory says this moment; for the rules. @throws as {@link rolesOf} */
  async everybody({ groupId }: Workspace): Promise<readonly Member[]> {
    return await this.#directory.members(groupId);
  }

  /** The groups that are in a workspace's group themselves, as the directory says this moment. @throws as {@link rolesOf} */
  async groupsIn({ groupId }: Workspace): Promise<readonly NestedGroup[]> {
    return await this.#directory.groupsIn(groupId);
  }

  /** True for a group that makes reviewers or admins: nobody gets into one through Labdesk. */
  isPlatformGroup(groupId: string): boolean {
    return groupId === this.#groups.admins || groupId === this.#groups.reviewers;
  }

  /**
   * The same of a workspace's group as the directory says this moment, also where the group makes them by being in such a group, or in
   * one that is. Asks the directory, so it is for changes alone. @throws as {@link rolesOf}
   */
  async makesPlatformRoles({ groupId }: Workspace): Promise<boolean> {
    if (this.isPlatformGroup(groupId)) return true;
    return await this.#directory.isGroupIn(groupId, [this.#groups.admins, this.#groups.reviewers]);
  }

  /** Forgets what was heard of these people and of the workspace: something has changed in its group. */
  forget({ groupId }: Workspace, people: readonly string[]): void {
    for (const aadObjectId of people) this.#roles.delete(aadObjectId);
    this.#people.forget(groupId);
  }

  /** Somebody by their object id; undefined where the directory does not know them. @throws as {@link rolesOf} */
  async person(aadObjectId: string): Promise<Contact | undefined> {
    return await this.#directory.person(aadObjectId);
  }

  /** True where somebody's mailbox says that they are away now. Whoever cannot be asked is not away: nothing waits for it. */
  async isAway(aadObjectId: string): Promise<boolean> {
    const absence = await this.#directory.absence(aadObjectId).catch(() => undefined);
    if (!absence) return false;
    const now = this.#clock.now();
    return (!absence.from || absence.from <= now) && (!absence.until || now < absence.until);
  }

  async #ask(aadObjectId: string): Promise<Roles> {
    // Not when the answer comes: what changed on its way is not in it.
    const checkedAt = this.#clock.now();
    const [{ memberOf, ownerOf }, workspaces] = await Promise.all([
      this.#directory.groupsOf(aadObjectId),
      this.#workspaces.all(),
    ]);
    const here = new Map<string, WorkspaceRole>();
    for (const { id, groupId } of workspaces) {
      if (ownerOf.has(groupId)) here.set(id, 'owner');
      else if (memberOf.has(groupId)) here.set(id, 'member');
    }
    return {
      admin: memberOf.has(this.#groups.admins),
      reviewer: memberOf.has(this.#groups.reviewers),
      workspaces: here,
      checkedAt,
    };
  }

  /** The people of a workspace, owners first, at most 60 s old. @throws {WorkspaceError} not-found, forbidden */
  async list(caller: Caller, workspace: Workspace): Promise<readonly Member[]> {
    requirePermission(caller, workspace, 'member.read');
    return await this.#people.list(workspace.groupId);
  }

  /**
   * The people of workspaces as they were heard of last, for understanding what somebody writes. The first time waits a little for the
   * directory; later nobody does, and where it is long ago the directory is asked meanwhile. The same arrays while they are the same.
   */
  async known(workspaces: readonly Workspace[]): Promise<readonly (readonly Person[])[]> {
    return await this.#people.known(workspaces.map(({ groupId }) => groupId));
  }
}
