import type { WorkspaceError } from '../errors.ts';
import type { Person } from '../people/people.ts';
import type { Contact } from './members.ts';

/** Somebody whom the directory found by a part of their name or address. */
export interface Candidate extends Contact {
  readonly userPrincipalName: string;
  readonly jobTitle?: string;
  readonly department?: string;
  /** Invited from another organisation. */
  readonly isGuest: boolean;
  /** True for somebody who is called nearly so, where nobody is called so: never to be taken for meant unasked. */
  readonly isNear?: boolean;
}

/** How somebody who was found is reached: whoever has no mailbox, by the name they sign in with. */
export function contactOf({ mail, userPrincipalName, isNear: _, ...person }: Candidate): Contact {
  return { ...person, mail: mail ?? userPrincipalName };
}

/** Who came and who left; nobody is in both. */
export interface PeopleChanges {
  readonly added: readonly Person[];
  /** aadObjectIds. */
  readonly removed: readonly string[];
}

/**
 * What changed in a group since `link` was given out. It may tell again what an earlier look told, so that somebody who is in the group
 * already can be among the added, and somebody who left before among the removed.
 */
export interface GroupChanges {
  readonly members: PeopleChanges;
  readonly owners: PeopleChanges;
  /** For the next look. */
  readonly link: string;
}

/** A security group that is to be. */
export interface NewGroup {
  /** The same key makes the same group. What was removed may still hold its key, so a group in its place needs another one. */
  readonly key: string;
  /** At most 256 characters. */
  readonly name: string;
  readonly description: string;
  /** At most 64 characters of ASCII, without spaces and `@()\\[]";:<>,`. */
  readonly mailNickname: string;
  /** aadObjectIds; at least one, since a group keeps its last owner. */
  readonly owners: readonly string[];
  /** aadObjectIds; default nobody. Azure gives its rights to members alone, so owners who shall work there are named here too. */
  readonly members?: readonly string[];
}

/** Somebody of many for whom a change did not come about. */
export interface FailedChange {
  readonly aadObjectId: string;
  readonly error: WorkspaceError;
}

/** What managing people needs of the directory; `azure/groups.ts` provides it. Every method throws WorkspaceErrors only. */
export interface GroupClient {
  /** Does nothing for somebody who is in it already. @throws not-found where the group or the person is gone */
  addMember(groupId: string, aadObjectId: string): Promise<void>;
  /** Does nothing for somebody who is not in it. */
  removeMember(groupId: string, aadObjectId: string): Promise<void>;
  addOwner(groupId: string, aadObjectId: string): Promise<void>;
  /** @throws conflict for the last owner, whom Entra keeps */
  removeOwner(groupId: string, aadObjectId: string): Promise<void>;
  /** As {@link addMember}, for many at once; nobody twice. Answers with those who failed, in no order, and throws nothing. */
  addMembers(groupId: string, aadObjectIds: readonly string[]): Promise<readonly FailedChange[]>;
  /** As {@link removeMember}, for many at once. Answers with those who failed, in no order, and throws nothing. */
  removeMembers(groupId: string, aadObjectIds: readonly string[]): Promise<readonly FailedChange[]>;
  /**
   * Makes a security group, or finds the one that was made under this key before, also where nobody heard the answer; then it gets the
   * owners and members whom it lacks, and nobody leaves it. @throws not-found where somebody named is gone; invalid, for a name or a
   * nickname that the directory does not take; busy, where it was made this moment and cannot be seen yet: ask again
   */
  create(group: NewGroup): Promise<{ readonly groupId: string }>;
  /** Does nothing for a group that is gone. Entra keeps it for 30 days, in which an admin of the tenant can bring it back. */
  remove(groupId: string): Promise<void>;
  /**
   * People whose name, mail or sign-in name begins with the words, or has a word that does; the likeliest first. Where there are none,
   * those who are called nearly so. Default 10.
   */
  search(text: string, limit?: number): Promise<readonly Candidate[]>;
  /** Without a link: everybody who is in it and who owns it now, as added. Undefined where the link is too old: then look without one. */
  changes(groupId: string, link?: string): Promise<GroupChanges | undefined>;
}
