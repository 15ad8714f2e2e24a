import { randomUUID } from 'node:crypto';
import { system } from './aggregate.ts';
import type { Changes } from './change.ts';
import type { Clock } from './clock.ts';
import { WorkspaceError } from './errors.ts';
import { membersAddress, workspaceMembers } from './member-record.ts';
import { type Diff, isNews, type Ours, weigh } from './member-watch-diff.ts';
import { type KnownFields, type KnownMembers, KnownMembersStore } from './member-watch-known.ts';
import {
  type MemberNotice,
  memberWatchAddress,
  memberWatchRecord,
  type Noticed,
  noticesKept,
} from './member-watch-record.ts';
import type { Members } from './members.ts';
import type { GroupChanges, GroupClient } from './membership.ts';
import { personOf } from './people.ts';
import type { Store, Stored } from './store/store.ts';
import type { WorkspaceDirectory } from './workspace-directory.ts';
import type { Workspace } from './workspaces.ts';

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
 * Notices what others change in the groups of workspaces: recorded, told to owners, and whoever left is parted from their things as
 * if they had been removed here. A first look only learns who is there. What a look finds is written down with who is there now, before
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
    const { changes, isAll } = await this.#changes(workspace, stored?.document.link);
    // Only now: what was asked for here was on record before Graph heard of it.
    const ours = await this.#ours(workspace);
    const now = this.#parts.clock.now();
    const diff = weigh(stored?.document, changes, isAll, ours, now);
    const { added, removed } = diff;
    if (!stored || !isNews(diff)) {
      if (!stored || this.#isWorthWriting(stored, diff, ours, now))
        await this.#known.put(workspace.id, this.#fields(workspace, stored, diff, changes, ours, now), stored?.etag);
      if (stored && diff.touched.length > 0) this.#parts.members.forget(workspace, diff.touched);
      return;
    }
    // What empties a group when its workspace is closed is no news. It says so before it begins.
    const current = await this.#parts.workspaces.now(workspace.id);
    if (current?.archivedAt !== undefined) return;
    const found = { id: randomUUID(), at: now.toISOString(), added, removed };
    const fields = this.#fields(workspace, stored, diff, changes, ours, now);
    const leaving = [...new Set([...fields.leaving.filter((id) => !added.includes(id)), ...removed])];
    const next = await this.#known.put(workspace.id, { ...fields, found, leaving }, stored.etag);
    this.#parts.members.forget(workspace, [...added, ...removed, ...diff.touched]);
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
    const pending = document?.changes.flatMap(({ tasks }) => tasks.filter(({ state }) => state === 'pending')) ?? [];
    return { touched: document?.touched ?? [], pending: pending.map(({ person }) => person.aadObjectId) };
  }

  #isWorthWriting({ document }: Stored<KnownMembers>, diff: Diff, { touched }: Ours, now: Date): boolean {
    const isOld = now.getTime() - Date.parse(document.linkAt) >= linkKeptInMs;
    const isDisputed = diff.disputed.join() !== document.disputed.join();
    return isOld || isDisputed || diff.touched.length > 0 || (touched.at(-1)?.n ?? 0) > document.ours;
  }

  #fields(
    { groupId }: Workspace,
    stored: Stored<KnownMembers> | undefined,
    { ids, disputed }: Diff,
    { link }: GroupChanges,
    ours: Ours,
    now: Date,
  ): KnownFields {
    const leaving = stored?.document.leaving ?? [];
    const last = ours.touched.at(-1)?.n ?? stored?.document.ours ?? 0;
    return { groupId, ids, disputed, link, linkAt: now.toISOString(), ours: last, leaving };
  }

  /** Puts on record what was found, and has everybody told: once, however often it is begun. */
  async #told(workspace: Workspace, stored?: Stored<KnownMembers>): Promise<Stored<KnownMembers> | undefined> {
    const { changes, members } = this.#parts;
    const found = stored?.document.found;
    if (!found) return stored;
    const people = (await members.owners(workspace)).map(personOf);
    const [added, removed] = [await this.#noticed(found.added), await this.#noticed(found.removed)];
    const notice: MemberNotice = { id: found.id, at: found.at, added, removed, people };
    await changes.change(memberWatchRecord, memberWatchAddress(workspace.id), {
      ...{ key: found.id, by: system, via: 'system', what: 'member.noticed' },
      decide: (current) => {
        const known = current?.notices ?? [];
        if (known.some(({ id }) => id === found.id)) return undefined;
        return {
          next: { workspace: workspace.id, notices: [notice, ...known].slice(0, noticesKept) },
          effects: [
            ...people.map(({ aadObjectId: to }) => ({ kind: 'member.noticed', data: { to, notice: found.id } })),
            ...(found.removed.length > 0 ? [{ kind: 'member.departed' }] : []),
          ],
          // Names are in the notice, where they can be removed.
          detail: { added: added.count, removed: removed.count },
        };
      },
    });
    await this.#known.amend(workspace.id, (known) => (known.found?.id === found.id ? { found: undefined } : {}));
    return await this.#known.get(workspace.id);
  }

  /** Somebody who was deleted altogether has no name any more. */
  async #noticed(ids: readonly string[]): Promise<Noticed> {
    const people = [];
    for (const id of ids.slice(0, namedAtMost)) people.push(await this.#parts.members.person(id));
    return { count: ids.length, people: people.filter((person) => person !== undefined).map(personOf) };
  }
}
