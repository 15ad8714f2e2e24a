import type { Contact } from './members.ts';
import type { Person } from './people.ts';

/** Somebody whom the directory found by a part of their name or address. */
export interface Candidate extends Contact {
  readonly userPrincipalName: string;
  readonly jobTitle?: string;
  readonly department?: string;
  /** Invited from another organisation. */
  readonly isGuest: boolean;
}

/**
 * What changed in a group since `link` was given out. It may tell again what an earlier look told, so that somebody who is in the group
 * already can be among the added, and somebody who left before among the removed; nobody is in both.
 */
export interface GroupChanges {
  readonly added: readonly Person[];
  /** aadObjectIds. */
  readonly removed: readonly string[];
  /** For the next look. */
  readonly link: string;
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
  /** People whose name, mail or sign-in name begins with the words, or has a word that does; the likeliest first. Default 10. */
  search(text: string, limit?: number): Promise<readonly Candidate[]>;
  /** Without a link: everybody who is in it now, as added. Undefined where the link is too old: then look without one. */
  changes(groupId: string, link?: string): Promise<GroupChanges | undefined>;
}
