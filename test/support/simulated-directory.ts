import { WorkspaceError } from '../../services/errors.ts';
import type { Person } from '../../services/people/people.ts';
import type { Absence, Contact, DirectoryClient, Groups, Member, NestedGroup } from '../../services/roles/members.ts';

/** The directory behind its port: who is in which group, and how often it was asked. */
export class SimulatedDirectory implements DirectoryClient {
  /** Group -> people's ids. */
  readonly memberships = new Map<string, Set<string>>();
  readonly ownerships = new Map<string, Set<string>>();
  /** People who are in no group, or of whom more is to be known. */
  readonly contacts = new Map<string, Contact>();
  /** Those of the ids in `memberships` that are groups. */
  readonly groupIds = new Set<string>();
  /** Group -> the groups that it is in, also through others. */
  readonly outerGroups = new Map<string, Set<string>>();
  /** How often it was asked what a group is in. */
  askedForOuter = 0;
  readonly absences = new Map<string, Absence>();
  /** Groups that are not there any more. */
  readonly gone = new Set<string>();
  asked = 0;
  isDown = false;

  member(group: string, aadObjectId: string): void {
    this.memberships.set(group, new Set([...(this.memberships.get(group) ?? []), aadObjectId]));
  }

  owner(group: string, aadObjectId: string): void {
    this.ownerships.set(group, new Set([...(this.ownerships.get(group) ?? []), aadObjectId]));
  }

  leave(group: string, aadObjectId: string): void {
    this.memberships.get(group)?.delete(aadObjectId);
    this.ownerships.get(group)?.delete(aadObjectId);
  }

  async groupsOf(aadObjectId: string): Promise<Groups> {
    await this.#answer();
    const holding = (groups: Map<string, Set<string>>) =>
      new Set([...groups].flatMap(([group, people]) => (people.has(aadObjectId) ? [group] : [])));
    return { memberOf: holding(this.memberships), ownerOf: holding(this.ownerships) };
  }

  async members(groupId: string): Promise<readonly Member[]> {
    await this.#answer();
    if (this.gone.has(groupId)) throw new WorkspaceError('not-found', 'The directory no longer knows this.');
    const owners = this.ownerships.get(groupId) ?? new Set();
    const ids = new Set([...owners, ...(this.memberships.get(groupId) ?? [])]).difference(this.groupIds);
    return [...ids].map((aadObjectId) => ({
      ...{ aadObjectId, name: aadObjectId },
      role: owners.has(aadObjectId) ? 'owner' : 'member',
    }));
  }

  async owners(groupId: string): Promise<readonly Person[]> {
    await this.#answer();
    return [...(this.ownerships.get(groupId) ?? [])].map((aadObjectId) => ({ aadObjectId, name: aadObjectId }));
  }

  async everybodyIn(groupId: string): Promise<readonly Person[]> {
    await this.#answer();
    return [...(this.memberships.get(groupId) ?? [])].map((aadObjectId) => ({ aadObjectId, name: aadObjectId }));
  }

  async groupsIn(groupId: string): Promise<readonly NestedGroup[]> {
    await this.#answer();
    const inner = (this.memberships.get(groupId) ?? new Set<string>()).intersection(this.groupIds);
    return [...inner].map((id) => ({ groupId: id, name: id }));
  }

  async isGroupIn(groupId: string, groupIds: readonly string[]): Promise<boolean> {
    await this.#answer();
    this.askedForOuter += 1;
    return groupIds.some((id) => this.outerGroups.get(groupId)?.has(id));
  }

  async person(aadObjectId: string): Promise<Contact | undefined> {
    await this.#answer();
    const contact = this.contacts.get(aadObjectId);
    if (contact) return contact;
    const isKnown = [...this.memberships.values(), ...this.ownerships.values()].some((ids) => ids.has(aadObjectId));
    return isKnown ? { aadObjectId, name: aadObjectId, mail: `${aadObjectId}@labdesk.example` } : undefined;
  }

  async absence(aadObjectId: string): Promise<Absence | undefined> {
    await this.#answer();
    return this.absences.get(aadObjectId);
  }

  async #answer(): Promise<void> {
    this.asked += 1;
    await Promise.resolve();
    if (this.isDown) throw new WorkspaceError('unavailable', 'The directory does not answer. Try again in a minute.');
  }
}
