import { WorkspaceError } from '../../services/errors.ts';
import type { Candidate, FailedChange, GroupChanges, GroupClient, NewGroup } from '../../services/roles/membership.ts';
import type { SimulatedDirectory } from './simulated-directory.ts';

/** Changes of groups behind their port, in the simulated directory. */
export class SimulatedGroups implements GroupClient {
  /** Every call, as `addMember group person`. */
  readonly calls: string[] = [];
  /** What the next calls fail with, one each. */
  readonly failures: WorkspaceError[] = [];
  readonly everybody: Candidate[] = [];
  /** Who is called nearly as somebody wrote. */
  readonly nearly = new Map<string, readonly Candidate[]>();
  /** How often changes were asked for, and what the next asking meets. */
  looks = 0;
  readonly lookFailures: WorkspaceError[] = [];
  readonly #links = new Map<string, Record<'members' | 'owners', ReadonlySet<string>>>();
  readonly #directory: SimulatedDirectory;

  constructor(directory: SimulatedDirectory) {
    this.#directory = directory;
  }

  async addMember(group: string, person: string): Promise<void> {
    this.#called('addMember', group, person);
    this.#directory.member(group, person);
  }

  async removeMember(group: string, person: string): Promise<void> {
    this.#called('removeMember', group, person);
    this.#directory.memberships.get(group)?.delete(person);
  }

  async addOwner(group: string, person: string): Promise<void> {
    this.#called('addOwner', group, person);
    this.#directory.owner(group, person);
  }

  async removeOwner(group: string, person: string): Promise<void> {
    this.#called('removeOwner', group, person);
    const owners = this.#directory.ownerships.get(group);
    if (owners?.has(person) && owners.size === 1)
      throw new WorkspaceError('conflict', 'The group must have at least one owner.');
    owners?.delete(person);
  }

  async addMembers(group: string, people: readonly string[]): Promise<readonly FailedChange[]> {
    return await this.#each(people, (person) => this.addMember(group, person));
  }

  async removeMembers(group: string, people: readonly string[]): Promise<readonly FailedChange[]> {
    return await this.#each(people, (person) => this.removeMember(group, person));
  }

  async create({ key, owners, members = [] }: NewGroup): Promise<{ groupId: string }> {
    const groupId = `group-${key}`;
    this.#called('create', groupId);
    for (const person of owners) this.#directory.owner(groupId, person);
    for (const person of members) this.#directory.member(groupId, person);
    return { groupId };
  }

  async remove(group: string): Promise<void> {
    this.#called('remove', group);
    this.#directory.memberships.delete(group);
    this.#directory.ownerships.delete(group);
  }

  async search(text: string, limit = 10): Promise<readonly Candidate[]> {
    const wanted = text.toLowerCase();
    const begins = ({ name, userPrincipalName }: Candidate) =>
      [...name.split(' '), name, userPrincipalName].some((word) => word.toLowerCase().startsWith(wanted));
    const found = this.everybody.filter(begins);
    const near = (this.nearly.get(text) ?? []).map((candidate) => ({ ...candidate, isNear: true }));
    return (found.length > 0 ? found : near).slice(0, limit);
  }

  /** A link stands for who was in the group when it was given out; see {@link forgetLinks}. */
  async changes(group: string, link?: string): Promise<GroupChanges | undefined> {
    this.looks += 1;
    const failure = this.lookFailures.shift();
    if (failure) throw failure;
    const before =
      link === undefined ? { members: new Set<string>(), owners: new Set<string>() } : this.#links.get(link);
    if (!before) return undefined;
    const { memberships, ownerships } = this.#directory;
    const now = { members: new Set(memberships.get(group)), owners: new Set(ownerships.get(group)) };
    const next = `link ${this.looks}`;
    this.#links.set(next, now);
    const changes = (of: 'members' | 'owners') => ({
      added: [...now[of]].filter((id) => !before[of].has(id)).map((id) => ({ aadObjectId: id, name: id })),
      removed: [...before[of]].filter((id) => !now[of].has(id)),
    });
    return { members: changes('members'), owners: changes('owners'), link: next };
  }

  /** As after a week, or where the directory wants everything read anew. */
  forgetLinks(): void {
    this.#links.clear();
  }

  async #each(people: readonly string[], change: (person: string) => Promise<void>): Promise<readonly FailedChange[]> {
    const failed: FailedChange[] = [];
    for (const aadObjectId of people)
      await change(aadObjectId).catch((error: WorkspaceError) => failed.push({ aadObjectId, error }));
    return failed;
  }

  #called(...call: string[]): void {
    this.calls.push(call.join(' '));
    const failure = this.failures.shift();
    if (failure) throw failure;
  }
}
