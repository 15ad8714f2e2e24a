import { randomUUID } from 'node:crypto';
import { system } from '../change/aggregate.ts';
import type { Changes } from '../change/change.ts';
import { WorkspaceError } from '../errors.ts';
import { personOf } from '../people/people.ts';
import type { Members } from '../roles/members.ts';
import type { GroupChanges, GroupClient } from '../roles/membership.ts';
import type { Store, Stored } from '../store/store.ts';
import type { Clock } from '../time/clock.ts';
import type { WorkspaceDirectory } from '../workspaces/workspace-directory.ts';
import type { Workspace } from '../workspaces/workspaces.ts';
import { isAboutOwners, type MemberChange, membersAddress, workspaceMembers } from './member-record.ts';
import { isNews, lately, type Ours, weigh } from './member-watch-diff.ts';
import { type Found, type KnownFields, type KnownMembers, KnownMembersStore } from './member-watch-known.ts';
import {
  keptNotices,
  type MemberNotice,
  memberWatchAddress,
  memberWatchRecord,
  type Noticed,
} from './member-watch-record.ts';

export interface MemberWatchParts {
  readonly store: Store;
  readonly groups: Pick<GroupClient, 'changes'>;
  readonly members: Pick<Members, 'owners' | 'person' | 'forget'>;
  readonly workspaces: Pick<WorkspaceDirectory, 'now'>;
  readonly changes: Changes;
  readonly clock: Clock;
}

/** Links hold for seven days (Graph, "Use delta query", "Token duration"). */
const linkKeptInMs = 86_400_000;
const namedAtMost = 5;

/**
 * Notices what others change in the groups of workspaces: recorded, told to owners, and whoever left or owns it no more is parted from their
 * things as if that had been asked for here. A first look only learns who is there. What a look finds is written down with who is there now, before
 * anything follows, so that a crash anywhere loses nothing and tells nothing twice; links only spare asking for everybody.
 */
export class MemberWatch {
  readonly #parts: MemberWatchParts;
  readonly #known: KnownMembersStore;

  constructor(parts: MemberWatchParts) {
    this.#parts = parts;
    this.#known = new KnownMembersStore(parts.store);
  }

  /** Looks once. @throws {WorkspaceError} not-found, where the group is gone; the directory's; {WriteConflict} where another instance looks, too */
  async look(workspace: Workspace): Promise<void> {
    if (workspace.archivedAt !== undefined) return await this.#known.forget(workspace.id);
    const before = await this.#known.get(workspace.id);
    if (before && before.document.groupId !== workspace.groupId) {
      // Of another group nothing is known; the next look is its first.
      return await this.#known.forget(workspace.id);
    }
    const stored = await this.#told(workspace, before);
    const known = stored?.document;
    const { changes, isAll } = await this.#changes(workspace, known?.owners && known.link);
    // Only now: what was asked for here was on record before Graph heard of it.
    const ours = await this.#ours(workspace);
    const now = this.#parts.clock.now();
    const late = lately(ours, known?.ours ?? 0, now);
    const members = weigh(known, changes.members, isAll, late.members);
    const owners = weigh(known?.owners, changes.owners, isAll, late.owners);
    const touched = [...members.touched, ...owners.touched];
    const fields: KnownFields = {
      ...{ groupId: workspace.groupId, ids: members.ids, disputed: members.disputed },
      owners: { ids: owners.ids, disputed: owners.disputed },
      ...{ link: changes.link, linkAt: now.toISOString() },
      ...{ ours: ours.touched.at(-1)?.n ?? known?.ours ?? 0, leaving: known?.leaving ?? [] },
    };
    if (!stored || !(isNews(members) || isNews(owners))) {
      if (!stored || this.#isWorthWriting(stored, fields, touched.length > 0, now))
        await this.#known.put(workspace.id, fields, stored?.etag);
      if (stored && touched.length > 0) this.#parts.members.forget(workspace, touched);
      return;
    }
    // What empties a group when its workspace is closed is no news. It says so before it begins.
    const current = await this.#parts.workspaces.now(workspace.id);
    if (current?.archivedAt !== undefined) return;
    const [{ added, removed }, { added: appointed, removed: demoted }] = [members, owners];
    const found: Found = { id: randomUUID(), at: now.toISOString(), added, removed, appointed, demoted };
    const back = new Set(added);
    const leaving = [...new Set([...fields.leaving.filter((id) => !back.has(id)), ...removed, ...demoted])];
    const next = await this.#known.put(workspace.id, { ...fields, found, leaving }, stored.etag);
    this.#parts.members.forget(workspace, [...added, ...removed, ...appointed, ...demoted, ...touched]);
    await this.#told(workspace, next);
  }

  async #changes({ groupId }: Workspace, link?: string): Promise<{ changes: GroupChanges; isAll: boolean }> {
    const { groups } = this.#parts;
    const since = link === undefined ? undefined : await groups.changes(groupId, link);
    if (since) return { changes: since, isAll: false };
    const all = await groups.changes(groupId);
    if (!all) throw new WorkspaceError('unavailable', "Microsoft's directory does not say who is in this group.");
    return { changes: all, isAll: true };
  }

