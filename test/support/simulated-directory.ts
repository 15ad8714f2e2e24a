import { WorkspaceError } from '../../services/errors.ts';
import type { DirectoryClient, Groups } from '../../services/members.ts';
import type { Person } from '../../services/people.ts';

/** The directory behind its port: who is in which group, and how often it was asked. */
export class SimulatedDirectory implements DirectoryClient {
  /** Group -> people's ids. */
  readonly memberships = new Map<string, Set<string>>();
  readonly ownerships = new Map<string, Set<string>>();
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

  async members(groupId: string): Promise<readonly Person[]> {
    await this.#answer();
    const ids = new Set([...(this.ownerships.get(groupId) ?? []), ...(this.memberships.get(groupId) ?? [])]);
    return [...ids].map((aadObjectId) => ({ aadObjectId, name: aadObjectId }));
  }

  async #answer(): Promise<void> {
    this.asked += 1;
    await Promise.resolve();
    if (this.isDown) throw new WorkspaceError('unavailable', 'The directory does not answer. Try again in a minute.');
  }
}
