import type { NewEffect } from '../change/aggregate.ts';
import type { Changes } from '../change/change.ts';
import { WorkspaceError } from '../errors.ts';
import type { ConversationAddress } from '../people/conversation-address.ts';
import { actorOf, type Caller, personOf } from '../people/people.ts';
import type { PersonCommand } from '../people/person-command.ts';
import { requirePermission } from '../policy.ts';
import { callerNow } from '../roles/caller-now.ts';
import type { Contact, Member, Members } from '../roles/members.ts';
import type { Candidate, GroupClient } from '../roles/membership.ts';
import { lastOwner, noGuests, notThere, platformGroup, requireNoPlatformRoles } from '../roles/membership-refusals.ts';
import type { Clock } from '../time/clock.ts';
import type { Workspace } from '../workspaces/workspaces.ts';
import {
  isUnderWay,
  keep,
  type MemberChange,
  type MemberVerb,
  membersAddress,
  type WorkspaceMembers,
  workspaceMembers,
} from './member-record.ts';

export interface MembershipsParts {
  readonly groups: Pick<GroupClient, 'search'>;
  readonly members: Pick<Members, 'rolesNow' | 'everybody' | 'person' | 'isPlatformGroup' | 'makesPlatformRoles'>;
  readonly changes: Changes;
  readonly clock: Clock;
}

/** What somebody wants of people: object ids, each once. */
export interface MemberWish {
  readonly verb: MemberVerb;
  readonly people: readonly string[];
}

export interface MemberCommand extends PersonCommand {
  readonly follower: ConversationAddress;
}

/** Somebody a wish is about, with their role in the workspace; undefined for somebody from outside. */
export interface Meant extends Contact {
  readonly role: Member['role'] | undefined;
}

/** More at once would make a card that nobody reads. */
const mostPeople = 20;
const searchLimit = 8;
/** Graph may throttle for long; then somebody has to be told. */
const patienceInMs = 3_600_000;

/** The people of workspaces, as owners and admins manage them. What follows is in member-changes.ts. */
export class Memberships {
  readonly #parts: MembershipsParts;

  constructor(parts: MembershipsParts) {
    this.#parts = parts;
  }

  /** People of the whole directory by a part of their name or address, the likeliest first, at most eight. @throws {WorkspaceError} forbidden, and the directory's */
  async search(caller: Caller, workspace: Workspace, text: string): Promise<readonly Candidate[]> {
    requirePermission(caller, workspace, 'member.manage');
    return await this.#parts.groups.search(text, searchLimit);
  }