  async #ours({ id }: Workspace): Promise<Ours> {
    const document = await this.#parts.changes.get(workspaceMembers, membersAddress(id));
    const changes = document?.changes ?? [];
    return {
      touched: document?.touched ?? [],
      pending: pendingIn(changes),
      pendingOwners: pendingIn(changes.filter(({ verb }) => isAboutOwners(verb))),
    };
  }

  #isWorthWriting({ document }: Stored<KnownMembers>, next: KnownFields, isTouched: boolean, now: Date): boolean {
    const isOld = now.getTime() - Date.parse(document.linkAt) >= linkKeptInMs;
    const disputed = ({ disputed, owners }: KnownFields) => [disputed, owners?.disputed].join(' ');
    return isOld || disputed(next) !== disputed(document) || isTouched || next.ours > document.ours || !document.owners;
  }

  /** Puts on record what was found, and has everybody told: once, however often it is begun. */
  async #told(workspace: Workspace, stored?: Stored<KnownMembers>): Promise<Stored<KnownMembers> | undefined> {
    const { changes, members } = this.#parts;
    const found = stored?.document.found;
    if (!found) return stored;
    const people = (await members.owners(workspace)).map(personOf);
    const { id, at, added, removed, appointed = [], demoted = [] } = found;
    const notice: MemberNotice = {
      ...{ id, at, people, added: await this.#noticed(added), removed: await this.#noticed(removed) },
      ...(appointed.length > 0 && { appointed: await this.#noticed(appointed) }),
      ...(demoted.length > 0 && { demoted: await this.#noticed(demoted) }),
    };
    await changes.change(memberWatchRecord, memberWatchAddress(workspace.id), {
      ...{ key: found.id, by: system, via: 'system', what: 'member.noticed' },
      decide: (current) => {
        const known = current?.notices ?? [];
        if (known.some(({ id }) => id === found.id)) return undefined;
        return {
          next: { workspace: workspace.id, notices: [notice, ...keptNotices(current)] },
          effects: [
            ...people.map(({ aadObjectId: to }) => ({ kind: 'member.noticed', data: { to, notice: found.id } })),
            ...(removed.length > 0 || demoted.length > 0 ? [{ kind: 'member.departed' }] : []),
          ],
          // Names are in the notice, where they can be removed.
          detail: {
            ...{ added: added.length, removed: removed.length },
            ...(notice.appointed && { appointed: appointed.length }),
            ...(notice.demoted && { demoted: demoted.length }),
          },
        };
      },
    });
    return await this.#known.amend(workspace.id, (known) => (known.found?.id === id ? { found: undefined } : {}));
  }

  /** Somebody who was deleted altogether has no name any more. */
  async #noticed(ids: readonly string[]): Promise<Noticed> {
    const people = [];
    for (const id of ids.slice(0, namedAtMost)) people.push(await this.#parts.members.person(id));
    return { count: ids.length, people: people.filter((person) => person !== undefined).map(personOf) };
  }
}

function pendingIn(changes: readonly MemberChange[]): string[] {
  const tasks = changes.flatMap((change) => change.tasks.filter(({ state }) => state === 'pending'));
  return tasks.map(({ person }) => person.aadObjectId);
}