  /**
   * Whom a wish is about, as the directory says this moment, where the wish can be carried out.
   * @throws {WorkspaceError} forbidden; not-found, for somebody whom the directory does not know, or who shall be removed and is
   * not there; conflict, for the last owner; invalid, for nobody or too many
   */
  async weigh(caller: Caller, workspace: Workspace, { verb, people }: MemberWish): Promise<readonly Meant[]> {
    const { members } = this.#parts;
    requirePermission(await callerNow(members, caller), workspace, 'member.manage');
    if (members.isPlatformGroup(workspace.groupId)) throw platformGroup(workspace);
    const ids = [...new Set(people)];
    if (ids.length === 0) throw new WorkspaceError('invalid', 'Say who, for example "add" and a name.');
    if (ids.length > mostPeople)
      throw new WorkspaceError('invalid', `These are ${ids.length} people. Name at most ${mostPeople} at once.`);
    const here = await members.everybody(workspace);
    const meant = await Promise.all(ids.map(async (id) => await this.#meant(id, here, workspace, verb)));
    requireOwnerLeft(workspace, verb, meant, here);
    return meant;
  }

  /**
   * Puts the wish on record; it is carried out at once, and the follower's card says how it went. @throws as {@link weigh}; refused, where
   * the workspace's group is in one that makes reviewers or admins
   */
  async change(caller: Caller, workspace: Workspace, wish: MemberWish, command: MemberCommand): Promise<MemberChange> {
    const { changes, clock } = this.#parts;
    const address = membersAddress(workspace.id);
    const before = await this.#told(workspace, command.key);
    if (before) return before;
    const meant = await this.weigh(caller, workspace, wish);
    await requireNoPlatformRoles(this.#parts.members, workspace);
    const { key, via, follower } = command;
    const by = personOf(caller);
    const { document } = await changes.change<WorkspaceMembers>(workspaceMembers, address, {
      ...{ key, via, by: actorOf(caller, workspace), what: `member.${wish.verb}` },
      why: meant.map(({ name }) => name).join(', '),
      decide: (current) => {
        requireNotTwice(current, wish, meant);
        const now = clock.now();
        const change: MemberChange = {
          ...{ key, verb: wish.verb, by, at: now.toISOString(), follower: { ...follower, key, person: by } },
          tasks: meant.map((each) => ({ person: personOf(each), state: 'pending' })),
        };
        return {
          next: { workspace: workspace.id, ...keep([change, ...(current?.changes ?? [])]) },
          effects: meant.map(({ aadObjectId }) => task(key, aadObjectId, now)),
          detail: { people: meant.length },
        };
      },
    });
    return document!.changes.find((change) => change.key === key)!;
  }

  async #told(workspace: Workspace, key: string): Promise<MemberChange | undefined> {
    const known = await this.#parts.changes.get(workspaceMembers, membersAddress(workspace.id));
    return known?.changes.find((change) => change.key === key);
  }

  async #meant(id: string, here: readonly Member[], workspace: Workspace, verb: MemberVerb): Promise<Meant> {
    const known = here.find(({ aadObjectId }) => aadObjectId === id);
    const isLeaving = verb === 'remove' || verb === 'demote';
    if (isLeaving && known) return known;
    const person = await this.#parts.members.person(id);
    if (isLeaving) throw notThere(person, workspace);
    if (!person)
      throw new WorkspaceError('not-found', 'The directory does not know them any more. Choose somebody else.');
    if (person.isGuest && !known && !workspace.members?.guests) throw noGuests(person, workspace);
    return { ...person, role: known?.role };
  }
}

function task(key: string, aadObjectId: string, now: Date): NewEffect {
  const deadline = new Date(now.getTime() + patienceInMs);
  return { kind: 'member.change', data: { change: key, to: aadObjectId }, deadline };
}

/** The directory keeps the last owner too; here it is said before anything happens. */
function requireOwnerLeft(
  workspace: Workspace,
  verb: MemberVerb,
  meant: readonly Meant[],
  here: readonly Member[],
): void {
  if (verb !== 'remove' && verb !== 'demote') return;
  const going = new Set(meant.map(({ aadObjectId }) => aadObjectId));
  const owners = here.filter(({ role }) => role === 'owner');
  if (!owners.some(({ aadObjectId }) => going.has(aadObjectId))) {
    if (verb === 'remove') return;
    const { name } = meant[0]!;
    throw new WorkspaceError('conflict', `${name} is no owner of ${workspace.name}, so nothing was changed.`);
  }
  if (owners.some(({ aadObjectId }) => !going.has(aadObjectId))) return;
  throw lastOwner(owners[0]!.name, workspace);
}

/** Two changes of one person at once could end either way. */
function requireNotTwice(current: WorkspaceMembers | undefined, wish: MemberWish, meant: readonly Meant[]): void {
  for (const change of current?.changes.filter(isUnderWay) ?? []) {
    const person = change.tasks.find(
      (one) => one.state === 'pending' && meant.some(({ aadObjectId }) => aadObjectId === one.person.aadObjectId),
    )?.person;
    if (!person) continue;
    const message = `${person.name} is just being changed by ${change.by.name}. Look at the members in a minute.`;
    throw new WorkspaceError(change.verb === wish.verb ? 'conflict' : 'busy', message);
  }
}
